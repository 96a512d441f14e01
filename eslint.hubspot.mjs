import hubspot from '@hubspot/eslint-config-ui-extensions';
import tseslint from 'typescript-eslint';

/*
 * HubSpot's own configuration over the assembled cards, as `hs project lint` runs it: two of its rules look at the folder,
 * and find nothing in `cards/`. The package names ESLint 9 as its peer; package.json overrides that with ours.
 */
export default tseslint.config(...hubspot.configs.default, {
  files: ['**/*.{ts,tsx}'],
  languageOptions: { parser: tseslint.parser },
});
