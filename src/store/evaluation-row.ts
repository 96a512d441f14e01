import { sql, type RawBuilder } from 'kysely';
import type { Ask } from '../app/ask.js';
import type { Evaluation, EvaluationState, Move, MoveResult, Outcome } from '../app/outcome.js';

/** What every statement that answers with evaluations selects: `EVALUATION` of `e`, with its move `m`. */
export interface EvaluationRow {
  readonly state: EvaluationState;
  readonly ask: Ask;
  readonly outcome: Outcome | null;
  readonly writes: Readonly<Record<string, string>> | null;
  readonly move: Move | null;
  /** How the move ended; kept with the move, not a second time in the outcome. */
  readonly result: MoveResult | null;
  readonly attempts: number;
}

export const EVALUATION: RawBuilder<EvaluationRow> = sql`e.state, e.ask, e.outcome, e.writes, m.move, m.result, e.attempts`;

/** What names one evaluation. */
export interface EvaluationKey {
  readonly portalId: number;
  readonly key: string;
}

/** One text per evaluation, for maps and sets. */
export function nameOf({ portalId, key }: EvaluationKey): string {
  return `${portalId} ${key}`;
}

/** The outcome with how its move ended, which is kept with the move. */
export function withResult(outcome: Outcome, result: MoveResult | null): Outcome {
  return result === null || outcome.decision.kind === 'refused' ? outcome : { ...outcome, move: result };
}

/** A row as the rest of the program knows it. */
export function toEvaluation(row: EvaluationRow): Evaluation {
  return {
    ask: row.ask,
    state: row.state,
    ...(row.outcome && { outcome: withResult(row.outcome, row.result) }),
    ...(row.writes && { writes: row.writes }),
    ...(row.move && { move: row.move }),
    attempts: row.attempts,
  };
}

/**
 * Rows in a fixed order, so that two batches that meet wait for each other instead of locking crosswise.
 *
 * @param rows left as they are
 */
export function inLockOrder<T extends { readonly ask: Ask }>(rows: readonly T[]): T[] {
  const place = ({ ask }: T) => `${ask.portalId} ${ask.contactId} ${ask.key}`;
  return rows
    .map((row) => ({ row, at: place(row) }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map(({ row }) => row);
}
