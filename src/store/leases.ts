import { sql, type Kysely } from 'kysely';
import type { Evaluation } from '../app/outcome.js';
import { EVALUATION, toEvaluation, type EvaluationKey, type EvaluationRow } from './evaluation-row.js';
import type { Database } from './schema.js';

/** A worker that says nothing for so long has lost what it held. By the store's clock. */
export const LEASE_MS = 60_000;
/** A worker's row outlives its last lease, so that whatever still names it is found. */
const FORGET_MS = 24 * 3_600_000;

/** @param ms from now on, by the store's clock; below 0: before */
export function inMs(ms: number) {
  return sql<Date>`clock_timestamp() + ${ms}::float8 * interval '1 millisecond'`;
}

/** Keeps every lease of this worker, in one row. */
export async function renewLeases(db: Kysely<Database>, worker: string): Promise<void> {
  await sql`
    insert into workers (token, lease_until) values (${worker}::uuid, ${inMs(LEASE_MS)})
    on conflict (token) do update set lease_until = excluded.lease_until`.execute(db);
}

/** Drops every lease but this worker's own, whoever holds it. */
export async function breakLeases(db: Kysely<Database>, worker: string): Promise<void> {
  await sql`update evaluations set lease_token = null, due_at = clock_timestamp()
    where state <> 'settled' and lease_token <> ${worker}::uuid`.execute(db);
  await sql`update evaluations set completion_token = null
    where completion = 'wanted' and state = 'settled' and completion_token <> ${worker}::uuid`.execute(db);
  await sql`delete from workers where token <> ${worker}::uuid`.execute(db);
}

/** Frees what silent workers held. Rows another worker is freeing right now are left to it. */
async function freeLapsed(db: Kysely<Database>): Promise<void> {
  const silent = sql`select w.token from workers w where w.lease_until < clock_timestamp()`;
  await sql`
    update evaluations set lease_token = null where id in (
      select e.id from evaluations e where e.state <> 'settled' and e.lease_token in (${silent})
      order by e.id for update skip locked)`.execute(db);
}

/** As `freeLapsed`, for completions. */
export async function freeLapsedCompletions(db: Kysely<Database>): Promise<void> {
  await sql`
    update evaluations set completion_token = null where id in (
      select e.id from evaluations e join workers w on w.token = e.completion_token
      where e.completion = 'wanted' and e.state = 'settled' and w.lease_until < clock_timestamp()
      order by e.id for update of e skip locked)`.execute(db);
}

async function forgetWorkers(db: Kysely<Database>): Promise<void> {
  await sql`
    delete from workers w where w.lease_until < ${inMs(-FORGET_MS)}
      and not exists (select from evaluations e where e.state <> 'settled' and e.lease_token = w.token)`.execute(db);
}

/**
 * Takes up what is due and has no live worker, oldest first.
 *
 * @param limit at least 1
 */
export async function claimEvaluations(db: Kysely<Database>, worker: string, limit: number): Promise<Evaluation[]> {
  await freeLapsed(db);
  await forgetWorkers(db);
  const { rows } = await sql<EvaluationRow>`
    with due as (
      select id from evaluations
      where state <> 'settled' and lease_token is null and due_at <= clock_timestamp()
      order by due_at limit ${limit} for update skip locked),
    e as (
      update evaluations u set lease_token = ${worker}::uuid, attempts = u.attempts + 1
      from due where u.id = due.id returning u.*)
    select ${EVALUATION} from e left join moves m on m.portal_id = e.portal_id and m.key = e.key
    order by e.due_at, e.id`.execute(db);
  return rows.map(toEvaluation);
}

/** Gives one back; nothing happens when it is no longer ours. @param delayMs 0 or more */
export async function releaseEvaluation(
  db: Kysely<Database>,
  worker: string,
  which: EvaluationKey & { readonly delayMs: number },
): Promise<void> {
  await db
    .updateTable('evaluations')
    .set({ lease_token: null, due_at: inMs(which.delayMs) })
    .where('portal_id', '=', which.portalId)
    .where('key', '=', which.key)
    .where('state', '<>', 'settled')
    .where('lease_token', 'is not distinct from', worker) // by key, not by worker
    .execute();
}

/** Gives back everything this worker holds that is not in `held`: nobody here works on it. @param held by `nameOf` */
export async function releaseAllBut(
  db: Kysely<Database>,
  worker: string,
  isHeld: (which: EvaluationKey) => boolean,
): Promise<void> {
  const { rows } = await sql<EvaluationKey>`
    select portal_id as "portalId", key from evaluations
    where state <> 'settled' and lease_token = ${worker}::uuid`.execute(db);
  for (const which of rows) if (!isHeld(which)) await releaseEvaluation(db, worker, { ...which, delayMs: 0 });
}
