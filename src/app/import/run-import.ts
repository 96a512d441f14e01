import { AppError } from '../errors.js';
import type { Crm, Models } from '../ports.js';
import type { Field } from './field-value.js';
import type { ImportFiles, ImportJob, ImportStore, People, Summary } from './import-job.js';
import { batchesOf, judgeFile, type Batch, type JudgedFile } from './import-rows.js';
import type { Portal } from './judge-person.js';
import type { RowMapper } from './mapping.js';
import type { Running } from './run-batch.js';
import { summaryOf } from './summary.js';

export interface RunImportDeps {
  readonly imports: Pick<ImportStore, 'advance' | 'rows'>;
  readonly files: ImportFiles;
  readonly people: Pick<People, 'fields'>;
  readonly crm: Pick<Crm, 'profile'>;
  readonly models: Models;
  readonly runBatch: (running: Running, batch: Batch) => Promise<void>;
  readonly forecast: (running: Running, file: JudgedFile, on: Watch) => Promise<Summary>;
  /** A number of chance. */
  readonly seed: () => number;
}

/** How a long run is watched and ended. */
export interface Watch {
  /** All rows up to here are over. @throws {AppError} when somebody else has taken the import over */
  readonly reached: (row: number) => Promise<void>;
  /** The process is to end: begin nothing new. */
  readonly stopping: () => boolean;
}

/** Batches under way together: enough that the portal's budget, not the wait for answers, is what bounds them. */
const AT_ONCE = 16;

/**
 * Carries an import out, or (dry run) says what it would do. The whole file is judged before the first effect.
 *
 * @returns its summary; `undefined` when it was stopped between two batches, to go on later
 * @throws {AppError} INVALID_INPUT or TOO_LARGE: refused, nothing was done · anything else: to go on later, or by a person
 */
export function createRunImport(deps: RunImportDeps) {
  const { imports, files, people, crm, models } = deps;

  async function portalOf({ portalId }: ImportJob): Promise<Portal> {
    const [profile, fields] = await Promise.all([crm.profile(portalId), people.fields(portalId)]);
    const compiled = models.get(undefined);
    if (!compiled) throw new AppError('MODEL_INVALID', 'There is no model to say which stages are protected');
    return { profile, compiled, fields };
  }

  function watch(job: ImportJob, rows: number, stopping: () => boolean): Watch {
    const reached = async (doneRow: number): Promise<void> => {
      if (!(await imports.advance(job, { rows, doneRow }))) throw takenOver();
    };
    return { reached, stopping };
  }

  return async function runImport(job: ImportJob, stopping: () => boolean): Promise<Summary | undefined> {
    const file = await judgeFile(job, files, deps.seed());
    const portal = await portalOf(job);
    refuseUnwritable(file.mapper, portal.fields);
    const on = watch(job, file.chosen.rows, stopping);
    await on.reached(job.options.dryRun ? 0 : job.doneRow);
    const running = { job, mapper: file.mapper, portal };
    if (job.options.dryRun) return deps.forecast(running, file, on);
    const all = await inWindow(batchesOf(job, files, file), (batch) => deps.runBatch(running, batch), on);
    return all ? summaryOf(file.chosen, imports.rows(job)) : undefined;
  };
}

export type RunImport = ReturnType<typeof createRunImport>;

/** Names what cannot be set before anything is. */
function refuseUnwritable({ properties }: RowMapper, fields: ReadonlyMap<string, Field>): void {
  for (const [property, column] of properties) {
    const field = fields.get(property);
    if (!field) throw new AppError('INVALID_INPUT', `the column ${column}: this portal has no property ${property}`);
    if (field.readOnly) throw new AppError('INVALID_INPUT', `the column ${column}: HubSpot keeps ${property} itself`);
  }
}

/**
 * Works on several batches at once. How far the file is done goes by the last batch before which none is open: what is done
 * beyond it is done once more after a crash, and comes to the same.
 *
 * @returns false when it was stopped
 */
export async function inWindow(
  batches: AsyncIterable<Batch>,
  work: (batch: Batch) => Promise<void>,
  on: Watch,
): Promise<boolean> {
  const open: { readonly to: number; over: boolean }[] = [];
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];

  async function one(batch: Batch): Promise<void> {
    const mine = { to: batch.to, over: false };
    open.push(mine);
    await work(batch);
    mine.over = true;
    let reached = 0;
    while (open[0]?.over) reached = open.shift()?.to ?? 0;
    if (reached > 0) await on.reached(reached);
  }

  function start(batch: Batch): void {
    const work = one(batch).catch((error: unknown) => void failures.push(error));
    running.add(work);
    void work.finally(() => running.delete(work));
  }

  let stopped = false;
  for await (const batch of batches) {
    if (failures.length > 0 || (stopped = on.stopping())) break;
    start(batch);
    while (running.size >= AT_ONCE) await Promise.race(running);
  }
  await Promise.all(running);
  if (failures.length > 0) throw failures[0];
  return !stopped;
}

export function takenOver(): AppError {
  return new AppError('STORE_UNAVAILABLE', 'Another worker has taken this import over', {
    facts: { code: TAKEN_OVER },
  });
}

const TAKEN_OVER = 'taken-over';

export function isTakenOver(error: unknown): boolean {
  return error instanceof AppError && error.facts['code'] === TAKEN_OVER;
}
