import type { Forecast, ImportRow, SampleChange, Summary } from '../app/import/import-job.js';
import type { ImportView } from './import-service.js';
import { printable } from './printable.js';

const LABEL_WIDTH = 26;
const INDENT = '  ';

/** The rules that leave a stage alone, in words. */
const HELD: Readonly<Record<string, string>> = {
  'would-go-back': 'backward; --allow-backward makes it',
  'unknown-stage': 'at a stage only this portal knows',
  'stage-not-in-portal': 'this portal has no such stage',
  'before-mql': 'recycled, and never was an MQL',
  disqualified: 'recycled, and is disqualified',
  'policy:vetted': 'the model wants a rep to set SQL; --override sets it',
};

const whole = (count: number): string => count.toLocaleString('en');
const line = (label: string, value: string): string => `${INDENT}${label.padEnd(LABEL_WIDTH)}${value}`;
const plural = (count: number, one: string): string => `${whole(count)} ${one}${count === 1 ? '' : 's'}`;

/** What an import came to, or would come to, for the terminal. */
export function importLines({ id, kind, source, dryRun, summary }: ImportView): string[] {
  if (!summary) return [];
  const title = kind === 'undo' ? `Undo ${id}` : `${kind === 'import' ? 'Import' : 'Set stage'} ${id}`;
  const how = kind === 'import' ? ` with the mapping ${source}` : '';
  return [
    dryRun ? `${title}${how}: dry run, nothing was changed` : `${title}${how}`,
    '',
    ...(kind === 'undo' ? undoCounts(summary) : counts(summary, dryRun)),
    ...section('Moves', summary.moves),
    ...section('Stages left alone', named(summary.held)),
    ...section(dryRun ? 'Rows that would fail' : 'Rows that failed', summary.failed),
    ...(summary.forecast ? forecastLines(summary.forecast) : []),
  ];
}

function counts({ rows, people, known, created, updated, unchanged, duplicates }: Summary, dryRun: boolean): string[] {
  return [
    line('rows read', whole(rows)),
    line('people in them', whole(people)),
    line('found in HubSpot', whole(known)),
    line(dryRun ? 'new, to be created' : 'new, created', whole(created)),
    line(dryRun ? 'values to update' : 'values updated', whole(updated)),
    line('nothing to do', whole(unchanged)),
    line('duplicate rows', whole(duplicates)),
  ];
}

function undoCounts({ rows, created, updated }: Summary): string[] {
  const made = created > 0 ? [line('made by it, not deleted', whole(created))] : [];
  return [line('rows taken up', whole(rows)), line('values put back', whole(updated)), ...made];
}

function named(held: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(held).map(([rule, count]) => [heldWords(rule), count]));
}

function heldWords(rule: string): string {
  const [, kind, what = '', asks] = /^(protect|require):([^:]+)(?:: (.+))?$/.exec(rule) ?? [];
  if (kind === 'protect') return `protected at ${what}`;
  if (kind === 'require') return `not SQL: requirement ${asks === undefined ? what : `${what}: ${asks}`}`;
  return HELD[rule] ?? rule;
}

/** The rows of an import with their reasons in words, for the report. */
export async function* inWords(rows: AsyncIterable<ImportRow>): AsyncGenerator<ImportRow> {
  for await (const row of rows) yield row.outcome === 'held' ? { ...row, because: heldWords(row.because) } : row;
}

function section(title: string, rows: Readonly<Record<string, number>>): string[] {
  const sorted = Object.entries(rows).sort(([, one], [, other]) => other - one);
  if (sorted.length === 0) return [];
  const width = Math.max(...sorted.map(([, count]) => whole(count).length), 5);
  return ['', title, ...sorted.map(([what, count]) => `${INDENT}${whole(count).padStart(width)}  ${printable(what)}`)];
}

function forecastLines({ calls, minutes, unusedColumns, sample }: Forecast): string[] {
  const unused = unusedColumns.length > 0 ? [line('columns not used', printable(unusedColumns.join(', ')))] : [];
  return [
    '',
    'The run',
    line('calls to HubSpot', `about ${whole(calls)}`),
    line('time', minutes < 1 ? 'under a minute' : `about ${plural(Math.ceil(minutes), 'minute')}`),
    ...unused,
    ...(sample.length > 0 ? ['', `The first ${plural(sample.length, 'change')}`, ...sample.map(sampleLine)] : []),
  ];
}

function sampleLine({ row, contactId, from, to, properties }: SampleChange): string {
  const who = contactId === undefined ? 'new person' : `contact ${contactId}`;
  const stage = to === undefined ? [] : [`${from} → ${to}`];
  const sets = properties.length > 0 ? [`sets ${properties.join(', ')}`] : [];
  const what = [...stage, ...sets].join(' · ') || 'created';
  return `${INDENT}row ${String(row).padEnd(6)} ${who.padEnd(18)} ${what}`;
}
