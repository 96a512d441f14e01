import type { CompiledModel } from '../app/ports.js';
import { actsFrom } from '../core/acts.js';
import type { Contact } from '../core/contact.js';
import { dateOf } from '../core/date.js';
import type { Decision } from '../core/decide-stage.js';
import type { Score } from '../core/score-contact.js';

/** What a row says of a contact. */
interface Read {
  readonly id: string | null;
  readonly contact: Contact;
  /** Columns whose cell holds something that is not a time. */
  readonly unreadable: readonly string[];
}

/** One scored row; printed as a line of JSON. */
export interface ScoredRow extends Score {
  readonly row: number;
  readonly id: string | null;
  readonly decision: Readonly<Record<string, unknown>> & Pick<Decision, 'kind' | 'from' | 'to' | 'rule' | 'missing'>;
}

const ID_COLUMNS = ['hs_object_id', 'id', 'Record ID', 'email'];
const DATED = { signal: 'signal:', company: 'company:' } as const;

interface DatedColumn {
  readonly column: string;
  readonly name: string;
}

/**
 * Prepares for rows with these columns: `signal:<name>` and `company:<name>` hold times separated by `;`, every other
 * column is a property. An empty cell of a dated column means that it never happened, a column that is not there, or a
 * cell that cannot be read, that nobody knows. Acts that HubSpot itself dates on a contact count as in the service; a
 * column of their own goes before.
 */
export function createRowReader(columns: readonly string[]): (record: Readonly<Record<string, string>>) => Read {
  const signals = datedColumns(columns, DATED.signal);
  const company = datedColumns(columns, DATED.company);
  return (record) => {
    const unreadable: string[] = [];
    const contact: Contact = {
      properties: record,
      signals: { ...actsFrom(record), ...timesIn(record, signals, unreadable) },
      unlistedSignals: 'unknown',
      company: timesIn(record, company, unreadable),
    };
    return { id: idOf(record), contact, unreadable };
  };
}

/** Scores and decides one row. @param now epoch milliseconds */
export function scoreRow({ id, contact }: Read, row: number, { score, decide }: CompiledModel, now: number): ScoredRow {
  const scored = score(contact, now);
  const { reasons, unknown, ...numbers } = scored;
  return { row, id, ...numbers, decision: decisionLine(decide(contact, scored, now)), reasons, unknown };
}

/** The decision as it is; lists that say nothing are left out, `missing` aside. */
function decisionLine({ kind, from, to, rule, missing, ...details }: Decision): ScoredRow['decision'] {
  const said = Object.entries(details).filter(([, value]) => !Array.isArray(value) || value.length > 0);
  return { kind, from, to, rule, missing, ...Object.fromEntries(said) };
}

function datedColumns(columns: readonly string[], prefix: string): DatedColumn[] {
  return columns
    .filter((column) => column.startsWith(prefix))
    .map((column) => ({ column, name: column.slice(prefix.length).trim() }));
}

function timesIn(record: Readonly<Record<string, string>>, columns: readonly DatedColumn[], unreadable: string[]) {
  const times = Object.create(null) as Record<string, readonly number[]>;
  for (const { column, name } of columns) {
    const acts = timesOf(record[column] ?? '');
    if (acts) times[name] = acts;
    else unreadable.push(column);
  }
  return times;
}

function timesOf(cell: string): number[] | undefined {
  const written = cell.split(';').filter((part) => part.trim() !== '');
  const times = written.map(dateOf);
  return times.some(Number.isNaN) ? undefined : times;
}

function idOf(record: Readonly<Record<string, string>>): string | null {
  const ids = ID_COLUMNS.map((column) => record[column]?.trim() ?? '');
  return ids.find((id) => id !== '') ?? null;
}
