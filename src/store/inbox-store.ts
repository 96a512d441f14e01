import { sql, type Kysely } from 'kysely';
import type { ContactNotices, InboxStore, Notice } from '../app/sync/notices.js';
import { inMs } from './leases.js';
import type { Database } from './schema.js';
import { inStore } from './store-errors.js';

/** HubSpot repeats what was not answered for a day; what it tells a week later is a new thing. */
const REPEATED_FOR_MS = 7 * 86_400_000;

async function keep(db: Kysely<Database>, notices: readonly Notice[]): Promise<number> {
  if (notices.length === 0) return 0;
  const given = notices.map((notice) => ({
    portal_id: notice.portalId,
    key: notice.key,
    contact_id: notice.contactId,
    notice,
    occurred_at: notice.occurredAt,
  }));
  const { rows } = await sql`
    insert into inbox (portal_id, key, contact_id, notice, occurred_at)
    select portal_id, key, contact_id, notice, occurred_at
    from json_to_recordset(${JSON.stringify(given)}::json) as n(
      portal_id bigint, key text, contact_id text, notice json, occurred_at bigint)
    order by portal_id, key
    on conflict (portal_id, key) do nothing
    returning id`.execute(db);
  return rows.length;
}

interface Leader {
  readonly portal_id: number;
  readonly contact_id: string;
  readonly attempts: number;
}

/** Frees what silent workers held. */
async function freeLapsed(db: Kysely<Database>): Promise<void> {
  await sql`
    update inbox set lease_token = null where id in (
      select i.id from inbox i
      where i.lease_token is not null and not exists (
        select from workers w where w.token = i.lease_token and w.lease_until >= clock_timestamp())
      order by i.id for update skip locked)`.execute(db);
}

/**
 * One row per contact stands for all of its rows; an index allows no two such rows of one contact, so that two workers
 * cannot both have it.
 */
async function lead(db: Kysely<Database>, worker: string, limit: number): Promise<readonly Leader[]> {
  const { rows } = await sql<Leader>`
    with due as (
      select i.id, i.portal_id, i.contact_id from inbox i
      where i.due_at <= clock_timestamp() and i.lease_token is null and not exists (
        select from inbox o
        where o.portal_id = i.portal_id and o.contact_id = i.contact_id and o.lease_token is not null)
      order by i.due_at, i.id limit ${limit} for update skip locked),
    leaders as (select min(id) as id from due group by portal_id, contact_id)
    update inbox i set lease_token = ${worker}::uuid, attempts = i.attempts + 1
    from leaders where i.id = leaders.id
    returning i.portal_id, i.contact_id, i.attempts`.execute(db);
  return rows;
}

async function noticesOf(db: Kysely<Database>, leaders: readonly Leader[]): Promise<readonly Notice[]> {
  const { rows } = await sql<{ readonly notice: Notice }>`
    select i.notice from inbox i
    join json_to_recordset(${JSON.stringify(leaders)}::json) as l(portal_id bigint, contact_id text)
      on i.portal_id = l.portal_id and i.contact_id = l.contact_id
    where i.due_at is not null
    order by i.occurred_at, i.id`.execute(db);
  return rows.map(({ notice }) => notice);
}

async function claim(db: Kysely<Database>, worker: string, limit: number): Promise<readonly ContactNotices[]> {
  const leaders = await lead(db, worker, limit);
  if (leaders.length === 0) return [];
  const notices = await noticesOf(db, leaders);
  return leaders.map(({ portal_id: portalId, contact_id: contactId, attempts }) => ({
    portalId,
    contactId,
    attempts,
    notices: notices.filter((notice) => notice.portalId === portalId && notice.contactId === contactId),
  }));
}

/** A contact's rows, while its leader is still ours. */
const stillOurs = ({ portalId, contactId }: ContactNotices, worker: string) => sql`
  exists (select from inbox l where l.portal_id = ${portalId} and l.contact_id = ${contactId}
    and l.lease_token is not distinct from ${worker}::uuid)`;

/** `InboxStore` on PostgreSQL. @param worker this process's lease token, kept alive by `EvaluationStore.renew` */
export function createInboxStore(db: Kysely<Database>, worker: string): InboxStore {
  return {
    keep: (notices) => inStore(() => keep(db, notices)),
    claim: (limit) =>
      inStore(async () => {
        await freeLapsed(db);
        return db.transaction().execute((trx) => claim(trx, worker, limit));
      }),
    settle: (claimed) =>
      inStore(async () => {
        const { portalId, contactId, notices } = claimed;
        const keys = JSON.stringify(notices.map(({ key }) => key));
        await sql`
          update inbox set notice = null, due_at = null, lease_token = null
          where portal_id = ${portalId} and contact_id = ${contactId} and due_at is not null
            and key in (select value from json_array_elements_text(${keys}::json)) and ${stillOurs(claimed, worker)}`.execute(
          db,
        );
      }),
    release: (claimed, delayMs) =>
      inStore(async () => {
        const { portalId, contactId } = claimed;
        await sql`
          update inbox set lease_token = null, due_at = ${inMs(delayMs)}
          where portal_id = ${portalId} and contact_id = ${contactId} and due_at is not null
            and ${stillOurs(claimed, worker)}`.execute(db);
      }),
    sweep: () =>
      inStore(async () => {
        await sql`delete from inbox where due_at is null and kept_at < ${inMs(-REPEATED_FOR_MS)}`.execute(db);
      }),
  };
}
