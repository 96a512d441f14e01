import { DAY_MS, HOUR_MS, MINUTE_MS } from './duration.js';

const WORDS = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

/** Each unit, and how many of it are still said in it. */
const UNITS = [
  { unit: 'minute', ms: MINUTE_MS, below: 60 },
  { unit: 'hour', ms: HOUR_MS, below: 24 },
  { unit: 'day', ms: DAY_MS, below: 60 },
  { unit: 'month', ms: 30 * DAY_MS, below: 24 },
  { unit: 'year', ms: 365 * DAY_MS, below: Infinity },
] as const;

/**
 * How far a moment is from now, in words, rounded to the nearest unit.
 *
 * @param at  epoch milliseconds
 * @param now epoch milliseconds
 * @example relativeTime(now + 300_000, now) // 'in 5 minutes'
 */
export function relativeTime(at: number, now: number): string {
  const away = Math.abs(at - now);
  const { unit, ms } = UNITS.find((one) => Math.round(away / one.ms) < one.below) ?? UNITS[4];
  const count = Math.round(away / ms);
  if (count === 0) return at > now ? 'now' : 'just now';
  return WORDS.format(at > now ? count : -count, unit);
}
