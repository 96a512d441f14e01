import fs from 'node:fs';
import { AppError } from '../app/errors.js';
import { createRecordParser, type RawRecord } from './csv-records.js';

/** @source RELIABILITY, input limits: CSV. Sizes in bytes. */
export const CSV_LIMITS = { columns: 200, recordBytes: 64 * 1024, cellBytes: 8 * 1024 } as const;
const MEBIBYTE = 1024 * 1024;
/** Larger pieces cost memory and gain nothing; a piece takes a few milliseconds, and others get their turn between two. */
const PIECE_BYTES = 128 * 1024;
/** The limits `large` lifts. */
export const CSV_SIZE: CsvSize = { fileBytes: 50 * MEBIBYTE, rows: 200_000 };

interface CsvSize {
  readonly fileBytes: number;
  readonly rows: number;
}

interface InspectOptions {
  readonly large?: boolean;
  readonly limits?: CsvSize;
}

/** One data row, counted from 1; blank lines do not count. A row that cannot be used says why, never what is in it. */
export type CsvLine =
  | { readonly row: number; readonly record: Readonly<Record<string, string>> }
  | { readonly row: number; readonly problem: string };

/** The shape of a file, judged before anything is done with its rows. */
export interface CsvShape {
  readonly columns: readonly string[];
  /** Data rows, unusable ones included; with `large` only the number of lines, which is close to it. */
  readonly rows: number;
}

/**
 * Judges a CSV file as a whole: encoding, header, size.
 *
 * @param options.large  lifts the limits on the size of the file and the number of rows
 * @param options.limits smaller ones than ours
 * @throws {AppError} INVALID_INPUT or TOO_LARGE, saying what to do; NOT_FOUND when there is no such file
 */
export async function inspectCsv(
  file: string,
  { large = false, limits = CSV_SIZE }: InspectOptions = {},
): Promise<CsvShape> {
  const bytes = sizeOf(file);
  if (!large && bytes > limits.fileBytes) throw tooLarge(`${file}: larger than ${limits.fileBytes / MEBIBYTE} MiB`);
  const newlines = await checkUtf8(file);
  const columns = checkedColumns(await headerOf(file), `${file}: `);
  if (large) return { columns, rows: newlines };
  let rows = 0;
  for await (const page of readCsvPages(file)) {
    rows += page.length;
    if (rows > limits.rows) throw tooLarge(`${file}: more than ${limits.rows.toLocaleString('en')} rows`);
  }
  return { columns, rows };
}

/** A data row as its cells, one per column; as `CsvLine`, without making an object of each. */
export type CsvCells =
  { readonly row: number; readonly cells: readonly string[] } | { readonly row: number; readonly problem: string };

interface PagesOptions {
  readonly onHeader?: (columns: readonly string[]) => void;
  readonly strict?: boolean;
}

/**
 * Reads the rows of a file that `inspectCsv` accepted, one after the other, in flat memory. A row that cannot be read is
 * reported in its place, and the rows after it are still read.
 */
export async function* readCsv(file: string): AsyncGenerator<CsvLine> {
  let columns: readonly string[] = [];
  for await (const page of readCsvPages(file, { onHeader: (header) => (columns = header) })) {
    for (const line of page)
      yield 'problem' in line ? line : { row: line.row, record: recordFrom(line.cells, columns) };
  }
}

/**
 * As `readCsv`, for many rows: a page is what one piece of the file holds, so that waiting costs little per row.
 *
 * @param options.onHeader hears the columns before the first page
 * @param options.strict   for a file nobody inspected: what is not UTF-8 ends the reading
 * @throws {AppError} INVALID_INPUT when `strict`
 */
export async function* readCsvPages(
  file: string,
  { onHeader, strict = false }: PagesOptions = {},
): AsyncGenerator<readonly CsvCells[]> {
  let columns: readonly string[] | undefined;
  let row = 0;
  for await (const records of recordsOf(file, strict)) {
    const page: CsvCells[] = [];
    for (const raw of records) {
      if (columns) {
        page.push(cellsOf(++row, raw, columns));
        continue;
      }
      columns = headerCells(raw);
      onHeader?.(columns);
    }
    yield page;
  }
}

function cellsOf(row: number, raw: RawRecord, columns: readonly string[]): CsvCells {
  const problem = raw.problem ?? cellsProblem(raw, columns);
  return problem === undefined ? { row, cells: raw.cells } : { row, problem };
}

function cellsProblem({ cells, bytes }: RawRecord, columns: readonly string[]): string | undefined {
  if (cells.length !== columns.length) return `expected ${columns.length} columns, found ${cells.length}`;
  if (bytes > CSV_LIMITS.recordBytes) return 'larger than 64 KiB';
  if (bytes * 3 <= CSV_LIMITS.cellBytes && !cells.some(hasNul)) return undefined;
  for (const [index, cell] of cells.entries()) {
    if (cell.length * 3 > CSV_LIMITS.cellBytes && Buffer.byteLength(cell) > CSV_LIMITS.cellBytes)
      return `${columns[index]}: larger than 8 KiB`;
    if (hasNul(cell)) return `${columns[index]}: contains a NUL character`;
  }
  return undefined;
}

