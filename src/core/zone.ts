import { DAY_MS } from './duration.js';

/** A time zone: from a moment to what the clock on the wall says, and back. */
export interface Zone {
  /** What the wall says, as milliseconds as if it were UTC. */
  localAt(at: number): number;
  /**
   * When the wall says `local`: first and last, which differ only in the hour that comes twice. A time the clocks jump over
   * is read with the offset from before the jump, so that 02:30 of that night is 03:30.
   */
  momentsOf(local: number): { readonly first: number; readonly last: number };
}

/** @returns `undefined` when there is no such zone */
export function zoneOf(timeZone: string): Zone | undefined {
  const format = formatOf(timeZone);
  if (!format) return undefined;

  function localAt(at: number): number {
    const part: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
    for (const { type, value } of format?.formatToParts(at) ?? []) part[type] = Number(value);
    const { year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN, second = NaN } = part;
    const ofSecond = ((at % 1000) + 1000) % 1000;
    return Date.UTC(year, month - 1, day, hour, minute, second) + ofSecond;
  }

  return {
    localAt,
    momentsOf(local) {
      const offsets = [local - DAY_MS, local + DAY_MS].map((near) => localAt(near) - near);
      const moments = offsets.map((offset) => local - offset);
      const real = moments.filter((moment) => localAt(moment) === local);
      const first = moments[0] ?? local;
      return real.length === 0 ? { first, last: first } : { first: Math.min(...real), last: Math.max(...real) };
    },
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
}
