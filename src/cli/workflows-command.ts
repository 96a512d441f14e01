import type { Command } from 'commander';
import type { WorkflowAction } from '../app/action.js';
import { AppError } from '../app/errors.js';
import type { Applied, ApplyOrder } from '../app/workflows/apply-template.js';
import { namesOf, placesOf, type WorkflowTemplate } from '../app/workflows/template.js';
import { plainTable } from './plain-table.js';
import { sayApplied } from './say-applied.js';
import type { Terminal } from './terminal.js';

export interface WorkflowsCommandDeps {
  readonly terminal: Terminal;
  /** All of ours, by uid. */
  readonly actions: ReadonlyMap<string, WorkflowAction>;
  readonly readTemplates: () => readonly WorkflowTemplate[];
  readonly apply: (order: ApplyOrder) => Promise<Applied>;
}

interface ApplyOptions {
  readonly dryRun?: boolean;
  readonly user?: Pairs;
  readonly action?: Pairs;
  readonly model?: string;
}

/** `handoff workflows list|apply`: ready-made workflows, made in the portal and left switched off. */
export function addWorkflowsCommand(program: Command, deps: WorkflowsCommandDeps): void {
  const workflows = program.command('workflows').description('ready-made workflows for the portal');
  workflows
    .command('list')
    .description('what there is, when to use it, and what it needs')
    .option('--json', 'one JSON object a line')
    .action((options: { json?: boolean }) => list(options.json === true, deps));
  workflows
    .command('apply <name>')
    .description('make one in the portal, switched off; twice without change')
    .option('--dry-run', 'only say what would be made')
    .option('--user <role=email>', 'who stands in a place for a person; several times', pairs('role=EMAIL'))
    .option('--action <uid=id>', 'type id of an action of ours here; several times', pairs('uid=1-71'))
    .option('--model <name>', 'model to qualify by; with custom code a file will do too')
    .action((name: string, options: ApplyOptions) => apply(name, options, deps));
}

type Pairs = ReadonlyMap<string, string>;
const NONE: Pairs = new Map();

function pairs(example: string): (word: string, before?: Pairs) => Pairs {
  return (word, before = new Map()) => {
    const [, name, value] = /^([^=]+)=(.+)$/.exec(word) ?? [];
    if (name === undefined || value === undefined)
      throw new AppError('INVALID_INPUT', `${word}: expected a pair such as ${example}`);
    return new Map([...before, [name.trim(), value.trim()]]);
  };
}

function list(json: boolean, { terminal, actions, readTemplates }: WorkflowsCommandDeps): void {
  const say = (line: string): void => void terminal.stdout.write(`${line}\n`);
  for (const template of readTemplates()) say(json ? jsonOf(template) : tableOf(template, actions));
  if (!json) say('Make one, switched off: handoff workflows apply NAME (first with --dry-run)');
  terminal.exit(0);
}

const peopleOf = (template: WorkflowTemplate): readonly string[] => namesOf(template, 'user', 'owner');

function jsonOf(template: WorkflowTemplate): string {
  const { flow, ...about } = template;
  const [actions, people, places] = [namesOf(template, 'action'), peopleOf(template), placesOf(template)];
  return JSON.stringify({ ...about, actions, people, places, flow: flow.name });
}

/** Fits a terminal of 120 characters. */
const WIDTHS = [9, 107];

function tableOf(template: WorkflowTemplate, actions: WorkflowsCommandDeps['actions']): string {
  const { name, purpose, needs } = template;
  const used = namesOf(template, 'action').map((uid) => actions.get(uid)?.name.en ?? uid);
  const people = peopleOf(template).map((role) => `--user ${role}=EMAIL`);
  const table = plainTable(['name', name]);
  Object.assign(table.options, { colWidths: WIDTHS, wordWrap: true });
  table.push(['when', purpose], ['actions', used.join(', ') || 'none of ours']);
  if (people.length > 0) table.push(['people', people.join(' ')]);
  table.push(['needs', needs.join('\n')]);
  return table.toString();
}

async function apply(name: string, options: ApplyOptions, deps: WorkflowsCommandDeps): Promise<void> {
  const { terminal, readTemplates } = deps;
  const templates = readTemplates();
  const template = templates.find((one) => one.name === name);
  if (template === undefined) {
    const known = templates.map((one) => one.name).join(', ');
    throw new AppError('NOT_FOUND', `${name}: no such workflow; there are ${known}`);
  }
  const { user: users = NONE, action: actions = NONE } = options;
  const dryRun = options.dryRun === true;
  const applied = await deps.apply({ template, chosen: { users, actions }, model: options.model, dryRun });
  sayApplied(applied, { template, dryRun, terminal, actions: deps.actions });
}
