import { sql, type Kysely } from 'kysely';
import type { EvaluationStore } from '../app/ports.js';
import { EVALUATION, toEvaluation, type EvaluationRow } from './evaluation-row.js';
import { freeLapsedCompletions } from './leases.js';
import type { Database } from './schema.js';

type Claimed = Awaited<ReturnType<EvaluationStore['claimCompletions']>>;

/** Which completions, of whom. */
export interface Completions {
  readonly portalId: number;
  readonly keys: readonly string[];
}

const WAITING = sql`completion = 'wanted' and state = 'settled' and completion_token is null
  and completion_due <= clock_timestamp()`;

/**
 * Takes completions of the portal that has waited longest.
 *
 * @param limit at least 1
 * @returns undefined when none is due
 */
export async function claimCompletions(db: Kysely<Database>, worker: string, limit: number): Promise<Claimed> {
  await freeLapsedCompletions(db);
  const { rows } = await sql<EvaluationRow>`
    with first as (
      select portal_id from evaluations where ${WAITING} order by completion_due limit 1 for update skip locked),
    due as (
      select id from evaluations
      where portal_id = (select portal_id from first) and ${WAITING}
      order by completion_due limit ${limit} for update skip locked),
    e as (
      update evaluations u set completion_token = ${worker}::uuid from due where u.id = due.id returning u.*)
    select ${EVALUATION} from e left join moves m on m.portal_id = e.portal_id and m.key = e.key
    order by e.completion_due, e.id`.execute(db);
  const portalId = rows[0]?.ask.portalId;
  return portalId === undefined ? undefined : { portalId, evaluations: rows.map(toEvaluation) };
}

/** HubSpot knows: a fact, whoever held the lease. */
export async function endCompletions(db: Kysely<Database>, { portalId, keys }: Completions): Promise<void> {
  await sql`update evaluations set completion = 'done', completion_token = null
    where portal_id = ${portalId} and key = any(${keys}::text[]) and completion = 'wanted'`.execute(db);
}

/** Gives ours back. @param delayMs 0 or more */
export async function releaseCompletions(
  db: Kysely<Database>,
  worker: string,
  { portalId, keys, delayMs }: Completions & { readonly delayMs: number },
): Promise<void> {
  await sql`update evaluations set completion_token = null,
      completion_due = clock_timestamp() + ${delayMs}::float8 * interval '1 millisecond'
    where portal_id = ${portalId} and key = any(${keys}::text[]) and completion_token = ${worker}::uuid
      and completion = 'wanted'`.execute(db);
}
