import { sql, type Kysely } from 'kysely';
import type { Acceptance, AcceptanceStore } from '../app/ports.js';
import type { Database } from './schema.js';
import { inStore } from './store-errors.js';

/** Lets what waits for this contact's answer be claimed now. What a worker is looking at right now looks again by itself. */
async function wake(db: Kysely<Database>, { portalId, contactId }: Acceptance): Promise<void> {
  await sql`update evaluations set due_at = clock_timestamp()
    where portal_id = ${portalId} and contact_id = ${contactId} and state = 'accepted' and lease_token is null
      and ask -> 'want' ->> 'kind' = 'await-acceptance'`.execute(db);
}

/** The clock of a lead that sales has: from now on it is accepted, and whoever looks at it right now looks again. */
async function stopClock(db: Kysely<Database>, { portalId, contactId, outcome, by, at }: Acceptance): Promise<void> {
  const accepts = sql`${outcome === 'accepted'} and accepted_at is null`;
  await sql`
    update clocks set
      accepted_at = case when ${accepts} then ${at}::bigint else accepted_at end,
      accepted_by = case when ${accepts} then ${by} else accepted_by end,
      opened_at = case when ${accepts} then coalesce(opened_at, ${at}::bigint) else opened_at end,
      due_at = least(due_at, ${at}::bigint), lease_token = null, lease_until = null
    where portal_id = ${portalId} and contact_id = ${contactId} and handed_at is not null`.execute(db);
}

async function record(db: Kysely<Database>, acceptance: Acceptance): Promise<void> {
  const { portalId, contactId, key, outcome, by, at } = acceptance;
  await db
    .insertInto('acceptances')
    .values({ portal_id: portalId, contact_id: contactId, key, outcome, by, at })
    .onConflict((conflict) => conflict.columns(['portal_id', 'key']).doNothing())
    .execute();
  await wake(db, acceptance);
  await stopClock(db, acceptance);
}

/** A rep may be quicker than the workflow; an answer older than this was to another hand-over. */
const EARLY_MS = 15 * 60_000;

/**
 * `sal` is where an accepted lead goes: that move does not end the hand-over it belongs to. Nor does the move a rep made by
 * the very answer (they have one key), or what was seen with it.
 */
async function find(
  db: Kysely<Database>,
  { portalId, contactId, since }: Parameters<AcceptanceStore['find']>[0],
): Promise<Acceptance | undefined> {
  const { rows } = await sql<Acceptance>`
    select portal_id as "portalId", contact_id as "contactId", key, outcome, by, at from acceptances a
    where portal_id = ${portalId} and contact_id = ${contactId}
      and (at >= ${since} or (at >= ${since - EARLY_MS} and not exists (
        select from transitions t
        where t.portal_id = a.portal_id and t.contact_id = a.contact_id and t.to_stage <> 'sal'
          and t.at > greatest(a.at, (select own.at from moves m join transitions own on own.move_id = m.id
            where m.portal_id = a.portal_id and m.key = a.key)))))
    order by at desc, id desc limit 1`.execute(db);
  return rows[0];
}

/** `AcceptanceStore` on PostgreSQL. Both throw AppError `STORE_UNAVAILABLE`. */
export function createAcceptanceStore(db: Kysely<Database>): AcceptanceStore {
  return {
    record: (acceptance) => inStore(() => db.transaction().execute((trx) => record(trx, acceptance))),
    find: (contact) => inStore(() => find(db, contact)),
  };
}
