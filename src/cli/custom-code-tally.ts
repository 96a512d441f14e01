import type { Run } from './custom-code-tools.js';
import { plainTable } from './plain-table.js';
import { printable } from './printable.js';

/** What is remembered of the runs: never a value of a person. */
export interface Tally {
  add(row: number, ran: Run): void;
  failed(): number;
  rows(): number;
  /** Reason → rows it failed for, in order. */
  readonly failures: ReadonlyMap<string, readonly number[]>;
  /** In the order of the runs. */
  readonly times: readonly number[];
  /** Of the outputs a workflow branches on: `decision` → value → rows. */
  readonly counts: ReadonlyMap<string, ReadonlyMap<string, number>>;
  largest(): { readonly name: string; readonly characters: number } | undefined;
}

const COUNTED = ['decision', 'stage', 'result'];
const ROWS_NAMED = 10;
const MEGABYTE = 1024 * 1024;

export function createTally(): Tally {
  const failures = new Map<string, number[]>();
  const counts = new Map<string, Map<string, number>>();
  const times: number[] = [];
  let rows = 0;
  let largest: { name: string; characters: number } | undefined;

  function addOutputs(outputs: Readonly<Record<string, string>>): void {
    for (const [name, { length }] of Object.entries(outputs)) {
      if (length > (largest?.characters ?? -1)) largest = { name, characters: length };
    }
    for (const name of COUNTED) {
      const value = Object.hasOwn(outputs, name) ? outputs[name] : undefined;
      if (value === undefined) continue;
      const byValue = counts.get(name) ?? new Map<string, number>();
      counts.set(name, byValue.set(value, (byValue.get(value) ?? 0) + 1));
    }
  }

  function addFailure(problem: string, row: number): void {
    const failed = failures.get(problem);
    if (failed) failed.push(row);
    else failures.set(problem, [row]);
  }

  return {
    add(row, ran) {
      rows += 1;
      if (ran.ms !== undefined) times.push(ran.ms);
      if (ran.ok) addOutputs(ran.outputs);
      else addFailure(ran.problem, row);
    },
    failed: () => [...failures.values()].reduce((sum, failed) => sum + failed.length, 0),
    rows: () => rows,
    failures,
    times,
    counts,
    largest: () => largest,
  };
}

/** What came of all runs, for a person. */
export function reportOf(tally: Tally, usage: { readonly cpuSeconds: number; readonly peakBytes: number }): string {
  const times = [...tally.times].sort((a, b) => a - b);
  const largest = tally.largest();
  const facts: readonly (readonly [string, string])[] = [
    ['rows', String(tally.rows())],
    ['failed', String(tally.failed())],
    ...[...tally.failures].map(([problem, rows]) => ['', `${printable(problem)}: ${rowsText(rows)}`] as const),
    ['first run', millis(tally.times[0])],
    ['median', millis(times[Math.floor((times.length - 1) / 2)])],
    ['slowest', millis(times.at(-1))],
    ['CPU', `${usage.cpuSeconds.toFixed(2)} s in all, starting Node included`],
    ['peak memory', `${(usage.peakBytes / MEGABYTE).toFixed(0)} MB of 128`],
    ['largest output', largest ? `${printable(largest.name)}, ${largest.characters} characters of 65,000` : '–'],
  ];
  const lines = facts.map(([name, text]) => `${name.padEnd(15)} ${text}`.trimEnd());
  return [...lines, ...countTable(tally)].join('\n');
}

function countTable({ counts }: Tally): readonly string[] {
  if (counts.size === 0) return [];
  const table = plainTable(['output', 'value', 'rows']);
  for (const [name, byValue] of counts) {
    for (const [value, rows] of [...byValue].sort(([, a], [, b]) => b - a)) table.push([name, printable(value), rows]);
  }
  return [table.toString()];
}

function millis(ms: number | undefined): string {
  return ms === undefined ? '–' : `${ms.toFixed(ms < 10 ? 2 : 0)} ms`;
}

function rowsText(rows: readonly number[]): string {
  const more = rows.length > ROWS_NAMED ? ` and ${rows.length - ROWS_NAMED} more` : '';
  return `${rows.length === 1 ? 'row' : 'rows'} ${rows.slice(0, ROWS_NAMED).join(', ')}${more}`;
}
