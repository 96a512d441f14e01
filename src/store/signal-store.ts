import { sql, type Kysely } from 'kysely';
import type { Ask } from '../app/ask.js';
import type { Signal, SignalStore, ToldOf } from '../app/signals/signals.js';
import { createCoalescer, type Gate } from './coalesce.js';
import type { Database } from './schema.js';
import { inStore } from './store-errors.js';

interface Contact {
  readonly portalId: number;
  readonly contactId: string;
}
interface ToldRow extends Contact {
  readonly acts: ToldOf['acts'];
  readonly answers: ToldOf['answers'] | null;
}

const nameOf = ({ portalId, contactId }: Contact): string => `${portalId} ${contactId}`;

/** A model that asks for more acts than that within its window asks too much; a bot in a chat must not fill the memory. */
const MOST_ACTS = 1_000;
/** For so long a look into a portal that had no signals is not repeated for somebody who waits. */
const NONE_FOR_MS = 1_000;

async function known(db: Kysely<Database>, portalId: number, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ readonly id: string }>`
    select s.id from json_array_elements_text(${JSON.stringify(ids)}::json) as asked(id)
    join signals s on s.portal_id = ${portalId} and s.id = asked.id`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

const rowOf = ({ id, contactId, signal, at, source, answer, wakes }: Signal) => ({
  id,
  contact_id: contactId,
  signal,
  at,
  source: source ?? null,
  property: answer?.property ?? null,
  value: answer?.value ?? null,
  wakes,
});

/**
 * One statement, so one transaction. In the order of the ids, so that two tellers of the same signals wait for each other
 * instead of locking crosswise; nobody's lease is on the asks, so whoever takes up next has them.
 */
async function take(
  db: Kysely<Database>,
  portalId: number,
  given: { signals: readonly Signal[]; asks: readonly Ask[] },
) {
  const signals = JSON.stringify(given.signals.map(rowOf));
  const asks = JSON.stringify(given.asks.map((ask) => ({ ask, key: ask.key, contact_id: ask.contactId, at: ask.at })));
  const { rows } = await sql<{ readonly id: string }>`
    with given as (
      select * from json_to_recordset(${signals}::json) as s(
        id text, contact_id text, signal text, at bigint, source text, property text, value text, wakes boolean)),
    stored as (
      insert into signals (portal_id, id, contact_id, signal, at, source, property, value)
      select ${portalId}::bigint, id, contact_id, signal, at, source, property, value from given order by id
      on conflict (portal_id, id) do nothing
      returning id),
    asked as (
      insert into evaluations (portal_id, key, contact_id, state, ask, asked_at, accepted)
      select ${portalId}::bigint, a.key, a.contact_id, 'accepted', a.ask, a.at, true
      from json_to_recordset(${asks}::json) as a(key text, contact_id text, ask json, at bigint)
      where exists (select from given g join stored using (id) where g.contact_id = a.contact_id and g.wakes)
      order by a.key
      on conflict (portal_id, key) do nothing)
    select id from stored`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** The newest answer to a property stands, on the contact already (then its value is gone) or not; older ones never do. */
async function toldOfAll(db: Kysely<Database>, contacts: readonly Contact[]): Promise<(ToldOf | undefined)[]> {
  const { rows } = await sql<ToldRow>`
    with mine as (
      select s.* from (
        select distinct "portalId" as portal_id, "contactId" as contact_id
        from json_to_recordset(${JSON.stringify(contacts)}::json) as c("portalId" bigint, "contactId" text)) asked
      join signals s using (portal_id, contact_id)),
    acts as (
      select portal_id, contact_id, json_object_agg(signal, times) as acts
      from (
        select portal_id, contact_id, signal, (array_agg(at order by at desc))[1:${sql.lit(MOST_ACTS)}] as times
        from mine group by 1, 2, 3) each_signal
      group by 1, 2),
    newest as (
      select distinct on (portal_id, contact_id, property) portal_id, contact_id, property, value
      from mine where property is not null order by portal_id, contact_id, property, at desc, id desc),
    answers as (
      select portal_id, contact_id, json_object_agg(property, value) as answers
      from newest where value is not null group by 1, 2)
    select portal_id as "portalId", contact_id as "contactId", acts, answers
    from acts left join answers using (portal_id, contact_id)`.execute(db);
  const told = new Map(rows.map(({ acts, answers, ...of }) => [nameOf(of), { acts, answers: answers ?? {} }]));
  return contacts.map((contact) => told.get(nameOf(contact)));
}

/** What the contact holds now, and whatever was answered before that. */
async function answered(
  db: Kysely<Database>,
  { portalId, contactId }: Contact,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  const given = JSON.stringify(Object.entries(values).map(([property, value]) => ({ property, value })));
  await sql`
    update signals s set value = null
    from json_to_recordset(${given}::json) as g(property text, value text)
    join signals w on w.portal_id = ${portalId} and w.contact_id = ${contactId}
      and w.property = g.property and w.value = g.value
    where s.portal_id = w.portal_id and s.contact_id = w.contact_id and s.property = w.property
      and s.value is not null and (s.at, s.id) <= (w.at, w.id)`.execute(db);
}

async function haveAny(db: Kysely<Database>, portalIds: readonly number[]): Promise<boolean[]> {
  const { rows } = await sql<{ readonly portalId: number }>`
    select distinct p.id::bigint as "portalId" from json_array_elements_text(${JSON.stringify([...new Set(portalIds)])}::json) as p(id)
    where exists (select from signals s where s.portal_id = p.id::bigint)`.execute(db);
  const some = new Set(rows.map(({ portalId }) => portalId));
  return portalIds.map((portalId) => some.has(portalId));
}

/**
 * `SignalStore` on PostgreSQL. All throw AppError `STORE_UNAVAILABLE`.
 *
 * @param now epoch milliseconds
 */
export function createSignalStore(db: Kysely<Database>, gate: Gate, now: () => number): SignalStore {
  const read = createCoalescer((contacts: readonly Contact[]) => toldOfAll(db, contacts), gate);
  const hasAny = createCoalescer((portalIds: readonly number[]) => haveAny(db, portalIds), gate);
  /** Portal → when it was seen to have none; `Infinity`: it has some. */
  const lookedAt = new Map<number, number>();

  async function mayHave(portalId: number): Promise<boolean> {
    const looked = lookedAt.get(portalId);
    if (looked !== undefined && now() - looked < NONE_FOR_MS) return looked === Infinity;
    const some = await hasAny(portalId);
    lookedAt.set(portalId, some ? Infinity : now());
    return some;
  }

  return {
    known: (portalId, ids) => inStore(() => known(db, portalId, ids)),
    async take(portalId, signals, asks) {
      const stored = await inStore(() => take(db, portalId, { signals, asks }));
      lookedAt.set(portalId, Infinity);
      return stored;
    },
    async of(portalId, contactId, urgency) {
      if (urgency === 'live' && !(await mayHave(portalId))) return undefined;
      return read({ portalId, contactId });
    },
    answered: (portalId, contactId, values) => inStore(() => answered(db, { portalId, contactId }, values)),
  };
}
