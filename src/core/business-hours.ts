import type { Calendar, Span } from './calendar.js';
import { durationMs } from './duration.js';

export { calendarOf, readCalendar, type Calendar } from './calendar.js';

/** Is the team at work? Without a calendar it always is. The moment it closes, it is closed. */
export function isOpen(calendar: Calendar | undefined, at: number): boolean {
  return nextOpen(calendar, at) === at;
}

/** The first moment from `at` on (that one included) when the team is at work. */
export function nextOpen(calendar: Calendar | undefined, at: number): number {
  if (!calendar) return at;
  for (const span of spansFrom(calendar, at)) return span.from;
  return at;
}

/**
 * When something is due: minutes and hours count only while the team is open, so that what comes in at night is due after
 * opening; days are calendar days of 24 h and roll forward to the next open moment. Without a calendar every moment is open.
 *
 * @param from epoch milliseconds
 * @param written a duration as a model writes it: `5m`, `24h`, `7d`
 * @returns epoch milliseconds; what is due as the team closes is due then
 * @throws {RangeError} `written` is no duration
 * @example dueAt(calendar, fridayAt1728, '5m') // Monday, three minutes after opening
 */
export function dueAt(calendar: Calendar | undefined, from: number, written: string): number {
  const length = durationMs(written);
  if (length === undefined) throw new RangeError(`no duration: ${written}`);
  if (!calendar) return from + length;
  if (written.trim().endsWith('d')) return nextOpen(calendar, from + length);
  return afterOpen(calendar, from, length);
}

function afterOpen(calendar: Calendar, from: number, openMs: number): number {
  let left = openMs;
  for (const span of spansFrom(calendar, from)) {
    if (left <= span.to - span.from) return span.from + left;
    left -= span.to - span.from;
  }
  return from + openMs;
}

/**
 * How long the team was open between two moments: time that is on people, as against nights and holidays.
 *
 * @returns milliseconds; 0 when `to` is not after `from`
 */
export function openMsBetween(calendar: Calendar | undefined, from: number, to: number): number {
  if (!calendar) return Math.max(0, to - from);
  let sum = 0;
  for (const span of spansFrom(calendar, from)) {
    if (span.from >= to) return sum;
    sum += Math.min(span.to, to) - span.from;
  }
  return sum;
}

/**
 * When the team is open from a moment on, without end. What another span covered already (the hour that comes twice at
 * midnight, say) is not open a second time.
 */
function* spansFrom(calendar: Calendar, at: number): Generator<Span, void> {
  let from = at;
  for (let day = calendar.dayAt(at) - 1; ; day += 1) {
    for (const span of calendar.openOn(day)) {
      if (span.to <= from) continue;
      yield { from: Math.max(span.from, from), to: span.to };
      from = span.to;
    }
  }
}
