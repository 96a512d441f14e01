import type { Stage } from '../../core/model.js';
import { createChooser, type ChosenRows } from './choose-rows.js';
import { createCounter, type Counter } from './count.js';
import type { FileRow, ImportFiles, ImportJob } from './import-job.js';
import { createRowMapper, type RowMapper } from './mapping.js';

/** A file after its first reading: its shape is right, and for each person it is known which row counts. */
export interface JudgedFile {
  readonly mapper: RowMapper;
  readonly chosen: ChosenRows;
  /** Why rows cannot be used → how many. */
  readonly unusable: Counter;
}

/** A row that counts. */
export interface CountingRow {
  readonly row: number;
  readonly person: string;
  readonly stage: Stage | undefined;
  readonly values: Readonly<Record<string, string>>;
}

/** A row that does not: another counts, or it cannot be used. */
export interface IdleRow {
  readonly row: number;
  readonly outcome: 'gave-way' | 'failed';
  readonly because: string;
}

/** What is worked on together: at most 100 people, and the rows between them. */
export interface Batch {
  readonly from: number;
  readonly to: number;
  readonly counting: readonly CountingRow[];
  readonly idle: readonly IdleRow[];
}

/** @source HubSpot contacts guide: 100 records per batch call */
const PEOPLE = 100;
const MOST_IDLE = 1_000;

/**
 * Reads the whole file once, before anything is done: shape, mapping, who is in it, which row of each counts.
 *
 * @param seed any number
 * @throws {AppError} INVALID_INPUT or TOO_LARGE: the file cannot be imported as it is
 */
export async function judgeFile(job: ImportJob, files: ImportFiles, seed: number): Promise<JudgedFile> {
  const { columns } = await files.judge(job.id);
  const mapper = createRowMapper(job.mapping, columns);
  const chooser = createChooser(job.options.allowBackward ? 'last' : 'furthest', seed);
  const unusable = createCounter();
  for await (const page of files.pages(job.id)) {
    for (const line of page) {
      const head = 'problem' in line ? line : mapper.head(line.cells);
      if ('problem' in head) {
        unusable.add(head.problem);
        chooser.add(undefined, undefined);
      } else chooser.add(head.person, head.stage);
    }
  }
  return { mapper, chosen: chooser.end(), unusable };
}

/** Reads the file again, from a row on, in batches. */
export async function* batchesOf(
  job: ImportJob,
  files: ImportFiles,
  { mapper, chosen }: JudgedFile,
): AsyncGenerator<Batch> {
  let counting: CountingRow[] = [];
  let idle: IdleRow[] = [];
  let from = job.doneRow + 1;
  for await (const page of files.pages(job.id)) {
    for (const line of page) {
      if (line.row < from) continue;
      const read = readRow(line, mapper, chosen);
      if ('outcome' in read) idle.push(read);
      else counting.push(read);
      if (counting.length < PEOPLE && idle.length < MOST_IDLE) continue;
      yield { from, to: line.row, counting, idle };
      [counting, idle, from] = [[], [], line.row + 1];
    }
  }
  if (from <= chosen.rows) yield { from, to: chosen.rows, counting, idle };
}

function readRow(line: FileRow, mapper: RowMapper, chosen: ChosenRows): CountingRow | IdleRow {
  const { row } = line;
  if ('problem' in line) return { row, outcome: 'failed', because: line.problem };
  const head = mapper.head(line.cells);
  if ('problem' in head) return { row, outcome: 'failed', because: head.problem };
  const fate = chosen.fateOf(row);
  if (fate.kind === 'gives-way')
    return { row, outcome: 'gave-way', because: `the same person is in row ${fate.to}, which counts` };
  return { row, person: head.person, stage: head.stage, values: mapper.values(line.cells) };
}
