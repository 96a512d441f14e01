import { AppError, isAppError } from './errors.js';
import type { Evaluation, Outcome } from './outcome.js';

const UNDER_WAY = 'under-way';

/**
 * The outcome of an ask the store knows.
 *
 * @throws {AppError} HUBSPOT_BUSY while somebody is still at it; `isUnderWay` knows it
 */
export function outcomeOf({ state, outcome }: Evaluation): Outcome {
  if (state === 'settled' && outcome) return outcome;
  throw new AppError('HUBSPOT_BUSY', 'The same ask is already under way', {
    retryAfterMs: 1000,
    facts: { code: UNDER_WAY },
  });
}

/** Did it fail only because somebody else is at it? Then the ask is theirs, and not ours to give back. */
export function isUnderWay(error: unknown): boolean {
  return isAppError(error, 'HUBSPOT_BUSY') && error.facts['code'] === UNDER_WAY;
}
