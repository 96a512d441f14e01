import { sql, type Kysely } from 'kysely';
import { CHANNELS, type Channel } from '../app/ask.js';
import type { Delivery } from '../app/announcements/delivery.js';
import type { DigestLead, DigestRead, DigestStore, DigestTotals, OpenDigest } from '../app/announcements/digest.js';
import { inMs } from './leases.js';
import type { Database } from './schema.js';
import { inStore } from './store-errors.js';

/**
 * How long the first of a group waits at most, from when its own window is over: with that minute a quarter of an hour.
 */
const LONGEST_MS = 14 * 60_000;
/** Leads shown by name. */
const BEST = 10;
/** Channels that reach the owner of a contact; the others reach everybody at once. */
const TO_OWNERS: readonly Channel[] = ['owner-task', 'email'];

/**
 * Closes groups: their announcements get a digest they belong to from then on. `due_at` of an announcement is a window after
 * it came, so the newest being due means that nothing came for so long. Two processes at once make the same key, and one row.
 */
async function closeGroups(db: Kysely<Database>): Promise<void> {
  await sql`
    with ready as (
      select portal_id, digest from announcements
      where not composed and digest is not null and digest_id is null
      group by portal_id, digest
      having max(due_at) <= clock_timestamp() or min(due_at) <= ${inMs(-LONGEST_MS)}),
    made as (
      insert into digests (portal_id, digest, key, at)
      select r.portal_id, r.digest, encode(sha256(convert_to('digest' || chr(10) || r.portal_id || chr(10) || r.digest || chr(10)
          || (select count(*) from digests d where d.portal_id = r.portal_id and d.digest = r.digest), 'UTF8')), 'hex'),
        (extract(epoch from clock_timestamp()) * 1000)::bigint
      from ready r order by 1, 2
      on conflict (portal_id, key) do nothing
      returning id, portal_id, digest)
    update announcements a set digest_id = made.id from made
    where a.portal_id = made.portal_id and a.digest = made.digest and not a.composed and a.digest_id is null`.execute(
    db,
  );
}

/** A digest whose worker is silent is anybody's again. */
async function claim(db: Kysely<Database>, worker: string): Promise<OpenDigest | undefined> {
  const { rows } = await sql<OpenDigest>`
    update digests d set lease_token = ${worker}::uuid, attempts = d.attempts + 1
    where d.id = (
      select o.id from digests o
      where not o.composed and o.due_at <= clock_timestamp() and (o.lease_token is null or not exists (
        select from workers w where w.token = o.lease_token and w.lease_until >= clock_timestamp()))
      order by o.due_at, o.id limit 1 for update skip locked)
    returning d.id, d.portal_id as "portalId", d.digest as "group", d.key, d.at, d.attempts`.execute(db);
  return rows[0];
}

async function unread(db: Kysely<Database>, { id, portalId }: OpenDigest, limit: number): Promise<string[]> {
  const { rows } = await sql<{ readonly contactId: string }>`
    select distinct contact_id as "contactId" from announcements
    where portal_id = ${portalId} and digest_id = ${id} and digest_line is null and not composed
    limit ${limit}`.execute(db);
  return rows.map(({ contactId }) => contactId);
}

/** Whoever is gone leaves the digest: sales is not told of him. */
async function keepRead(
  db: Kysely<Database>,
  worker: string,
  { id, portalId }: OpenDigest,
  read: readonly DigestRead[],
): Promise<void> {
  const given = JSON.stringify(read.map(({ contactId, line }) => ({ contact_id: contactId, line: line ?? null })));
  await sql`
    update announcements a set digest_line = g.line, composed = g.line is null,
      digest_id = case when g.line is null then null else a.digest_id end
    from json_to_recordset(${given}::json) as g(contact_id text, line json), digests d
    where d.id = ${id} and d.lease_token is not distinct from ${worker}::uuid
      and a.portal_id = ${portalId} and a.digest_id = d.id and a.contact_id = g.contact_id and not a.composed`.execute(
    db,
  );
}

/** Each contact once per channel, at the stage it came to last. */
const LEADS = (id: number, portalId: number) => sql`
  leads as (
    select distinct on (c.channel, a.contact_id) c.channel, a.contact_id, a.stage, a.digest_line as line,
      case when c.channel in (${sql.join(TO_OWNERS)}) then a.digest_line ->> 'ownerId' end as owner
    from announcements a cross join lateral json_array_elements_text(a.channels) as c(channel)
    where a.portal_id = ${portalId} and a.digest_id = ${id} and not a.composed
    order by c.channel, a.contact_id, a.id desc)`;

