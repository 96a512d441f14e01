import { z } from 'zod';
import { plainTable } from './plain-table.js';
import type { ServiceClient } from './service-client.js';
import type { Terminal } from './terminal.js';

export interface ListingDeps {
  readonly terminal: Terminal;
  readonly service: ServiceClient;
}

const Cell = z.union([z.string(), z.number(), z.array(z.string()).transform((words) => words.join(' '))]);
const Row = z.record(z.string(), Cell.catch(''));

export interface Listing {
  readonly columns: readonly string[];
  /** The lines as they came, one JSON object each. */
  readonly json: boolean;
  /** What is said when there is nothing. */
  readonly none: string;
}

/** Prints a listing of the service's, as a table or as JSON lines. */
export async function listing(
  place: string,
  { columns, json, none }: Listing,
  { terminal, service }: ListingDeps,
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
