import { sql, type Kysely } from 'kysely';
import type { MoveResult } from '../app/outcome.js';
import type { Settlement } from '../app/ports.js';
import { ANNOUNCEMENT_KEY } from './announcement-key.js';
import { inLockOrder, nameOf, type EvaluationKey } from './evaluation-row.js';
import { toKept } from './clock-row.js';
import { inMs } from './leases.js';
import type { Database } from './schema.js';
import { startClocks } from './start-clocks.js';

export interface Settling {
  /** This worker's lease token. */
  readonly worker: string;
  /** Epoch milliseconds; absent: the store's own clock. */
  readonly at: number | undefined;
  /** How long sales is not told of a move yet, in milliseconds. */
  readonly announceAfterMs: number;
}

/** A move that ends without a result was not carried out: it must not stay open. */
const NOT_CARRIED_OUT: MoveResult = { state: 'refused', stage: '', because: 'Not carried out' };

function isRefused({ outcome }: Settlement): boolean {
  return outcome.decision.kind === 'refused';
}

/** Needs no row before it: nothing of it can be half done. */
function isDirect(settlement: Settlement): boolean {
  return settlement.move === undefined || isRefused(settlement);
}

function keyOf({ ask }: Settlement) {
  return { portal_id: ask.portalId, key: ask.key };
}

function clockOf({ clock }: Settlement) {
  return clock ? toKept(clock.row) : null;
}

function toRow(settlement: Settlement) {
  const { ask, outcome } = settlement;
  const { decision } = outcome;
  return {
    ...keyOf(settlement),
    // What was planned is there already; only how the move ended is new, and that is kept with the move.
    outcome: isDirect(settlement) ? outcome : null,
    direct: isDirect(settlement),
    result: outcome.move ?? NOT_CARRIED_OUT,
    way: ask.way,
    actor: ask.actor,
    rule: decision.kind === 'refused' ? decision.code : decision.rule,
    model: outcome.model ?? null,
    channels: settlement.announce?.channels ?? null,
    // What an import moves is told together, or it would be a thousand messages (P8).
    digest: ask.way === 'import' ? ask.action : null,
    clock: clockOf(settlement),
    clock_moved: settlement.clock?.because === 'move',
  };
}

/** Clocks that begin with a move, once it is applied, and those of contacts that were seen where they stay. */
const CLOCKED = sql`
  select portal_id, contact_id, clock, true as moved from applied
  union all
  select portal_id, contact_id, clock, false from ended where not clock_moved`;
const CLOCKED_DIRECT = sql`
  select added.portal_id, added.contact_id, given.clock, false as moved from added join given using (portal_id, key)`;

/**
 * Ends what is ours, in one statement: the outcome, the move's result and, when it was applied, its transition, the
 * contact's new head, where sales is to hear of it its announcement, and where its clock begins that. A chain that ended elsewhere than where the move
 * begins was changed outside: that gets its own transition first (`sync`), so that each `from` is the `to` before it. Heads
 * need no lock: only the holder of the contact's open move comes here, and that move was opened after the head was last
 * changed.
 *
 * Two conditions are there for the planner: `is not distinct from` keeps it from looking evaluations up by worker, of whose
 * rows there may be many; the contact lets it find the one open move.
 *
 * @returns names of those that were ours
 */
