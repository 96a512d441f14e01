import { sql, type Kysely } from 'kysely';
import { AppError } from '../app/errors.js';
import type { Ask } from '../app/ask.js';
import type { Evaluation } from '../app/outcome.js';
import { EVALUATION, inLockOrder, nameOf, toEvaluation, type EvaluationRow } from './evaluation-row.js';
import type { Database } from './schema.js';

export interface Deferred {
  readonly evaluation: Evaluation;
  /** Leased to this worker: one that is there may also be another's, or nobody's while it waits to be taken up. */
  readonly ours: boolean;
}

/**
 * Keeps a batch of asks whose callers wait no longer. A new one is `accepted` and leased to this worker; one that is there
 * and not over is marked for completion; one that is over stays as it is: its caller gets the outcome now.
 *
 * @param worker this worker's lease token
 * @returns what is there now, in the order asked
 */
export async function deferEvaluations(
  db: Kysely<Database>,
  asks: readonly Ask[],
  worker: string,
): Promise<Deferred[]> {
  const first = new Map(asks.map((ask) => [nameOf(ask), { ask }]));
  const given = JSON.stringify(
    inLockOrder([...first.values()]).map(({ ask }) => ({
      portal_id: ask.portalId,
      key: ask.key,
      contact_id: ask.contactId,
      ask,
      asked_at: ask.at,
      completion: ask.callbackId === undefined ? null : 'wanted',
    })),
  );
  const { rows } = await sql<EvaluationRow & { readonly ours: boolean }>`
    with e as (
      insert into evaluations as e (portal_id, key, contact_id, state, ask, asked_at, lease_token, accepted,
        completion, completion_due)
      select portal_id, key, contact_id, 'accepted', ask, asked_at, ${worker}::uuid, true, completion, clock_timestamp()
      from json_to_recordset(${given}::json) as d(
        portal_id bigint, key text, contact_id text, ask json, asked_at bigint, completion text)
      on conflict (portal_id, key) do update set
        completion = case when e.state = 'settled' then e.completion else coalesce(e.completion, excluded.completion) end,
        completion_due = coalesce(e.completion_due, excluded.completion_due)
      returning *)
    select ${EVALUATION}, e.state <> 'settled' and e.lease_token is not distinct from ${worker}::uuid as ours
    from e left join moves m on m.portal_id = e.portal_id and m.key = e.key`.execute(db);
  const there = new Map(rows.map((row) => [nameOf(row.ask), { evaluation: toEvaluation(row), ours: row.ours }]));
  return asks.map((ask) => {
    const deferred = there.get(nameOf(ask));
    if (deferred) return deferred;
    throw new AppError('INTERNAL', 'The store kept an ask and did not answer with it.');
  });
}
