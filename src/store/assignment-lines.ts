import { sql, type Kysely } from 'kysely';
import type { Assignment, AssignmentOrder } from '../app/assignment.js';
import { DAY_MS } from '../core/duration.js';
import type { Database } from './schema.js';

/** Owner id → a number. */
export type ByOwner = ReadonlyMap<string, number>;

/** So long an assignment that was not carried out is kept for its lead. */
export const KEEP_MS = DAY_MS;

interface Rotation {
  readonly portal_id: number;
  readonly name: string;
  readonly credits: Readonly<Record<string, number>>;
}

/** The newest line of the ledger about a contact. */
export interface Line extends Assignment {
  readonly stage: string;
  readonly at: number;
  /** The contact has entered that stage since. */
  readonly used: boolean;
  /** It counts as an open lead of its owner. */
  readonly open: boolean;
}

export interface Standing {
  readonly portal_id: number;
  readonly contact_id: string;
  /** Where the chain ends; absent: it has not begun. */
  readonly head: string | null;
  readonly seq: number;
  /** Another move is under way. */
  readonly moving: boolean;
  readonly line: Line | null;
}

interface Count {
  readonly portal_id: number;
  readonly owner: string;
  readonly leads: number;
}

/** A line to be added to the ledger; `seq`: where the contact's chain ends. */
export type NewLine = AssignmentOrder & { readonly seq: number; readonly assignment: Assignment };

const nameOf = (portalId: number, what: string): string => `${portalId} ${what}`;
/** One text per contact, for maps. */
export const contactOf = ({ portalId, contactId }: AssignmentOrder): string => nameOf(portalId, contactId);
/** One text per rotation, for maps. */
export const rotationOf = ({ portalId, rotation }: AssignmentOrder): string => nameOf(portalId, rotation);

/** Locks the rotations, so that two batches take turns, in one order, so that they do not wait for each other crosswise. */
export async function lockRotations(
  db: Kysely<Database>,
  orders: readonly AssignmentOrder[],
): Promise<Map<string, ByOwner>> {
  const given = orders.map(({ portalId, rotation }) => ({ portal_id: portalId, name: rotation }));
  const { rows } = await sql<Rotation>`
    insert into rotations as r (portal_id, name, credits)
    select portal_id, name, '{}'::json
    from (select distinct portal_id, name
      from json_to_recordset(${JSON.stringify(given)}::json) as o(portal_id bigint, name text)) g
    order by 1, 2
    on conflict (portal_id, name) do update set credits = r.credits
    returning portal_id, name, credits`.execute(db);
  return new Map(rows.map((row) => [nameOf(row.portal_id, row.name), new Map(Object.entries(row.credits))]));
}

/**
 * Is line `a` an open lead, its contact's head being `h`? From MQL to SQL a lead is on its owner's hands; so is one that was
 * just given and is not carried out yet.
 */
function isOpen(at: number) {
  return sql`(a.open and (coalesce(h.stage in ('mql', 'sal', 'sql'), false)
    or (a.seq >= coalesce(h.seq, 0) and a.at > ${at - KEEP_MS}::bigint)))`;
}

/** Where each contact stands. */
export async function standingsOf(
  db: Kysely<Database>,
  orders: readonly AssignmentOrder[],
  at: number,
): Promise<Map<string, Standing>> {
  const given = orders.map(({ portalId, contactId }) => ({ portal_id: portalId, contact_id: contactId }));
  const { rows } = await sql<Standing>`
    select g.portal_id, g.contact_id, h.stage as head, coalesce(h.seq, 0) as seq,
      exists (select from moves m
        where m.portal_id = g.portal_id and m.contact_id = g.contact_id and m.state = 'planned') as moving,
      case when a.id is not null then json_build_object(
        'owner', a.owner, 'email', a.email, 'because', a.because, 'passedOver', a.passed_over,
        'stage', a.stage, 'at', a.at, 'open', ${isOpen(at)},
        'used', exists (select from transitions t
          where t.portal_id = a.portal_id and t.contact_id = a.contact_id and t.seq > a.seq and t.to_stage = a.stage)
      ) end as line
    from (select distinct portal_id, contact_id
      from json_to_recordset(${JSON.stringify(given)}::json) as o(portal_id bigint, contact_id text)) g
    left join heads h on h.portal_id = g.portal_id and h.contact_id = g.contact_id
    left join lateral (select * from assignments l
      where l.portal_id = g.portal_id and l.contact_id = g.contact_id order by l.seq desc limit 1) a on true`.execute(
    db,
  );
  return new Map(rows.map((row) => [nameOf(row.portal_id, row.contact_id), row]));
}

