/** Nobody is believed who wants us to wait longer. */
const LONGEST_MS = 60 * 60_000;

/**
 * `Retry-After`, in seconds or as a date.
 *
 * @param now epoch milliseconds
 * @returns milliseconds above zero, at most an hour; `undefined` where there is none to be read
 * @source RFC 9110, section 10.2.3
 */
export function readRetryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return ms > 0 ? Math.min(ms, LONGEST_MS) : undefined; // NaN is not above zero
}
