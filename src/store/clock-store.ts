import { sql, type Kysely } from 'kysely';
import type { ClockRow, ClockStore, LookedAt } from '../app/clock/clock.js';
import { ANNOUNCEMENT_KEY } from './announcement-key.js';
import { CLOCK_COLUMNS, CLOCK_NAMES, toClock, toKept, type KeptClock } from './clock-row.js';
import { createCoalescer, type Gate } from './coalesce.js';
import { inMs, LEASE_MS } from './leases.js';
import type { Database } from './schema.js';
import { inStore } from './store-errors.js';

export interface ClockStoreDeps {
  readonly db: Kysely<Database>;
  /** This worker's lease token. */
  readonly worker: string;
  readonly gate: Gate;
}

/** A lease has its own end here: a look takes seconds, and what it settles is lost when it took longer. */
async function claim(db: Kysely<Database>, worker: string, now: number, limit: number): Promise<ClockRow[]> {
  const { rows } = await sql<KeptClock>`
    with due as (
      select portal_id, contact_id from clocks
      where due_at <= ${now} and (lease_until is null or lease_until < clock_timestamp())
      order by due_at limit ${limit} for update skip locked)
    update clocks c set lease_token = ${worker}::uuid, lease_until = ${inMs(LEASE_MS)}
    from due where c.portal_id = due.portal_id and c.contact_id = due.contact_id
    returning c.*`.execute(db);
  return rows.map(toClock).sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0));
}

interface Named {
  readonly portal_id: number;
  readonly contact_id: string;
}
const nameOf = ({ portal_id, contact_id }: Named): string => `${portal_id} ${contact_id}`;

/** Keeps the clocks that are still ours, and with them what they have to tell: a name that was told before is not told again. */
async function settleAll(db: Kysely<Database>, worker: string, all: readonly LookedAt[]): Promise<boolean[]> {
  const clocks = JSON.stringify(all.map(({ row, keep }) => ({ ...toKept(row), keep })));
  const tells = JSON.stringify(
    all.flatMap(({ row: { portalId, contactId }, tells: told, at }) =>
      told.map(({ tell, channels }) => ({
        ...{ portal_id: portalId, contact_id: contactId, about: tell.about, stage: tell.stage },
        ...{ channels, urgent: tell.deadline === 'respond', tell, at },
      })),
    ),
  );
  const { rows } = await sql<Named>`
    with given as (
      select * from json_to_recordset(${clocks}::json) as g(portal_id bigint, contact_id text, keep boolean, ${CLOCK_COLUMNS})),
    ours as (
      select c.portal_id, c.contact_id from clocks c join given g on g.portal_id = c.portal_id and g.contact_id = c.contact_id
      where c.lease_token = ${worker}::uuid order by c.portal_id, c.contact_id for update of c),
    kept as (
      update clocks c set
        (${CLOCK_NAMES}) = (g.stage, g.model, g.entered_at, g.captured_at, g.handed_at, g.opened_at, g.accepted_at,
          g.accepted_by, g.confirm_within, g.follow_from, g.follow_ups, g.followed_at, g.no_shows, g.told, g.due_at),
        lease_token = case when g.keep then c.lease_token end,
        lease_until = case when g.keep then ${inMs(LEASE_MS)} end
      from given g join ours using (portal_id, contact_id)
      where c.portal_id = g.portal_id and c.contact_id = g.contact_id
      returning c.portal_id, c.contact_id),
    tells as (
      select t.*, 'clock:' || t.about as named from kept join json_to_recordset(${tells}::json) as t(
        portal_id bigint, contact_id text, about text, stage text, channels json, urgent boolean, tell json, at bigint)
      using (portal_id, contact_id)),
    told as (
      insert into announcements (portal_id, contact_id, about, key, stage, channels, urgent, tell, ask_key, at, due_at)
      select portal_id, contact_id, about, ${ANNOUNCEMENT_KEY}, stage, channels, urgent, tell, named, at, clock_timestamp()
      from tells order by portal_id, contact_id, about
      on conflict (portal_id, key) do nothing)
    select portal_id, contact_id from kept`.execute(db);
  const ours = new Set(rows.map(nameOf));
  return all.map(({ row }) => ours.has(nameOf({ portal_id: row.portalId, contact_id: row.contactId })));
}

async function find(db: Kysely<Database>, portalId: number, contactId: string): Promise<ClockRow | undefined> {
  const kept = await db
    .selectFrom('clocks')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('contact_id', '=', contactId)
    .executeTakeFirst();
  return kept && toClock(kept);
}

/** Only a clock that runs: where nothing is to come, nothing happened that matters to it. */
async function wake(db: Kysely<Database>, portalId: number, contactId: string, at: number): Promise<void> {
  await sql`
    update clocks set due_at = least(due_at, ${at}), lease_token = null, lease_until = null
    where portal_id = ${portalId} and contact_id = ${contactId} and due_at is not null`.execute(db);
}

/** `ClockStore` on PostgreSQL. */
export function createClockStore({ db, worker, gate }: ClockStoreDeps): ClockStore {
  return {
    claim: (now, limit) => inStore(() => claim(db, worker, now, limit)),
    settle: createCoalescer((all: readonly LookedAt[]) => settleAll(db, worker, all), gate),
    find: (portalId, contactId) => inStore(() => find(db, portalId, contactId)),
    wake: (portalId, contactId, at) => inStore(() => wake(db, portalId, contactId, at)),
  };
}
