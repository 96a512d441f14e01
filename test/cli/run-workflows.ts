import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { WORKFLOW_ACTIONS } from '../../actions/workflow-actions.js';
import { applyTemplate } from '../../src/app/workflows/apply-template.js';
import { createProgram, runProgram } from '../../src/cli/run-program.js';
import type { Terminal } from '../../src/cli/terminal.js';
import { addWorkflowsCommand } from '../../src/cli/workflows-command.js';
import { bundleToPaste } from '../../src/custom-code/bundle-to-paste.js';
import { loadModel } from '../../src/files/load-model.js';
import { readWorkflowTemplates } from '../../src/files/workflow-templates.js';
import type { Family } from '../../src/hubspot/endpoints.js';
import { openWorkflowPortal } from '../../src/hubspot/workflow-portal.js';
import { createMemoryLog } from '../fakes/memory-log.js';
import type { Ran } from './terminal-fake.js';

const HOME = path.resolve(__dirname, '../..');

/** Runs `handoff workflows <words>` against a HubSpot at `url`, joined as `main.ts` does. */
export async function runWorkflows(words: readonly string[], url: string, family: Family): Promise<Ran> {
  const [out, err] = [new PassThrough(), new PassThrough()];
  let code: number | undefined;
  const terminal: Terminal = {
    stdout: out,
    stderr: err,
    stdin: Readable.from(['']),
    isTTY: { stdout: false, stderr: false },
    now: () => Date.UTC(2026, 10, 21, 12),
    exit: (given) => {
      code = given;
    },
  };
  const hubspot = { apiUrl: url, family, now: Date.now, random: Math.random, log: createMemoryLog() };
  const program = createProgram(terminal);
  addWorkflowsCommand(program, {
    terminal,
    actions: WORKFLOW_ACTIONS,
    readTemplates: () => readWorkflowTemplates(path.join(HOME, 'workflows')),
    apply: async (order) => {
      const portal = await openWorkflowPortal({ ...hubspot, sleep: () => Promise.resolve() }, 'token');
      const buildBundle = (name: string, model = 'saas') =>
        bundleToPaste({ home: HOME, name, model: loadModel(path.join(HOME, `workflows/models/${model}.yaml`)) });
      return applyTemplate(order, { portal, actions: WORKFLOW_ACTIONS, buildBundle });
    },
  });
  await runProgram(program, words, terminal);
  return { code, out: textOf(out), err: textOf(err) };
}

const textOf = (stream: PassThrough): string => String(stream.setEncoding('utf8').read() ?? '');
