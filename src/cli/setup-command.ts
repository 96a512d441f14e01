import type { Command } from 'commander';
import { plainTable } from './plain-table.js';
import type { Terminal } from './terminal.js';

/** One group or property, and what became of it. */
export interface SetupRow {
  readonly objectType: string;
  readonly kind: string;
  readonly name: string;
  readonly state: string;
  readonly because: string;
}

export interface SetupCommandDeps {
  readonly terminal: Terminal;
  readonly setUp: (dryRun: boolean) => Promise<{ readonly portalId: number; readonly rows: readonly SetupRow[] }>;
}

const WRONG = new Set(['conflict', 'not-possible']);

/** `handoff setup [--dry-run]`: creates our property group and properties; a second run changes nothing. */
export function addSetupCommand(program: Command, { terminal, setUp }: SetupCommandDeps): void {
  program
    .command('setup')
    .description('create the property group and properties in the portal; twice without change')
    .option('--dry-run', 'only list what would be created')
    .option('--json', 'one JSON object a line')
    .action(async (options: { dryRun?: boolean; json?: boolean }) => {
      const { portalId, rows } = await setUp(options.dryRun === true);
      if (options.json) for (const row of rows) terminal.stdout.write(`${JSON.stringify({ portalId, ...row })}\n`);
      else terminal.stdout.write(describe(portalId, rows));
      terminal.exit(rows.some(({ state, objectType }) => WRONG.has(state) && objectType === 'contacts') ? 1 : 0);
    });
}

function describe(portalId: number, rows: readonly SetupRow[]): string {
  const table = plainTable(['object', 'kind', 'name', 'state', '']);
  for (const row of rows) table.push([row.objectType, row.kind, row.name, row.state, row.because]);
  const counts = new Map<string, number>();
  for (const { state } of rows) counts.set(state, (counts.get(state) ?? 0) + 1);
  const summary = [...counts].map(([state, count]) => `${count} ${state}`).join(', ');
  return `${table.toString()}\nPortal ${portalId}: ${summary}.\n`;
}