/**
 * How many open leads those have who may only have so many. A lead that went on, or out, is over for good: it is not looked at
 * again, so that a long ledger costs nothing.
 */
export async function openLeadsOf(
  db: Kysely<Database>,
  orders: readonly AssignmentOrder[],
  at: number,
): Promise<Map<number, Map<string, number>>> {
  const capped = orders.flatMap(({ portalId, candidates }) =>
    candidates
      .filter(({ cap }) => cap !== undefined)
      .map(({ owner }) => ({ portal_id: portalId, owner: owner ?? null })),
  );
  if (capped.length === 0) return new Map();
  const { rows } = await sql<Count>`
    with mine as materialized (
      select a.id, a.portal_id, a.owner, ${isOpen(at)} as counts,
        a.seq < h.seq and h.stage in ('opportunity', 'customer', 'evangelist', 'disqualified') as over
      from (select distinct portal_id, owner
        from json_to_recordset(${JSON.stringify(capped)}::json) as c(portal_id bigint, owner text)) g
      join assignments a on a.portal_id = g.portal_id and a.owner = g.owner and a.open
      left join lateral (select stage, seq from heads
        where portal_id = a.portal_id and contact_id = a.contact_id limit 1) h on true),
    closed as (update assignments a set open = false from mine where a.id = mine.id and mine.over)
    select portal_id, owner, count(*) filter (where counts) as leads from mine
    group by 1, 2`.execute(db);
  const counts = new Map<number, Map<string, number>>();
  for (const { portal_id: portalId, owner, leads } of rows)
    counts.set(portalId, (counts.get(portalId) ?? new Map<string, number>()).set(owner, leads));
  return counts;
}

/** Adds to the ledger, and keeps where the rotations stand. */
export async function keepLines(
  db: Kysely<Database>,
  lines: readonly NewLine[],
  rotations: ReadonlyMap<string, ByOwner>,
): Promise<void> {
  const given = lines.map(({ portalId, contactId, seq, rotation, stage, at, assignment }) => {
    const { owner, email, because, passedOver } = assignment;
    const what = { owner, email, because, passed_over: passedOver };
    return { portal_id: portalId, contact_id: contactId, seq, rotation, stage, at, ...what };
  });
  const moved = [...new Map(lines.map((line) => [rotationOf(line), line])).values()].map((line) => ({
    portal_id: line.portalId,
    name: line.rotation,
    credits: Object.fromEntries(rotations.get(rotationOf(line)) ?? []),
  }));
  await sql`
    with given as (
      select * from json_to_recordset(${JSON.stringify(given)}::json) as g(portal_id bigint, contact_id text, seq int,
        rotation text, owner text, email text, because text, passed_over json, stage text, at bigint)),
    kept as (
      insert into assignments as a
        (portal_id, contact_id, seq, rotation, owner, email, because, passed_over, stage, at, open)
      select portal_id, contact_id, seq, rotation, owner, email, because, passed_over, stage, at, owner is not null
      from given
      on conflict (portal_id, contact_id, seq) do update set rotation = excluded.rotation, owner = excluded.owner,
        email = excluded.email, because = excluded.because, passed_over = excluded.passed_over,
        stage = excluded.stage, at = excluded.at, open = excluded.open),
    past as (update assignments a set open = false from given g
      where a.portal_id = g.portal_id and a.contact_id = g.contact_id and a.seq < g.seq and a.open)
    update rotations r set credits = m.credits
    from json_to_recordset(${JSON.stringify(moved)}::json) as m(portal_id bigint, name text, credits json)
    where r.portal_id = m.portal_id and r.name = m.name`.execute(db);
}
