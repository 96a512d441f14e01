import type { WorkflowAction } from '../app/action.js';
import type { Applied, Prepared } from '../app/workflows/apply-template.js';
import { describeFlow } from '../app/workflows/describe-flow.js';
import { uidOf } from '../app/workflows/fill-template.js';
import type { WorkflowTemplate } from '../app/workflows/template.js';
import { printable } from './printable.js';
import type { Terminal } from './terminal.js';

interface About {
  readonly template: WorkflowTemplate;
  readonly dryRun: boolean;
  readonly terminal: Terminal;
  readonly actions: ReadonlyMap<string, WorkflowAction>;
}

/** Tells an admin what became of a workflow and what to do next, and sets the exit code. */
export function sayApplied(applied: Applied, about: About): void {
  const { terminal, template, dryRun } = about;
  const say = (line: string): void => void terminal.stdout.write(`${line}\n`);
  const { name } = template.flow;
  if (applied.kind === 'lost') {
    terminal.stderr.write(
      `handoff: HubSpot did not say whether "${name}" was made, and does not list it: look in HubSpot, then apply again\n`,
    );
    return terminal.exit(1);
  }
  const { prepared } = applied;
  if (dryRun) for (const line of wordsOf(prepared, about)) say(line);
  if (applied.kind !== 'unfilled') for (const note of prepared.notes) say(`Note: ${note}.`);
  switch (applied.kind) {
    case 'there':
      for (const { id, isEnabled } of applied.flows) say(`already there: flow ${id} (${isEnabled ? 'on' : 'off'})`);
      if (applied.differs === true)
        say('Note: it differs from the template now. To have it anew, delete it in HubSpot and apply again.');
      return terminal.exit(0);
    case 'unfilled':
      terminal.stderr.write(`handoff: "${name}" cannot be made yet, and nothing was:\n`);
      for (const problem of prepared.problems) terminal.stderr.write(`  - ${printable(problem)}\n`);
      return terminal.exit(2);
    case 'ready':
      say('Nothing was made: this was a dry run.');
      return terminal.exit(0);
    case 'created': {
      const how = applied.answerLost ? ' (HubSpot did not say so; it was found by its name)' : '';
      say(`created: flow ${applied.flowId} "${name}", switched off${how}`);
      say('Next: look at it under Automation > Workflows in HubSpot, then switch it on there.');
      return terminal.exit(0);
    }
  }
}

function wordsOf({ flow }: Prepared, { template, actions }: About): readonly string[] {
  const names = new Map<string, string>();
  template.flow.actions.forEach((step, index) => {
    const filled = flow.actions[index];
    if (step.type !== 'SINGLE_CONNECTION' || filled?.type !== 'SINGLE_CONNECTION') return;
    const action = actions.get(uidOf(step) ?? '');
    if (action !== undefined) names.set(filled.actionTypeId, `${action.name.en} (${filled.actionTypeId})`);
  });
  return [flow.name, ...describeFlow(flow, names).map(printable)];
}
