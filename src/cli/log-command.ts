import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { Option, type Command } from 'commander';
import { AppError } from '../app/errors.js';
import { plainTable } from './plain-table.js';
import type { Terminal } from './terminal.js';

export interface LogCommandDeps {
  readonly terminal: Terminal;
  /** Where the running service listens; its store is never opened beside it. */
  readonly serviceUrl: string;
  readonly adminToken: string | undefined;
  /** Holds `admin-token`, which the service writes when no token is set. */
  readonly dataDir: string;
}

interface Options {
  readonly json?: boolean;
  readonly portal?: string;
  readonly contact?: string;
  readonly since?: string;
  readonly limit?: string;
}

type Row = Readonly<Record<string, unknown>>;

const COLUMNS = {
  decisions: ['at', 'contactId', 'way', 'kind', 'from', 'to', 'rule', 'score', 'state'],
  transitions: ['at', 'contactId', 'from', 'to', 'way', 'actor', 'rule', 'because'],
  deliveries: ['at', 'contactId', 'channel', 'target', 'state', 'attempts', 'because'],
  assignments: ['at', 'contactId', 'email', 'owner', 'stage', 'because', 'passedOver'],
} as const;
type Listing = keyof typeof COLUMNS;

/** Characters of one cell. */
const WIDEST = 48;

/** The operator's token: the one that is set, or the one the service keeps. */
export function tokenOf({ adminToken, dataDir }: Pick<LogCommandDeps, 'adminToken' | 'dataDir'>): string {
  if (adminToken) return adminToken;
  const file = path.join(dataDir, 'admin-token');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new AppError('CONFIG_INVALID', `Set ADMIN_TOKEN, or run this where the service keeps ${file}`, { cause });
  }
}

/** Asks the running service. @param what below `/admin/` */
export async function ask(what: string, options: Options, deps: LogCommandDeps): Promise<Response> {
  const url = new URL(`/admin/${what}`, deps.serviceUrl);
  for (const name of ['portal', 'contact', 'since', 'limit'] as const) {
    const value = options[name];
    if (value !== undefined) url.searchParams.set(name, value);
  }
  try {
    return await fetch(url, { headers: { authorization: `Bearer ${tokenOf(deps)}` } });
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('STORE_UNAVAILABLE', `No service answers at ${deps.serviceUrl}: start it, or set HANDOFF_URL`, {
      cause,
    });
  }
}

/** The lines of its answer. */
export async function* lines(response: Response): AsyncGenerator<string> {
  if (response.status === 400) {
    throw new AppError(
      'INVALID_INPUT',
      'The service cannot read an option: --portal, --contact and --limit are numbers, --since is an ISO time like 2026-11-21',
    );
  }
  if (!response.ok || !response.body) {
    throw new AppError('UNPROVEN', `The service answered ${response.status}: check ADMIN_TOKEN and the options`);
  }
  for await (const line of createInterface({ input: Readable.fromWeb(response.body) })) if (line !== '') yield line;
}

const cut = (text: string): string => (text.length > WIDEST ? `${text.slice(0, WIDEST - 1)}…` : text);

/** One value of a row: lists are joined, so is what is made of several, and what is not there is empty. */
function cell(value: unknown): string {
  if (Array.isArray(value)) return cut(value.map(cell).join(' · '));
  if (typeof value === 'object' && value !== null) return Object.values(value).map(cell).join(': ');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

async function list(listing: Listing, options: Options, deps: LogCommandDeps): Promise<void> {
  const { stdout } = deps.terminal;
  const response = await ask(listing, options, deps);
  if (options.json) {
    for await (const line of lines(response)) stdout.write(`${line}\n`);
    return;
  }
  const table = plainTable(COLUMNS[listing]);
  for await (const line of lines(response)) {
    const row = JSON.parse(line) as Row;
    table.push(COLUMNS[listing].map((column) => cell(row[column])));
  }
  stdout.write(table.length === 0 ? `No ${listing} yet.\n` : `${table.toString()}\n`);
}

/** `handoff decisions`, `transitions`, `deliveries` and `assignments`: what the running service remembers, oldest first. */
export function addLogCommands(program: Command, deps: LogCommandDeps): void {
  const describe = {
    decisions: 'list what was decided, oldest first',
    transitions: 'list stage changes, oldest first',
    deliveries: 'list what sales was told and how it went, oldest first',
    assignments: 'list who was given which lead and why, oldest first',
  } satisfies Record<Listing, string>;
  for (const listing of ['decisions', 'transitions', 'deliveries', 'assignments'] as const) {
    program
      .command(listing)
      .description(describe[listing])
      .option('--json', 'one JSON object a line')
      .option('--portal <id>', 'only this portal')
      .option('--contact <id>', 'only this contact')
      .addOption(new Option('--since <time>', 'only what is at or after this ISO time'))
      .option('--limit <n>', 'at most so many')
      .action((options: Options) => list(listing, options, deps));
  }
}
