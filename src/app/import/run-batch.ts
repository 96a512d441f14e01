import { stageOf } from '../../core/stages.js';
import { AppError } from '../errors.js';
import type { AskStage } from './ask-stage.js';
import type {
  FoundPerson,
  ImportJob,
  ImportRow,
  ImportStore,
  People,
  RowOutcome,
  Upserted,
  UpsertRow,
} from './import-job.js';
import type { Batch, CountingRow } from './import-rows.js';
import { judgeBatch, judgeRows, NOBODY, toIdleRow, toKeep, wantsSomething, type Judged } from './judge-batch.js';
import { wantOf, type Portal, type SeeAsRoad } from './judge-person.js';
import type { Forgotten } from '../privacy.js';
import type { RowMapper } from './mapping.js';

export interface RunBatchDeps {
  readonly people: People;
  readonly privacy: Forgotten;
  readonly seeAsRoad: SeeAsRoad;
  readonly imports: Pick<ImportStore, 'remember' | 'recall' | 'settle'>;
  readonly askStage: AskStage;
  readonly now: () => number;
}

/** An import being carried out, with what holds for all its batches. */
export interface Running {
  readonly job: ImportJob;
  readonly mapper: RowMapper;
  readonly portal: Portal;
}

/** Writes whose fate is unknown are looked at, and what is missing is written again, so often. */
const TRIES = 4;

/**
 * Carries out one batch: finds its people, keeps what they hold, writes what differs, asks the road for the stages, keeps
 * what came of it. A batch cut short is begun again, and does only what is missing: what was kept the first time stays, and
 * every stage is asked under the same key.
 *
 * @returns rows that are over, those that changed nothing left out
 * @throws {AppError} when HubSpot or the store cannot be reached: nothing is lost, begin the batch again
 */
export function createRunBatch({ people, privacy, seeAsRoad, imports, askStage, now }: RunBatchDeps) {
  /** Writes what differs. @returns refusals by row, and the record id of everybody written */
  async function write(running: Running, judged: readonly Judged[]) {
    const refused = new Map<number, string>();
    const ids = new Map<number, { readonly id: string; readonly stage: string | undefined }>();
    let left = judged.filter(({ found, plan }) => found === undefined || Object.keys(plan.sets).length > 0);
    for (let tries = 1; left.length > 0; tries += 1) {
      if (tries > TRIES) throw new AppError('HUBSPOT_UNCERTAIN', 'HubSpot does not say what came of a batch');
      const answers = await people.upsert({ portalId: running.job.portalId, rows: left.map(toUpsert) });
      const unknown = left.filter(({ row, found }) => {
        const answer = answers.get(addressOf(row, found)) ?? UNKNOWN;
        if (answer.kind === 'refused') refused.set(row.row, answer.because);
        if (answer.kind === 'written') ids.set(row.row, { id: answer.id, stage: answer.stage });
        return answer.kind === 'unknown';
      });
      const again = await judgeRows(
        running,
        unknown.map(({ row }) => row),
        { people, privacy, seeAsRoad, now: now() },
      );
      for (const { row, found } of again)
        if (found) ids.set(row.row, { id: found.id, stage: found.properties['lifecyclestage'] ?? undefined });
      left = again.filter(({ found, plan }) => found === undefined || Object.keys(plan.sets).length > 0);
    }
    return { refused, ids };
  }

  /** One row to its end: the stage, when one was planned, and what is kept of it. */
  async function finish(
    { job }: Running,
    kept: ImportRow,
    contactId: string,
    bornAt: string | undefined,
  ): Promise<ImportRow> {
    const over = (outcome: RowOutcome, because = ''): ImportRow => ({ ...kept, contactId, outcome, because });
    if (kept.to === null || kept.outcome !== null) return over(kept.outcome ?? 'done', kept.because);
    if (kept.created && bornAt !== undefined && bornAt === kept.to) return { ...over('done'), to: null };
    const result = await askStage(job, { row: kept.row, contactId, want: wantOf(kept.to, job.options) });
    if (result.kind === 'there') return { ...over('done'), to: null };
    return over(result.kind === 'moved' ? 'done' : result.kind, result.because);
  }

  return async function runBatch(running: Running, batch: Batch): Promise<void> {
    const { job } = running;
    const { usable, failed } = await judgeBatch(running, batch, { people, privacy, seeAsRoad, now: now() });
    const before = await imports.recall(job, batch.from, batch.to);
    const wanting = usable.filter((one) => before.has(one.row.row) || wantsSomething(one));
    const kept = await imports.remember(job, wanting.map(toKeep));
    const { refused, ids } = await write(running, wanting);
    const endings = await Promise.allSettled(
      wanting.map(async ({ row, found }): Promise<ImportRow> => {
        const there = kept.get(row.row);
        if (there === undefined) throw new AppError('INTERNAL', 'A row was not kept');
        const refusal = refused.get(row.row);
        if (refusal !== undefined) return { ...there, outcome: 'failed', because: refusal };
        const written = ids.get(row.row);
        const id = written?.id ?? found?.id ?? there.contactId;
        if (id === null) return { ...there, outcome: 'failed', because: NOBODY };
        const bornAt = written?.stage === undefined ? undefined : stageOf(written.stage, undefined);
        return finish(running, there, id, bornAt);
      }),
    );
    const over = endings.flatMap((ending) => (ending.status === 'fulfilled' ? [ending.value] : []));
    await imports.settle(job, [...over, ...failed.map(toIdleRow), ...batch.idle.map(toIdleRow)]);
    const cut = endings.find((ending) => ending.status === 'rejected');
    if (cut) throw cut.reason;
  };
}

const UNKNOWN: Upserted = { kind: 'unknown' };

/** A person found under a second address is written under the first, which is the one HubSpot upserts by. */
function addressOf(row: CountingRow, found: FoundPerson | undefined): string {
  return found?.properties['email']?.toLowerCase() ?? row.person;
}

function toUpsert({ row, found, plan }: Judged): UpsertRow {
  const email = addressOf(row, found);
  if (found) return { email, contactId: found.id, properties: plan.sets };
  return { email, properties: { email, ...plan.sets } };
}
