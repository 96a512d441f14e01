import { cardFiles } from '../../../src/hubspot/project/card-files.js';
import { createTempProject, writeCard, type TempProject } from './temp-project.js';

let project: TempProject;
beforeEach(() => {
  project = createTempProject();
});
afterEach(() => project.end());

describe('cardFiles', () => {
  it('has nothing without a folder of cards', () => {
    expect([...cardFiles(project.root)]).toEqual([]);
  });

  it('has nothing where no card says what it is', () => {
    project.write('cards/words.ts', 'export const WORDS = 1;\n');

    expect([...cardFiles(project.root)]).toEqual([]);
  });

  it('takes what a card is made of, and leaves tests and notes at home', () => {
    writeCard(project);
    for (const file of ['view-model.ts', 'view-model.test.ts', 'lead-card.test.tsx', 'README.md', 'package.json'])
      project.write(`cards/${file}`, 'ours\n');

    const files = cardFiles(project.root);

    expect([...files.keys()].sort()).toEqual([
      'lead-card-hsmeta.json',
      'lead-card.tsx',
      'package.json',
      'view-model.ts',
    ]);
    expect(files.get('view-model.ts')).toBe('ours\n');
  });

  it('puts the types the cards share with the service in the place of what points to them', () => {
    writeCard(project);
    project.write('cards/contract.ts', "export type * from '../src/http/card-contract';\n");
    project.write('src/http/card-contract.ts', 'export interface CardView {}\n');

    expect(cardFiles(project.root).get('contract.ts')).toBe('export interface CardView {}\n');
  });

  it('pins what HubSpot installs as we pin it', () => {
    writeCard(project);

    expect(JSON.parse(cardFiles(project.root).get('package.json') ?? '')).toEqual({
      name: 'handoff-cards',
      version: '1.2.3',
      private: true,
      type: 'module',
      dependencies: { '@hubspot/ui-extensions': '0.17.0', react: '18.3.1' },
    });
  });

  it.each([
    ['a range', { '@hubspot/ui-extensions': '0.17.0', react: '^18.2.0' }],
    ['nothing', { '@hubspot/ui-extensions': '0.17.0' }],
  ])('refuses %s where an exact version belongs', (_name, devDependencies) => {
    writeCard(project);
    project.write('package.json', { version: '1.2.3', devDependencies });

    expect(() => cardFiles(project.root)).toThrow('package.json: react: write an exact version');
  });
});
