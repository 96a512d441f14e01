import { hubspot } from '@hubspot/ui-extensions';
import type { Fetch } from './call-service';

/** What a card needs from outside: the only place of the cards that reads the clock and leaves things to chance. */
export interface Outside {
  readonly fetch: Fetch;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** A name no other press has. */
  readonly newId: () => string;
}

const chance = (): string => Math.random().toString(36).slice(2, 12).padEnd(10, '0');

export const OUTSIDE: Outside = {
  fetch: (url, options) => hubspot.fetch(url, options),
  now: Date.now,
  newId: () => `card-${Date.now().toString(36)}-${chance()}${chance()}`,
};
