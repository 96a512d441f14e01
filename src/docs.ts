import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  actionsTable,
  branchTable,
  signalsTable,
  templatesTable,
  whenTable,
  withMade,
} from '../actions/readme-tables.js';
import { WORKFLOW_ACTIONS } from '../actions/workflow-actions.js';
import { readWorkflowTemplates } from './files/workflow-templates.js';
import { HOME } from './home.js';

/* Writes the parts of the READMEs that are made from definitions: `npm run docs`. */

/** The package's own folder, three above the built file. */
/** File → mark → text. */
function madeParts(): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const actions = [...WORKFLOW_ACTIONS.values()];
  return {
    'README.md': { actions: actionsTable(actions) },
    'workflows/README.md': {
      'actions-when': whenTable(actions),
      'actions-branch': branchTable(actions),
      signals: signalsTable(),
      templates: templatesTable(readWorkflowTemplates(path.join(HOME, 'workflows'))),
    },
  };
}

for (const [file, parts] of Object.entries(madeParts())) {
  const place = path.join(HOME, file);
  const text = readFileSync(place, 'utf8');
  const made = Object.entries(parts).reduce((all, [mark, part]) => withMade(all, mark, part), text);
  if (made === text) continue;
  writeFileSync(place, made);
  process.stdout.write(`${file} made anew\n`);
}