interface Counted {
  readonly channel: Channel;
  readonly owner: string | null;
  readonly stage: string;
  readonly count: number;
}

type Best = Omit<Counted, 'count' | 'stage'> & DigestLead;

async function totals(db: Kysely<Database>, { id, portalId }: OpenDigest): Promise<DigestTotals[]> {
  const { rows: counted } = await sql<Counted>`
    with ${LEADS(id, portalId)}
    select channel, owner, stage, count(*)::int as count from leads
    group by channel, owner, stage order by channel, owner, count desc, stage`.execute(db);
  const { rows: best } = await sql<Best>`
    with ${LEADS(id, portalId)},
    placed as (
      select *, row_number() over (
        partition by channel, owner order by (line ->> 'score')::float8 desc nulls last, contact_id) as place from leads)
    select channel, owner, contact_id as "contactId", stage, line ->> 'ownerId' as "ownerId", line ->> 'who' as who,
      (line ->> 'score')::float8 as score
    from placed where place <= ${BEST} order by channel, owner, place`.execute(db);
  return toTotals(counted, best);
}

function toTotals(counted: readonly Counted[], best: readonly Best[]): DigestTotals[] {
  const isOf =
    (channel: Channel, owner: string | null) =>
    (row: { readonly channel: Channel; readonly owner: string | null }): boolean =>
      row.channel === channel && row.owner === owner;
  return CHANNELS.flatMap((channel) => {
    const owners = [...new Set(counted.filter((row) => row.channel === channel).map(({ owner }) => owner))];
    return owners.map((owner) => ({
      channel,
      ...(owner !== null && { ownerId: owner }),
      stages: counted.filter(isOf(channel, owner)).map(({ stage, count }) => ({ stage, count })),
      best: best.filter(isOf(channel, owner)).map(({ contactId, stage, ownerId, who, score }) => ({
        ...{ contactId, stage, ownerId, who },
        ...(typeof score === 'number' && { score }),
      })),
    }));
  });
}

/** Who was in it is known by `digest_id`; what was read of them is not needed any more. */
async function compose(
  db: Kysely<Database>,
  worker: string,
  { id, portalId, key }: OpenDigest,
  deliveries: readonly Delivery[],
): Promise<void> {
  const queued = JSON.stringify(
    deliveries.map(({ contactId, key: own, target, message }, place) => ({
      ...{ place, contact_id: contactId, key: own, target, channel: message.channel },
      message: JSON.stringify(message), // as text: whatever a name may hold, it is not looked into on the way
    })),
  );
  await sql`
    with ours as (
      update digests set composed = true, lease_token = null
      where id = ${id} and not composed and lease_token is not distinct from ${worker}::uuid
      returning id),
    ended as (
      update announcements a set composed = true, digest_line = null from ours
      where a.portal_id = ${portalId} and a.digest_id = ours.id)
    insert into deliveries (portal_id, contact_id, announcements, channel, target, key, message, state, at)
    select ${portalId}::bigint, contact_id, ${JSON.stringify([key])}::json, channel, target, key, message::json, 'queued',
      (extract(epoch from clock_timestamp()) * 1000)::bigint
    from json_to_recordset(${queued}::json) as g(
      place int, contact_id text, channel text, target text, key text, message text), ours
    order by place
    on conflict (portal_id, key) do nothing`.execute(db);
}

async function release(db: Kysely<Database>, worker: string, { id }: OpenDigest, delayMs: number): Promise<void> {
  await sql`
    update digests set lease_token = null, due_at = ${inMs(delayMs)}
    where id = ${id} and not composed and lease_token is not distinct from ${worker}::uuid`.execute(db);
}

/**
 * `DigestStore` on PostgreSQL. All throw AppError `STORE_UNAVAILABLE` when it cannot be reached.
 *
 * @param worker this process's lease token: a UUID, kept alive by `EvaluationStore.renew`
 */
export function createDigestStore(db: Kysely<Database>, worker: string): DigestStore {
  return {
    claimDigest: () =>
      inStore(async () => {
        await closeGroups(db);
        return claim(db, worker);
      }),
    unread: (digest, limit) => inStore(() => unread(db, digest, limit)),
    keepRead: (digest, read) => inStore(() => keepRead(db, worker, digest, read)),
    totals: (digest) => inStore(() => totals(db, digest)),
    composeDigest: (digest, deliveries) => inStore(() => compose(db, worker, digest, deliveries)),
    releaseDigest: (digest, delayMs) => inStore(() => release(db, worker, digest, delayMs)),
  };
}
