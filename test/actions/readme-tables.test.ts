import fs from 'node:fs';
import path from 'node:path';
import {
  actionsTable,
  branchTable,
  signalsTable,
  templatesTable,
  whenTable,
  withMade,
} from '../../actions/readme-tables.js';
import { WORKFLOW_ACTIONS } from '../../actions/workflow-actions.js';
import { readWorkflowTemplates } from '../../src/files/workflow-templates.js';

const HOME = path.resolve(__dirname, '../..');
const textOf = (file: string): string => fs.readFileSync(path.join(HOME, file), 'utf8');
const ACTIONS = [...WORKFLOW_ACTIONS.values()];

describe('the READMEs', () => {
  it.each([
    ['README.md', 'actions', actionsTable(ACTIONS)],
    ['workflows/README.md', 'actions-when', whenTable(ACTIONS)],
    ['workflows/README.md', 'actions-branch', branchTable(ACTIONS)],
    ['workflows/README.md', 'signals', signalsTable()],
    ['workflows/README.md', 'templates', templatesTable(readWorkflowTemplates(path.join(HOME, 'workflows')))],
  ])('%s says of the %s what the definitions say (else: npm run docs)', (file, mark, made) => {
    const text = textOf(file);

    expect(text).toContain(`<!-- ${mark}: made by npm run docs -->`);
    expect(withMade(text, mark, made)).toBe(text);
  });
});

describe('withMade', () => {
  const made =
    '<!-- x: made by npm run docs -->\n\n<!-- prettier-ignore-start -->\nnew\n<!-- prettier-ignore-end -->\n\n<!-- /x -->';

  it.each([
    ['nothing', '<!-- x: made by npm run docs -->\n<!-- /x -->'],
    ['old text', '<!-- x: made by npm run docs -->\nold\n<!-- /x -->'],
    ['the same', made],
  ])('puts the text in place of %s', (_name, before) => {
    expect(withMade(`a\n${before}\nb`, 'x', 'new')).toBe(`a\n${made}\nb`);
  });

  it('leaves a text without the marks as it is', () => {
    expect(withMade('a <!-- /x --> b', 'x', 'new')).toBe('a <!-- /x --> b');
  });
});

describe('branchTable', () => {
  it('lists outputs that have few values, and no others', () => {
    const table = branchTable([
      {
        ...ACTIONS[0]!,
        name: { en: 'Greet', nl: 'Groet' },
        outputs: [
          { name: 'mood', label: { en: 'Mood', nl: 'Stemming' }, values: ['glad', 'a|b'] },
          { name: 'text', label: { en: 'Text', nl: 'Tekst' } },
        ],
      },
    ]);

    expect(table.split('\n')).toEqual([
      '| action | output | is one of |',
      '| --- | --- | --- |',
      '| **Greet** | `mood` | `glad` `a\\|b` |',
    ]);
  });
});
