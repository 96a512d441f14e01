import { dateOf } from './date.js';
import { DAY_MS } from './duration.js';

/** Days from 1970, both ends included. `to` before `from`: nobody is ever away. */
export interface DaysAway {
  readonly from: number;
  readonly to: number;
}

/**
 * Reads an absence as a model writes it: a day, or from and to.
 *
 * @returns `undefined` when it is not written like that, or a day does not exist
 * @example daysAway('2026-12-24..2027-01-02')
 */
export function daysAway(written: string): DaysAway | undefined {
  const ends = written.split('..').map((day) => dayOf(day.trim()));
  const [from = NaN, to = from] = ends;
  return ends.length > 2 || Number.isNaN(from) || Number.isNaN(to) ? undefined : { from, to };
}

/** Whole days only: a moment has no day without a zone. */
function dayOf(text: string): number {
  return text.length === 10 && text.includes('-') ? dateOf(text) / DAY_MS : NaN;
}
