import { z } from 'zod';
import { localTime, momentOf, PORTAL_ZONE } from '../portal/zone.js';
import { delayMs } from './duration.js';

/** From Sunday on, as JavaScript counts. */
const WEEKDAYS = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'] as const;

/** On the portal's own clock. */
export const TimeOfDay = z.object({
  hour: z.number().int().min(0).max(23),
  minute: z.number().int().min(0).max(59).default(0),
});
export type TimeOfDay = z.output<typeof TimeOfDay>;

/** A length of time that may be negative: before, not after. */
export function signedMs(delta: string, unit: string): number | undefined {
  const text = delta.trim();
  const ms = delayMs(text.replace(/^-/, ''), unit);
  return ms === undefined ? undefined : text.startsWith('-') ? -ms : ms;
}

/** `due_time` of a task step. */
export const DueTime = z
  .object({
    delta: z.union([z.string(), z.number()]).transform(String),
    timeUnit: z.string(),
    timeOfDay: TimeOfDay.optional(),
    daysOfWeek: z.array(z.enum(WEEKDAYS)).default([]),
  })
  .transform(({ delta, timeUnit, timeOfDay, daysOfWeek }, context): DueTime => {
    const ms = signedMs(delta, timeUnit);
    if (ms === undefined) context.addIssue(`cannot read a due time of ${delta} ${timeUnit}`);
    return { ms: ms ?? 0, timeOfDay, weekdays: daysOfWeek.map((day) => WEEKDAYS.indexOf(day)) };
  });
export interface DueTime {
  readonly ms: number;
  readonly timeOfDay: TimeOfDay | undefined;
  /** 0 is Sunday; empty: any day. */
  readonly weekdays: readonly number[];
}

/** When it is due: so long from then, at that time of the day, on the first day of the week that is allowed. */
export function dueAt(from: number, { ms, timeOfDay, weekdays }: DueTime): number {
  const at = atTimeOfDay(from + ms, timeOfDay);
  const { year, month, day, ...time } = localTime(at, PORTAL_ZONE);
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  const later = Math.min(...weekdays.map((allowed) => (allowed - weekday + 7) % 7));
  return later > 0 && Number.isFinite(later) ? momentOf({ year, month, day: day + later, ...time }, PORTAL_ZONE) : at;
}

/** The same day at that time; unchanged without one. */
export function atTimeOfDay(at: number, timeOfDay: TimeOfDay | undefined): number {
  if (timeOfDay === undefined) return at;
  const { year, month, day } = localTime(at, PORTAL_ZONE);
  return momentOf({ year, month, day, ...timeOfDay }, PORTAL_ZONE);
}
