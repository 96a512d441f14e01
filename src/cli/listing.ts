import { plainTable } from './plain-table.js';
import type { Sent, ServiceClient } from './service-client.js';
import type { Terminal } from './terminal.js';

export interface ListingDeps {
  readonly terminal: Terminal;
  readonly service: ServiceClient;
}

export interface Listing {
  readonly columns: readonly string[];
  /** The lines as they came, one JSON object each. */
  readonly json: boolean;
  /** What is said when there is nothing. */
  readonly none: string;
  readonly query?: Sent['query'];
  /** Characters of one cell; absent: all of them. */
  readonly widest?: number;
}

const cut = (text: string, widest: number): string => (text.length > widest ? `${text.slice(0, widest - 1)}…` : text);

/** One value of a row: lists are joined, so is what is made of several, and what is not there is empty. */
function cell(value: unknown): string {
  if (Array.isArray(value)) return value.map(cell).join(' · ');
  if (typeof value === 'object' && value !== null) return Object.values(value).map(cell).join(': ');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Prints a listing of the service's, as a table or as JSON lines. */
export async function listing(
  place: string,
  { columns, json, none, query = {}, widest = Infinity }: Listing,
  { terminal, service }: ListingDeps,
): Promise<void> {
  const table = plainTable([...columns]);
  for await (const line of service.lines(place, { query })) {
    if (json) terminal.stdout.write(`${line}\n`);
    else {
      const row = JSON.parse(line) as Readonly<Record<string, unknown>>;
      table.push(columns.map((column) => cut(cell(row[column]), widest)));
    }
  }
  if (!json) terminal.stdout.write(table.length === 0 ? `${none}\n` : `${table.toString()}\n`);
}