async function endOurs(db: Kysely<Database>, rows: readonly Settlement[], by: Settling): Promise<Set<string>> {
  const { rows: ended } = await sql<EvaluationKey>`
    with given as (
      select * from json_to_recordset(${JSON.stringify(rows.map(toRow))}::json) as s(portal_id bigint, key text,
        outcome json, direct boolean, result json, way text, actor text, rule text, model text,
        channels json, digest text, clock json, clock_moved boolean)),
    ours as (
      select e.id, s.* from given s join evaluations e on e.portal_id = s.portal_id and e.key = s.key
      where e.lease_token is not distinct from ${by.worker}::uuid and (e.state = 'planned' or (e.state = 'accepted' and s.direct))
      order by e.portal_id, e.contact_id, e.key
      for update of e),
    ended as (
      update evaluations e set state = 'settled', outcome = coalesce(ours.outcome, e.outcome) from ours where e.id = ours.id
      returning e.portal_id, e.contact_id, e.key, ours.result, ours.way, ours.actor, ours.rule, ours.model,
        ours.channels, ours.digest, ours.clock, ours.clock_moved),
    closed as (
      update moves m set state = s.result ->> 'state', result = s.result
      from ended s
      where m.portal_id = s.portal_id and m.contact_id = s.contact_id and m.key = s.key and m.state = 'planned'
      returning m.id, m.portal_id, m.contact_id, m.key, m.state, m.move, s.way, s.actor, s.rule, s.model, s.channels,
        s.digest, s.clock),
    applied as (
      select c.*, c.move ->> 'from' as from_stage, c.move ->> 'to' as to_stage,
        h.stage as head_stage, coalesce(h.seq, 0) as head_seq,
        coalesce(h.stage <> c.move ->> 'from', false) as elsewhere,
        coalesce(${by.at ?? null}::bigint, (extract(epoch from clock_timestamp()) * 1000)::bigint) as at
      from closed c left join heads h on h.portal_id = c.portal_id and h.contact_id = c.contact_id
      where c.state = 'applied'),
    logged as (
      insert into transitions (portal_id, contact_id, seq, move_id, from_stage, to_stage,
        way, actor, rule, because, model, passed, at)
      select portal_id, contact_id, head_seq + 1, null::bigint, head_stage, from_stage,
        'sync', 'portal', 'seen', '["Changed in HubSpot by others"]'::json, null, '[]'::json, at
      from applied where elsewhere
      union all
      select portal_id, contact_id, head_seq + 1 + elsewhere::int, id, from_stage, to_stage,
        way, actor, rule, move -> 'because', model, move -> 'passed', at
      from applied
      order by 1, 2, 3),
    moved as (
      insert into heads (portal_id, contact_id, stage, seq)
      select portal_id, contact_id, to_stage, head_seq + 1 + elsewhere::int from applied order by 1, 2
      on conflict (portal_id, contact_id) do update set stage = excluded.stage, seq = excluded.seq),
    told as (
      select *, 'transition:' || (head_seq + 1 + elsewhere::int) as about from applied where channels is not null),
    announced as (
      insert into announcements (portal_id, contact_id, about, key, stage, channels, urgent, note, ask_key, at, digest, due_at)
      select portal_id, contact_id, about, ${ANNOUNCEMENT_KEY}, to_stage, channels, false,
        case when way = 'clock' then move -> 'because' ->> 0 end, key, at, digest, ${inMs(by.announceAfterMs)}
      from told order by 1, 2
      on conflict (portal_id, key) do nothing),
    clocked as (${startClocks(CLOCKED)})
    select portal_id as "portalId", key from ended`.execute(db);
  return new Set(ended.map(nameOf));
}

/** What nothing was planned for goes in as it is. @returns names of those that went in */
async function addDirect(db: Kysely<Database>, rows: readonly Settlement[], worker: string): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const given = rows.map((row) => ({
    ...keyOf(row),
    contact_id: row.ask.contactId,
    ask: row.ask,
    asked_at: row.ask.at,
    outcome: row.outcome,
    clock: clockOf(row),
  }));
  // Most asks begin no clock, and the others look at it first: it is seldom written.
  const clocked = rows.some(({ clock }) => clock) ? sql`, clocked as (${startClocks(CLOCKED_DIRECT)})` : sql``;
  const { rows: added } = await sql<EvaluationKey>`
    with given as (
      select * from json_to_recordset(${JSON.stringify(given)}::json) as s(
        portal_id bigint, key text, contact_id text, ask json, outcome json, asked_at bigint, clock json)),
    added as (
      insert into evaluations (portal_id, key, contact_id, state, ask, outcome, asked_at, lease_token)
      select portal_id, key, contact_id, 'settled', ask, outcome, asked_at, ${worker}::uuid from given
      on conflict (portal_id, key) do nothing
      returning portal_id, contact_id, key)
    ${clocked}
    select portal_id as "portalId", key from added`.execute(db);
  return new Set(added.map(nameOf));
}

/** Of those that could not be settled: the ones that already are, by us or (refusals) by anybody. */
async function alreadySettled(db: Kysely<Database>, rows: readonly Settlement[], worker: string): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const given = rows.map((row) => ({ ...keyOf(row), refused: isRefused(row) }));
  const { rows: there } = await sql<EvaluationKey>`
    select e.portal_id as "portalId", e.key
    from json_to_recordset(${JSON.stringify(given)}::json) as s(portal_id bigint, key text, refused boolean)
    join evaluations e on e.portal_id = s.portal_id and e.key = s.key
    where e.state = 'settled' and (s.refused or e.lease_token = ${worker}::uuid)`.execute(db);
  return new Set(there.map(nameOf));
}

/**
 * Settles a batch; each settlement is one transaction with everything that follows from it.
 *
 * @returns in the order asked: is it settled, and by us (or, a refusal, by anybody)?
 */
export async function settleEvaluations(
  db: Kysely<Database>,
  settlements: readonly Settlement[],
  by: Settling,
): Promise<boolean[]> {
  const first = new Map(settlements.map((settlement) => [nameOf(settlement.ask), settlement]));
  const rows = inLockOrder([...first.values()]);
  const without = (done: ReadonlySet<string>, from: readonly Settlement[]) =>
    from.filter(({ ask }) => !done.has(nameOf(ask)));
  // Most have no row yet, so that is tried first.
  const added = await addDirect(db, rows.filter(isDirect), by.worker);
  const left = without(added, rows);
  const ended = left.length === 0 ? new Set<string>() : await endOurs(db, left, by);
  const rest = without(ended, left);
  const settled = new Set([...ended, ...added, ...(await alreadySettled(db, rest, by.worker))]);
  return settlements.map(({ ask }) => settled.has(nameOf(ask)));
}
