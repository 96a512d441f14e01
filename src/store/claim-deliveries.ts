import { sql, type Kysely } from 'kysely';
import type { Channel } from '../app/ask.js';
import type { ClaimedDelivery, DeliveryState } from '../app/announcements/delivery.js';
import type { EvaluationKey } from './evaluation-row.js';
import { inMs } from './leases.js';
import type { Database } from './schema.js';

/** Frees what silent workers were sending: it may have arrived. */
async function freeLapsed(db: Kysely<Database>): Promise<void> {
  await sql`
    update deliveries set lease_token = null, maybe_sent = true, cut_short = cut_short + 1 where id in (
      select d.id from deliveries d
      where d.lease_token is not null and not exists (
        select from workers w where w.token = d.lease_token and w.lease_until >= clock_timestamp())
      order by d.id for update skip locked)`.execute(db);
}

/**
 * Takes what is due of one channel and nobody sends, longest waiting first, and marks it `sending`.
 *
 * @param limit at least 1
 */
export async function claimDeliveries(
  db: Kysely<Database>,
  worker: string,
  channel: Channel,
  limit: number,
): Promise<readonly ClaimedDelivery[]> {
  await freeLapsed(db);
  const { rows } = await sql<ClaimedDelivery>`
    with due as (
      select id from deliveries
      where channel = ${channel} and due_at is not null and lease_token is null and due_at <= clock_timestamp()
      order by due_at, id limit ${limit} for update skip locked),
    taken as (
      update deliveries d set state = 'sending', lease_token = ${worker}::uuid, attempts = d.attempts + 1,
        maybe_sent = d.maybe_sent or d.state = 'uncertain'
      from due where d.id = due.id returning d.*)
    select portal_id as "portalId", contact_id as "contactId", key, target, message, at, attempts, maybe_sent as "maybeSent",
      cut_short as "cutShort"
    from taken order by due_at, id`.execute(db);
  return rows;
}

/** What is to be kept of an attempt. */
export interface Ended {
  readonly state: DeliveryState;
  readonly because: string;
  readonly retryInMs?: number;
}

/** Keeps how an attempt of ours ended; an attempt that is no longer ours is left to whoever has it. */
export async function settleDelivery(
  db: Kysely<Database>,
  worker: string,
  { portalId, key, attempts }: ClaimedDelivery,
  { state, because, retryInMs }: Ended,
): Promise<void> {
  const dueAt = retryInMs === undefined ? sql`null` : inMs(retryInMs);
  await sql`
    update deliveries set state = ${state}, because = ${because}, due_at = ${dueAt}, lease_token = null,
      sent_at = case when ${state} = 'sent' then (extract(epoch from clock_timestamp()) * 1000)::bigint end
    where portal_id = ${portalId} and key = ${key} and attempts = ${attempts}
      and lease_token is not distinct from ${worker}::uuid`.execute(db);
}

/** Gives back what this worker holds without knowing of it, and so never sent. */
export async function releaseUnheardDeliveries(
  db: Kysely<Database>,
  worker: string,
  isHeld: (which: EvaluationKey) => boolean,
): Promise<void> {
  const { rows } = await sql<EvaluationKey>`
    select portal_id as "portalId", key from deliveries where lease_token = ${worker}::uuid`.execute(db);
  const unheard = rows.filter((which) => !isHeld(which)).map(({ portalId, key }) => ({ portal_id: portalId, key }));
  await sql`
    update deliveries d set lease_token = null
    from json_to_recordset(${JSON.stringify(unheard)}::json) as u(portal_id bigint, key text)
    where d.portal_id = u.portal_id and d.key = u.key and d.lease_token is not distinct from ${worker}::uuid`.execute(
    db,
  );
}
