import type { Command } from 'commander';
import { SLA_REFERENCES, type SlaRow, type Spread } from '../core/sla-report.js';
import type { ListingDeps } from './listing.js';
import { plainTable } from './plain-table.js';

interface Options {
  readonly json?: boolean;
  readonly portal?: string;
  readonly since?: string;
}

const COLUMNS = ['stage', 'leads', 'in time', 'late', 'open', 'system', 'human', 'from capture', 'from acceptance'];

const share = (count: number, of: number): string => `${count} of ${of}`;
/** Median and nine out of ten, in minutes. */
const spread = ({ median, p90, of }: Spread): string => (of === 0 ? '' : `${median ?? ''} / ${p90 ?? ''} min (${of})`);

function rowOf(row: SlaRow): string[] {
  const { stage, handOvers, inTime, late, open } = row;
  return [
    ...[stage, String(handOvers), share(inTime, handOvers), share(late, handOvers), share(open, handOvers)],
    ...[row.system, row.human, row.fromCapture, row.fromAcceptance].map(spread),
  ];
}

function answersOf({ stage, firstAnswers }: SlaRow): string {
  const parts = firstAnswers.map(({ upToMinutes, count }, index) => {
    const before = firstAnswers[index - 1]?.upToMinutes;
    return `${upToMinutes === null ? `later than ${before ?? 0} min` : `up to ${upToMinutes} min`} ${count}`;
  });
  return `${stage}: first answers after coming in, of ${firstAnswers[0]?.of ?? 0}: ${parts.join(', ')}`;
}

async function sla({ json, portal, since }: Options, { terminal, service }: ListingDeps): Promise<void> {
  const { stdout } = terminal;
  const table = plainTable(COLUMNS);
  const rows: SlaRow[] = [];
  for await (const line of service.lines('reports/sla', { query: { portal, since } })) {
    if (json) stdout.write(`${line}\n`);
    else rows.push(JSON.parse(line) as SlaRow);
  }
  if (json) return;
  if (rows.length === 0) return void stdout.write('Nothing was handed over yet.\n');
  rows.forEach((row) => table.push(rowOf(row)));
  stdout.write(`${table.toString()}\n\n${rows.map(answersOf).join('\n')}\n\nTo read it beside:\n`);
  for (const { says, source } of SLA_REFERENCES) stdout.write(`  ${says} (${source})\n`);
}

/** `handoff report sla`: how fast leads are answered, by two clocks, with what every share is of. */
export function addReportCommand(program: Command, deps: ListingDeps): void {
  const report = program.command('report').description('what the log adds up to');
  report
    .command('sla')
    .description('how fast leads are answered: from coming in, from being told, and from acceptance; median / p90')
    .option('--json', 'one JSON object a line')
    .option('--portal <id>', 'only this portal')
    .option('--since <time>', 'only what was handed over at or after this ISO time')
    .action((options: Options) => sla(options, deps));
}
