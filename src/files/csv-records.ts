import { CsvError, parse } from 'csv-parse';

/** One record of a CSV file; `problem` when its quotes are wrong, and then there are no cells. */
export interface RawRecord {
  readonly cells: readonly string[];
  readonly bytes: number;
  readonly problem?: string;
}

/** What came of one more piece of the file. */
interface Parsed {
  /** Records completed by this piece. */
  readonly records: readonly RawRecord[];
  /** Bytes from the start of this parser to the end of the last complete record. */
  readonly end: number;
  /** Why the record after that one cannot be read; the parser is of no use any more. */
  readonly problem?: string;
}

export interface RecordParser {
  write(chunk: Buffer): Promise<Parsed>;
  end(): Promise<Parsed>;
}

/** Beyond this a quote was left open: reading on would collect the rest of the file in memory. */
const RUNAWAY_BYTES = 1024 * 1024;

/**
 * csv-parse, fed by hand: reading it as a stream would lose the good records that share a chunk with a bad one.
 *
 * @param atStart is this the start of the file, where a byte order mark may stand?
 */
export function createRecordParser(atStart: boolean): RecordParser {
  let records: RawRecord[] = [];
  let end = 0;
  const parser = parse({
    bom: atStart,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: RUNAWAY_BYTES,
  });
  // Records are taken where csv-parse hands them on: its `on_record` makes two objects of each, and halves its speed.
  const handOn = parser.push.bind(parser);
  parser.push = (cells: string[] | null) => {
    if (cells === null) return handOn(null);
    const { bytes } = parser.info;
    records.push({ cells, bytes: bytes - end });
    end = bytes;
    return true;
  };
  // A problem comes back from the call that met it; without a listener it would be thrown once more.
  parser.on('error', () => undefined).resume();

  const parsed = (error: Error | null | undefined): Parsed => {
    const complete = records;
    records = [];
    return { records: complete, end, ...(error ? { problem: wordsFor(error) } : {}) };
  };
  return {
    write: (chunk) => new Promise((resolve) => parser.write(chunk, (error) => resolve(parsed(error)))),
    end: () =>
      new Promise((resolve) => {
        parser.once('error', (error) => resolve(parsed(error)));
        parser.end(() => resolve(parsed(undefined)));
      }),
  };
}

const WORDS: Readonly<Record<string, string>> = {
  CSV_INVALID_CLOSING_QUOTE: 'text after a closing quote; write a quote inside a cell twice',
  INVALID_OPENING_QUOTE: 'a quote inside a cell that is not quoted',
  CSV_QUOTE_NOT_CLOSED: 'a quote that is never closed',
  CSV_MAX_RECORD_SIZE: 'larger than 1 MiB, as if a quote were never closed',
};

/** The package's messages contain the cell. */
function wordsFor(error: Error): string {
  return (error instanceof CsvError ? WORDS[error.code] : undefined) ?? 'not valid CSV';
}
