import { stringify } from 'csv-stringify/sync';
import type { ImportRow } from '../app/import/import-job.js';
import { readCsvPages, type CsvCells } from './read-csv.js';
import { writeLines } from './write-lines.js';

/** First characters that make a spreadsheet take a cell for a formula. @source RELIABILITY rule 30; OWASP, CSV injection */
const FORMULA = /^[=+\-@\t\r\0]/;

/** What people see of an outcome. */
const RESULT = { done: 'done', held: 'stage left alone', failed: 'not done', 'gave-way': 'duplicate' } as const;

/** A cell a spreadsheet shows as it is. */
export function formulaSafe(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell;
}

/**
 * Writes the rows that did not do what they said, each as it stood in the file, with what came of it and why.
 *
 * @param source the file that was imported; absent: there was none (a list of the portal)
 * @param rows   in order of rows
 * @param target readable by this user alone
 * @returns how many rows; with none there is no file
 * @throws {AppError} INVALID_INPUT when it cannot be written
 */
export function writeReport(
  source: string | undefined,
  rows: AsyncIterable<ImportRow>,
  target: string,
): Promise<number> {
  return writeLines(reportLines(source, rows), target);
}

async function* reportLines(source: string | undefined, rows: AsyncIterable<ImportRow>): AsyncGenerator<string> {
  let columns: readonly string[] = [];
  const next = await peekable(source === undefined ? noLines() : linesOf(source, (header) => (columns = header)));
  let header = true;
  for await (const row of rows) {
    if (row.outcome === 'done' || row.outcome === null) continue;
    const cells = await next.cellsAt(row.row);
    const line = csvLine([String(row.row), row.contactId ?? '', RESULT[row.outcome], row.because, ...cells]);
    yield header ? csvLine(['row', 'contact', 'result', 'reason', ...columns]) + line : line;
    header = false;
  }
}

function csvLine(cells: readonly string[]): string {
  return stringify([cells.map(formulaSafe)], { quoted: true, quoted_empty: true });
}

async function* noLines(): AsyncGenerator<CsvCells> {}

async function* linesOf(file: string, onHeader: (columns: readonly string[]) => void): AsyncGenerator<CsvCells> {
  for await (const page of readCsvPages(file, { onHeader })) yield* page;
}

/** Goes forward to a row; rows come in order. */
async function peekable(lines: AsyncGenerator<CsvCells>) {
  let at = await lines.next();
  return {
    async cellsAt(row: number): Promise<readonly string[]> {
      while (at.done !== true && at.value.row < row) at = await lines.next();
      return at.done !== true && at.value.row === row && 'cells' in at.value ? at.value.cells : [];
    },
  };
}
