import { sql, type Kysely } from 'kysely';
import type { EvaluationState, Move, MoveResult, Settlement } from '../app/ports.js';
import { inLockOrder, nameOf, type EvaluationKey } from './evaluation-row.js';
import { logMoves, type AppliedMove } from './log-moves.js';
import type { Database } from './schema.js';

export interface Settling {
  /** This worker's lease token. */
  readonly worker: string;
  /** Epoch milliseconds; absent: the store's own clock. */
  readonly at: number | undefined;
}

interface ClosedMove extends EvaluationKey {
  readonly id: number;
  readonly state: MoveResult['state'];
  readonly move: Move;
}

function isRefused({ outcome }: Settlement): boolean {
  return outcome.decision.kind === 'refused';
}

function keyOf({ ask }: Settlement) {
  return { portal_id: ask.portalId, key: ask.key };
}

/** A move that ends without a result was not carried out: it must not stay open. */
const NOT_CARRIED_OUT: MoveResult = { state: 'refused', stage: '', because: 'Not carried out' };

/** Ends what is ours. @returns names of those that were */
async function endOurs(db: Kysely<Database>, rows: readonly Settlement[], worker: string): Promise<Set<string>> {
  const given = rows.map((row) => ({ ...keyOf(row), outcome: row.outcome, refused: isRefused(row) }));
  const { rows: ended } = await sql<EvaluationKey>`
    with ours as (
      select e.id, s.outcome
      from json_to_recordset(${JSON.stringify(given)}::json) as s(portal_id bigint, key text, outcome json, refused boolean)
      join evaluations e on e.portal_id = s.portal_id and e.key = s.key
      where e.lease_token = ${worker}::uuid and (e.state = 'planned' or (e.state = 'accepted' and s.refused))
      order by e.portal_id, e.contact_id, e.key
      for update of e)
    update evaluations e set state = 'settled', outcome = ours.outcome
    from ours where e.id = ours.id
    returning e.portal_id as "portalId", e.key`.execute(db);
  return new Set(ended.map(nameOf));
}

/** Refusals that nothing was planned for go in as they are. @returns names of those that went in */
async function addRefusals(db: Kysely<Database>, rows: readonly Settlement[], worker: string): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const given = rows.map((row) => ({
    ...keyOf(row),
    contact_id: row.ask.contactId,
    ask: row.ask,
    asked_at: row.ask.at,
    outcome: row.outcome,
  }));
  const { rows: added } = await sql<EvaluationKey>`
    insert into evaluations (portal_id, key, contact_id, state, ask, outcome, asked_at, lease_token)
    select portal_id, key, contact_id, 'settled', ask, outcome, asked_at, ${worker}::uuid
    from json_to_recordset(${JSON.stringify(given)}::json) as s(
      portal_id bigint, key text, contact_id text, ask json, outcome json, asked_at bigint)
    on conflict (portal_id, key) do nothing
    returning portal_id as "portalId", key`.execute(db);
  return new Set(added.map(nameOf));
}

/** Of those that could not be settled: the ones that already are, by us or (refusals) by anybody. */
async function alreadySettled(db: Kysely<Database>, rows: readonly Settlement[], worker: string): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const given = rows.map((row) => ({ ...keyOf(row), refused: isRefused(row) }));
  const { rows: there } = await sql<EvaluationKey & { readonly state: EvaluationState }>`
    select e.portal_id as "portalId", e.key
    from json_to_recordset(${JSON.stringify(given)}::json) as s(portal_id bigint, key text, refused boolean)
    join evaluations e on e.portal_id = s.portal_id and e.key = s.key
    where e.state = 'settled' and (s.refused or e.lease_token = ${worker}::uuid)`.execute(db);
  return new Set(there.map(nameOf));
}

/** Writes down how the moves ended. @returns those that were open */
async function closeMoves(db: Kysely<Database>, rows: readonly Settlement[]): Promise<ClosedMove[]> {
  if (rows.length === 0) return [];
  const given = rows.map((row) => ({ ...keyOf(row), result: row.outcome.move ?? NOT_CARRIED_OUT }));
  const { rows: closed } = await sql<ClosedMove>`
    update moves m set state = s.result ->> 'state', result = s.result
    from json_to_recordset(${JSON.stringify(given)}::json) as s(portal_id bigint, key text, result json)
    where m.portal_id = s.portal_id and m.key = s.key and m.state = 'planned'
    returning m.portal_id as "portalId", m.key, m.id, m.state, m.move`.execute(db);
  return closed;
}

function appliedMoves(settlements: readonly Settlement[], closed: readonly ClosedMove[]): AppliedMove[] {
  const byName = new Map(closed.map((move) => [nameOf(move), move]));
  return settlements.flatMap(({ ask, outcome }) => {
    const found = byName.get(nameOf(ask));
    return found?.state === 'applied' ? [{ id: found.id, move: found.move, ask, outcome }] : [];
  });
}

async function settleAll(db: Kysely<Database>, rows: readonly Settlement[], by: Settling): Promise<Set<string>> {
  const ended = await endOurs(db, rows, by.worker);
  const left = rows.filter(({ ask }) => !ended.has(nameOf(ask)));
  const added = await addRefusals(db, left.filter(isRefused), by.worker);
  const rest = left.filter(({ ask }) => !added.has(nameOf(ask)));
  const already = await alreadySettled(db, rest, by.worker);
  const mayHaveMoved = rows.filter((row) => ended.has(nameOf(row.ask)) && (row.move !== undefined || isRefused(row)));
  const applied = appliedMoves(rows, await closeMoves(db, mayHaveMoved));
  if (applied.length > 0) await logMoves(db, applied, by.at);
  return new Set([...ended, ...added, ...already]);
}

/**
 * Settles a batch in one transaction.
 *
 * @returns in the order asked: is it settled, and by us?
 */
export async function settleEvaluations(
  db: Kysely<Database>,
  settlements: readonly Settlement[],
  by: Settling,
): Promise<boolean[]> {
  const first = new Map(settlements.map((settlement) => [nameOf(settlement.ask), settlement]));
  const rows = inLockOrder([...first.values()]);
  const settled = await db.transaction().execute((trx) => settleAll(trx, rows, by));
  return settlements.map(({ ask }) => settled.has(nameOf(ask)));
}
