/** Where every sandbox portal lives: days begin and end there, and times of day are its own. */
export const PORTAL_ZONE = 'Europe/Amsterdam';

/** A day and a time on somebody's clock. `month` counts from 1; numbers beyond their range carry over. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour?: number;
  readonly minute?: number;
  readonly second?: number;
  readonly millisecond?: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Is it a zone this machine knows, such as `Europe/Amsterdam` or `US/Eastern`? */
export function isZone(zone: string): boolean {
  try {
    return formatOf(zone) !== undefined;
  } catch {
    return false;
  }
}

/** What the clock on the wall shows. @param at epoch milliseconds */
export function localTime(at: number, zone: string): Required<LocalTime> {
  const shown = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => shown.get(type) ?? 0;
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
    millisecond: ((at % 1000) + 1000) % 1000,
  };
}

/** When the clock on the wall shows it; of an hour that comes twice the second. @returns epoch milliseconds */
export function momentOf(local: LocalTime, zone: string): number {
  const asUtc = utcOf(local);
  const near = asUtc - aheadMs(asUtc, zone);
  return asUtc - aheadMs(near, zone);
}

function aheadMs(at: number, zone: string): number {
  return utcOf(localTime(at, zone)) - at;
}

function utcOf({ year, month, day, hour = 0, minute = 0, second = 0, millisecond = 0 }: LocalTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const numeric = 'numeric' as const;
  const day = { year: numeric, month: numeric, day: numeric };
  const time = { hour: numeric, minute: numeric, second: numeric, hourCycle: 'h23' as const };
  const made = new Intl.DateTimeFormat('en-US', { timeZone, ...day, ...time });
  formats.set(timeZone, made);
  return made;
}
