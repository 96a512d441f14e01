import type { AppError } from '../app/errors.js';
import { nameOf, type EvaluationKey } from './evaluation-row.js';

/**
 * What this worker is at work on. When a connection breaks, a statement may have leased something to us without our
 * hearing of it; what is leased to us and not in here can then be told and given back.
 */
export interface HeldLeases {
  isHeld(which: EvaluationKey): boolean;
  add(which: EvaluationKey): void;
  drop(which: EvaluationKey): void;
  /** May something be leased to us that we never heard of? */
  isUnsure(): boolean;
  /** An operation ended without an answer. */
  doubt(error: AppError): void;
  /** Everything is accounted for. */
  trust(): void;
}

/** Makes an empty one. */
export function createHeldLeases(): HeldLeases {
  const held = new Set<string>();
  let unsure = false;
  return {
    isHeld: (which) => held.has(nameOf(which)),
    add: (which) => void held.add(nameOf(which)),
    drop: (which) => void held.delete(nameOf(which)),
    isUnsure: () => unsure,
    doubt: ({ code }) => {
      if (code === 'STORE_UNAVAILABLE') unsure = true;
    },
    trust: () => {
      unsure = false;
    },
  };
}
