import { sql, type Kysely } from 'kysely';
import type { Ask, Move, Outcome } from '../app/ports.js';
import type { Database } from './schema.js';

export interface AppliedMove {
  readonly id: number;
  readonly move: Move;
  readonly ask: Ask;
  readonly outcome: Outcome;
}

function ruleOf({ decision }: Outcome): string {
  return decision.kind === 'refused' ? decision.code : decision.rule;
}

function toRow({ id, move, ask, outcome }: AppliedMove) {
  return {
    portal_id: ask.portalId,
    contact_id: ask.contactId,
    move_id: id,
    from_stage: move.from,
    to_stage: move.to,
    way: ask.way,
    actor: ask.actor,
    rule: ruleOf(outcome),
    because: move.because,
    model: outcome.model ?? null,
    passed: move.passed,
  };
}

/**
 * Adds applied moves to the log and moves the heads. A chain that ended elsewhere than where the move begins was changed
 * outside: that gets its own transition first (`sync`), so that each `from` is the `to` before it.
 *
 * @param moves of different contacts, each with its move closed in this same transaction: nobody else can log for them
 * @param at    epoch milliseconds; absent: the store's own clock
 */
export async function logMoves(
  db: Kysely<Database>,
  moves: readonly AppliedMove[],
  at: number | undefined,
): Promise<void> {
  await sql`
    with applied as (
      select a.*, h.stage as head_stage, coalesce(h.seq, 0) as head_seq,
        coalesce(h.stage <> a.from_stage, false) as elsewhere,
        coalesce(${at ?? null}::bigint, (extract(epoch from clock_timestamp()) * 1000)::bigint) as at
      from json_to_recordset(${JSON.stringify(moves.map(toRow))}::json) as a(
        portal_id bigint, contact_id text, move_id bigint, from_stage text, to_stage text,
        way text, actor text, rule text, because json, model text, passed json)
      left join heads h on h.portal_id = a.portal_id and h.contact_id = a.contact_id),
    logged as (
      insert into transitions (portal_id, contact_id, seq, move_id, from_stage, to_stage,
        way, actor, rule, because, model, passed, at)
      select portal_id, contact_id, head_seq + 1, null::bigint, head_stage, from_stage,
        'sync', 'portal', 'seen', '["Changed in HubSpot by others"]'::json, null, '[]'::json, at
      from applied where elsewhere
      union all
      select portal_id, contact_id, head_seq + 1 + elsewhere::int, move_id, from_stage, to_stage,
        way, actor, rule, because, model, passed, at
      from applied
      order by 1, 2, 3)
    insert into heads (portal_id, contact_id, stage, seq)
    select portal_id, contact_id, to_stage, head_seq + 1 + elsewhere::int from applied order by 1, 2
    on conflict (portal_id, contact_id) do update set stage = excluded.stage, seq = excluded.seq`.execute(db);
}
