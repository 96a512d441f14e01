import { relativeTime } from '../../core/relative-time.js';

const PARTS = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
} as const;

/**
 * What the clock on the wall of a portal shows.
 *
 * @param at       epoch milliseconds
 * @param timeZone IANA name; one this machine does not know reads as UTC
 * @example wallClock(0, 'Europe/Amsterdam') // 'Thu 1 Jan 01:00 CET'
 */
export function wallClock(at: number, timeZone: string): string {
  const parts = formatOf(timeZone).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? '';
  const day = `${part('weekday')} ${part('day')} ${part('month')}`;
  return `${day} ${part('hour')}:${part('minute')} ${part('timeZoneName')}`;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-GB', { ...PARTS, timeZone });
  } catch {
    return new Intl.DateTimeFormat('en-GB', { ...PARTS, timeZone: 'UTC' });
  }
}

/** @example 'Respond by Sun 22 Nov 10:35 CET', and how far off that is: 'in 5 minutes' */
export function dueInWords(
  respondBy: number,
  now: number,
  timeZone: string,
): { readonly moment: string; readonly away: string } {
  const verb = respondBy < now ? 'Was due' : 'Respond by';
  return { moment: `${verb} ${wallClock(respondBy, timeZone)}`, away: relativeTime(respondBy, now) };
}