function hasNul(cell: string): boolean {
  return cell.includes('\0');
}

/** Without a prototype: a column may be called anything. */
function recordFrom(cells: readonly string[], columns: readonly string[]): Record<string, string> {
  const record = Object.create(null) as Record<string, string>;
  for (const [index, column] of columns.entries()) record[column] = cells[index] ?? '';
  return record;
}

/**
 * Records as they come, problems in their place. After a record whose quotes are wrong the reading starts again on the
 * next line: a quote that is never closed must not swallow the rows behind it in silence.
 */
async function* recordsOf(file: string, strict = false): AsyncGenerator<readonly RawRecord[]> {
  let start = 0;
  for (let done = false; !done;) {
    const parser = createRecordParser(start === 0);
    let end = start;
    let problem: string | undefined;
    for await (const chunk of chunksFrom(file, start, strict)) {
      const parsed = chunk === undefined ? await parser.end() : await parser.write(chunk);
      yield parsed.records;
      end = start + parsed.end;
      problem = parsed.problem;
      if (problem !== undefined) break;
    }
    done = problem === undefined;
    if (problem === undefined) continue;
    yield [{ cells: [], bytes: 0, problem }];
    start = await nextLine(file, end);
  }
}

/** The bytes of the file from an offset on, and `undefined` for the end. */
async function* chunksFrom(file: string, start: number, strict: boolean): AsyncGenerator<Buffer | undefined> {
  const check = strict ? utf8Check() : undefined;
  for await (const chunk of fs.createReadStream(file, { start, highWaterMark: PIECE_BYTES })) {
    check?.(chunk as Buffer);
    yield chunk as Buffer;
  }
  check?.(undefined);
  yield undefined;
}

/** Takes the pieces of a file, and `undefined` for its end. @throws {AppError} INVALID_INPUT at the first that is not UTF-8 */
function utf8Check(before = ''): (piece: Buffer | undefined) => void {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  return (piece) => {
    try {
      decoder.decode(piece, { stream: piece !== undefined });
    } catch (error) {
      throw new AppError('INVALID_INPUT', `${before}not UTF-8; save it as "CSV UTF-8"`, { cause: error });
    }
  };
}

/** Where the line after the first line that is not blank begins. */
async function nextLine(file: string, from: number): Promise<number> {
  let at = from;
  let inLine = false;
  for await (const chunk of fs.createReadStream(file, { start: from })) {
    for (const byte of chunk as Buffer) {
      const newline = byte === 10 || byte === 13;
      if (inLine && newline) return at;
      inLine ||= !newline;
      at += 1;
    }
  }
  return at;
}

function sizeOf(file: string): number {
  try {
    const facts = fs.statSync(file);
    fs.accessSync(file, fs.constants.R_OK);
    if (facts.isFile()) return facts.size;
  } catch (error) {
    throw new AppError('NOT_FOUND', `${file}: no such file`, { cause: error });
  }
  throw new AppError('INVALID_INPUT', `${file}: not a file`);
}

/** @returns the number of lines */
async function checkUtf8(file: string): Promise<number> {
  const check = utf8Check(`${file}: `);
  let newlines = 0;
  for await (const chunk of fs.createReadStream(file)) {
    check(chunk as Buffer);
    for (const byte of chunk as Buffer) if (byte === 10) newlines += 1;
  }
  check(undefined);
  return newlines;
}

/**
 * The columns of a file, its header judged.
 *
 * @throws {AppError} INVALID_INPUT, without the file's name
 */
export async function headerOfCsv(file: string): Promise<readonly string[]> {
  return checkedColumns(await headerOf(file), '');
}

async function headerOf(file: string): Promise<RawRecord | undefined> {
  for await (const [first] of recordsOf(file)) if (first) return first;
  return undefined;
}

function headerCells({ cells }: RawRecord): string[] {
  return cells.map((cell) => cell.trim());
}

/** @param before what each refusal begins with */
function checkedColumns(header: RawRecord | undefined, before: string): string[] {
  const refuse = (reason: string): AppError => new AppError('INVALID_INPUT', before + reason);
  if (!header) throw refuse('no header: the first line must name the columns');
  if (header.problem !== undefined) throw refuse(`the header cannot be read: ${header.problem}`);
  const columns = headerCells(header);
  if (columns.length > CSV_LIMITS.columns) throw refuse(`more than ${CSV_LIMITS.columns} columns`);
  const nameless = columns.findIndex((column) => column === '');
  if (nameless >= 0) throw refuse(`column ${nameless + 1} has no name in the header`);
  const twice = columns.find((column, index) => columns.indexOf(column) !== index);
  if (twice !== undefined) throw refuse(`the column ${twice} is there twice`);
  if (columns.length === 1 && /[;\t]/.test(columns[0] ?? '')) throw refuse('columns must be separated by commas');
  return columns;
}

function tooLarge(reason: string): AppError {
  return new AppError('TOO_LARGE', `${reason}; --large takes it all the same`);
}
