const FIRST_MS = 250;
const LONGEST_MS = 4_000;

/**
 * How long to wait before asking again: full jitter under a doubling ceiling.
 *
 * @param attempt 1 after the first failure
 * @param random  0 ≤ r < 1
 * @returns milliseconds, 0..4000, whole
 * @example repeatDelayMs(3, () => 0.5) // 500
 */
export function repeatDelayMs(attempt: number, random: () => number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1));
  return Math.floor(random() * ceiling);
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
/** The day ends at midnight in the account's time zone, which we do not know: one call this often finds out. */
const DAILY_MS = 15 * MINUTE_MS;
/** Where HubSpot names no window. @source X-HubSpot-RateLimit-Interval-Milliseconds: 10000 */
const WINDOW_MS = 10 * SECOND_MS;

/** Header values of an answer; `null` where absent. */
export type Header = (name: string) => string | null;

/**
 * `Retry-After` in seconds, as HubSpot sends it.
 *
 * @param capMs a longer wait is cut to this
 * @returns milliseconds above zero; `undefined` for anything but a plain number of seconds above zero
 */
export function retryAfterMs(header: string | null, capMs: number): number | undefined {
  if (header === null || !/^\d{1,9}$/.test(header)) return undefined;
  const ms = Number(header) * SECOND_MS;
  return ms > 0 ? Math.min(ms, capMs) : undefined;
}

/**
 * How long a portal that answered 429 should be left alone.
 *
 * The rolling window frees calls all the time, so the wait is a fifth of it, not all of it.
 *
 * @param policy HubSpot's `policyName`; `undefined` when it named none
 * @returns milliseconds above zero
 * @source HubSpot usage guidelines: TEN_SECONDLY_ROLLING, SECONDLY and DAILY; `Retry-After` is not promised
 */
export function limitedForMs(policy: string | undefined, header: Header): number {
  if (policy === 'DAILY') return DAILY_MS;
  const told = retryAfterMs(header('Retry-After'), MINUTE_MS);
  if (told !== undefined) return told;
  if (policy === 'SECONDLY') return SECOND_MS;
  const window = Number(header('X-HubSpot-RateLimit-Interval-Milliseconds'));
  return (window >= SECOND_MS && window <= MINUTE_MS ? window : WINDOW_MS) / 5;
}

/** A locked object. @source HubSpot error handling: 423, "wait 2 seconds" */
export const LOCKED_MS = 2 * SECOND_MS;

/**
 * An account being moved between data centres (477).
 *
 * @source HubSpot error handling: `Retry-After` holds seconds, up to 24 hours
 * @returns milliseconds, at most an hour so that a wrong header does not silence a portal for a day
 */
export function migratingForMs(header: Header): number {
  return retryAfterMs(header('Retry-After'), 60 * MINUTE_MS) ?? MINUTE_MS;
}
