import type { Command } from 'commander';
import { z } from 'zod';
import { AppError } from '../app/errors.js';
import { plainTable } from './plain-table.js';
import type { ServiceClient } from './service-client.js';
import type { Terminal } from './terminal.js';

export interface FormsCommandDeps {
  readonly terminal: Terminal;
  readonly service: ServiceClient;
}

const Token = z.object({ value: z.string(), expiresAt: z.string(), field: z.record(z.string(), z.unknown()) });
const Row = z.record(z.string(), z.union([z.string(), z.number()]).catch(''));
const Ended = z.object({ state: z.string(), because: z.string() });

interface TokenOptions {
  readonly form: string;
  readonly kind: string;
  readonly days: string;
  readonly json?: boolean;
}

async function token({ form, kind, days, json }: TokenOptions, { terminal, service }: FormsCommandDeps): Promise<void> {
  const response = await service.ask('forms/tokens', { form, kind, days: Number(days) });
  const made = Token.parse(await response.json());
  const say = (line: string): void => void terminal.stdout.write(`${line}\n`);
  if (json) return say(JSON.stringify(made));
  say(`Value of the hidden field handoff_request, good until ${made.expiresAt}:`);
  say(`  ${made.value}`);
  say('The field as the forms API takes it:');
  say(JSON.stringify(made.field, null, 2));
}

interface ListOptions {
  readonly json?: boolean;
  readonly all?: boolean;
  readonly since?: string;
}

const HELD = ['id', 'at', 'contactId', 'kind', 'from', 'stage', 'form', 'state', 'because'] as const;
const DIFFERENCES = ['contactId', 'log', 'portal', 'at', 'problem', 'todo'] as const;

async function list(
  place: string,
  { columns, json, none }: { readonly columns: readonly string[]; readonly json: boolean; readonly none: string },
  { terminal, service }: FormsCommandDeps,
): Promise<void> {
  const table = plainTable([...columns]);
  for await (const line of service.lines(place)) {
    if (json) terminal.stdout.write(`${line}\n`);
    else {
      const row = Row.parse(JSON.parse(line));
      table.push(columns.map((column) => String(row[column] ?? '')));
    }
  }
  if (!json) terminal.stdout.write(table.length === 0 ? `${none}\n` : `${table.toString()}\n`);
}

async function end(id: string, how: 'release' | 'revert', { terminal, service }: FormsCommandDeps): Promise<void> {
  if (!/^[1-9]\d*$/.test(id))
    throw new AppError('INVALID_INPUT', `${id}: the id is a number of handoff quarantine list`);
  const { state, because } = Ended.parse(await (await service.ask(`quarantine/${id}/${how}`, {})).json());
  terminal.stdout.write(`${state}: ${because}\n`);
  terminal.exit(state === 'released' || state === 'reverted' ? 0 : 1);
}

/** `handoff forms token`, `quarantine list|release|revert` and `reconcile`: what comes of forms and of others. */
export function addFormsCommands(program: Command, deps: FormsCommandDeps): void {
  program
    .command('forms')
    .description('forms that may ask for a stage')
    .command('token')
    .description('print the signed value of the hidden field of one form')
    .requiredOption('--form <guid>', 'the form, as in its address')
    .requiredOption('--kind <signal>', 'what submitting it proves, such as demo_requested')
    .option('--days <n>', 'how long it is good', '365')
    .option('--json', 'one JSON object')
    .action((options: TokenOptions) => token(options, deps));
  const quarantine = program.command('quarantine').description('what forms claimed without proof');
  quarantine
    .command('list')
    .option('--all', 'what was ended too')
    .option('--json', 'one JSON object a line')
    .action(({ json = false, all = false }: ListOptions) =>
      list(`quarantine${all ? '' : '?state=open'}`, { columns: HELD, json, none: 'Nothing is held.' }, deps),
    );
  for (const how of ['release', 'revert'] as const)
    quarantine
      .command(`${how} <id>`)
      .description(how === 'release' ? 'it counts after all: logged, and announced' : 'takes it back')
      .action((id: string) => end(id, how, deps));
  program
    .command('reconcile')
    .description('compare the log with the portal, and say what to do where they differ')
    .option('--since <time>', 'only logs that went on at or after this ISO time')
    .option('--json', 'one JSON object a line')
    .action(({ json = false, since }: ListOptions) =>
      list(
        `reconcile${since === undefined ? '' : `?since=${encodeURIComponent(since)}`}`,
        { columns: DIFFERENCES, json, none: 'Log and portal agree.' },
        deps,
      ),
    );
}
