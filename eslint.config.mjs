import hubspot from '@hubspot/eslint-config-ui-extensions';
import tseslint from 'typescript-eslint';

/** HubSpot's own rules for what runs in its sandbox; its config names no files, since it expects to stand beside a card. */
const hubspotRules = hubspot.configs.default.filter(({ plugins }) => plugins !== undefined);

export default tseslint.config(
  { ignores: ['build/', 'coverage/', 'node_modules/', 'test/bench/', '.handoff/'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['*.mjs'] } } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        { selector: 'TSEnumDeclaration', message: 'A union or an `as const` object instead.' },
        { selector: "ThrowStatement > NewExpression[callee.name='Error']", message: 'Throw an AppError with a code.' },
      ],
    },
  },
  {
    files: ['test/**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/require-await': 'off',
      'no-restricted-syntax': 'off',
    },
  },
  ...hubspotRules.map(({ plugins, rules, languageOptions: { globals } }) => ({
    files: ['cards/**/*.{ts,tsx}'],
    plugins,
    rules,
    languageOptions: { globals },
  })),
  { files: ['**/*.mjs'], extends: [tseslint.configs.disableTypeChecked], rules: { 'no-restricted-syntax': 'off' } },
);
