/** One minute, hour and day in milliseconds. A day is 24 h, whatever the calendar does. */
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['m', MINUTE_MS],
  ['h', HOUR_MS],
  ['d', DAY_MS],
]);

/**
 * Reads a duration as a model writes it: a whole number and one of `m h d`.
 *
 * @returns milliseconds; `undefined` when it is not written like that
 * @example durationMs('24h') // 86_400_000
 */
export function durationMs(written: string): number | undefined {
  const [, count, unit] = /^(\d+)([mhd])$/.exec(written.trim()) ?? [];
  const unitMs = UNIT_MS.get(unit ?? '');
  return unitMs === undefined ? undefined : Number(count) * unitMs;
}

const UNITS: Readonly<Record<string, string>> = { m: 'minute', h: 'hour', d: 'day' };

/** @example durationWords('24h') // '24 hours' */
export function durationWords(written: string): string {
  const count = Number(written.slice(0, -1));
  const unit = UNITS[written.slice(-1)] ?? '';
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
