import { dateOf } from './date.js';
import { DAY_MS, MINUTE_MS } from './duration.js';
import type { TeamModel } from './model.js';
import { zoneOf, type Zone } from './zone.js';

/** From a moment to another, the second one excluded. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** When a team is at work. It opens again, whatever the moment. */
export interface Calendar {
  /** The team's day a moment lies in, as days from 1970 on its own calendar. */
  dayAt(at: number): number;
  /** When the team is open on such a day, in order. */
  openOn(day: number): readonly Span[];
}

/** What keeps hours from being read, and where in the team it stands. */
export interface CalendarProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

const WEEKDAYS: readonly string[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
/** 1 January 1970 was a Thursday. */
const FIRST_WEEKDAY = 4;
const DAY_MINUTES = 1440;
/** Minutes of the day. */
type Range = readonly [number, number];
type Week = readonly (readonly Range[])[];
const ALWAYS: Week = WEEKDAYS.map(() => [[0, DAY_MINUTES]]);

/** Days are worked out once; so many are kept. */
const KEEP_DAYS = 1000;

/**
 * Reads a team's hours and holidays.
 *
 * @returns no calendar when the team is always open; problems instead when it cannot be read
 * @example readCalendar({ timeZone: 'Europe/Amsterdam', hours: { 'mon-fri': '09:00-17:30' }, holidays: ['2026-12-25'] })
 */
export function readCalendar({
  timeZone,
  hours,
  holidays,
}: TeamModel): { readonly calendar?: Calendar } | { readonly problems: readonly CalendarProblem[] } {
  const problems: CalendarProblem[] = [];
  const zone = timeZone === undefined ? undefined : zoneOf(timeZone);
  const timed = hours !== undefined || holidays.length > 0;
  if (timeZone !== undefined && !zone)
    problems.push({ path: ['timeZone'], message: 'no such time zone; expected one such as Europe/Amsterdam' });
  if (timeZone === undefined && timed)
    problems.push({ path: ['timeZone'], message: 'missing, hours and holidays are those of a time zone' });
  const week = hours === undefined ? ALWAYS : readWeek(hours, problems);
  const closed = readHolidays(holidays, problems);
  if (problems.length > 0) return { problems };
  return zone && timed ? { calendar: calendarFrom(zone, week, closed) } : {};
}

function readHolidays(written: readonly string[], problems: CalendarProblem[]): ReadonlySet<number> {
  const days = written.map((text) => (text.length === 10 ? dateOf(text) / DAY_MS : NaN));
  days.forEach((day, index) => {
    if (Number.isNaN(day))
      problems.push({ path: ['holidays', index], message: 'expected a day that exists, such as 2026-12-25' });
  });
  return new Set(days);
}

function readWeek(hours: NonNullable<TeamModel['hours']>, problems: CalendarProblem[]): Week {
  const week: Range[][] = WEEKDAYS.map(() => []);
  for (const [key, value] of Object.entries(hours)) {
    const ranges = rangesOf(value);
    const problem = ranges ? undefined : 'expected hours such as 09:00-17:30, in order, or a list of them';
    if (problem) problems.push({ path: ['hours', key], message: problem });
    const days = daysNamed(key);
    if (!days) problems.push({ path: ['hours', key], message: 'expected a day or days, such as sat or mon-fri' });
    for (const day of days ?? []) {
      const there = week[day];
      if (there && there.length > 0)
        problems.push({ path: ['hours', key], message: `${WEEKDAYS[day] ?? ''} already has hours` });
      there?.push(...(ranges ?? []));
    }
  }
  if (problems.length === 0 && week.every((ranges) => ranges.length === 0))
    problems.push({ path: ['hours'], message: 'never open: nothing would ever be due; leave hours out for always' });
  return week;
}

/** `mon-fri`, `sat`, or past the end of the week, `sat-mon`. */
function daysNamed(written: string): readonly number[] | undefined {
  const ends = written.split('-').map((name) => WEEKDAYS.indexOf(name.trim().toLowerCase()));
  const [first = -1, last = first] = ends;
  if (ends.length > 2 || first < 0 || last < 0) return undefined;
  const count = ((last - first + 7) % 7) + 1;
  return Array.from({ length: count }, (_, index) => (first + index) % 7);
}

function rangesOf(written: string | readonly string[]): readonly Range[] | undefined {
  const ranges: Range[] = [];
  for (const text of typeof written === 'string' ? [written] : written) {
    const [, from = '', to = ''] = /^\s*(\d\d:\d\d)\s*-\s*(\d\d:\d\d)\s*$/.exec(text) ?? [];
    const range: Range = [minuteOf(from), minuteOf(to)];
    const before = ranges.at(-1)?.[1] ?? 0;
    if (!(range[0] >= before && range[1] > range[0])) return undefined;
    ranges.push(range);
  }
  return ranges;
}

/** @returns NaN when it is no time of day; 24:00 ends one */
function minuteOf(written: string): number {
  const hours = Number(written.slice(0, 2));
  const minutes = Number(written.slice(3));
  const total = hours * 60 + minutes;
  return written !== '' && minutes < 60 && total <= DAY_MINUTES ? total : NaN;
}

function calendarFrom(zone: Zone, week: Week, closed: ReadonlySet<number>): Calendar {
  const known = new Map<number, readonly Span[]>();

  function spansOf(day: number): readonly Span[] {
    if (closed.has(day)) return [];
    const ranges = week[(((day + FIRST_WEEKDAY) % 7) + 7) % 7] ?? [];
    const moment = (minute: number) => zone.momentsOf(day * DAY_MS + minute * MINUTE_MS);
    return ranges.map(([from, to]) => ({ from: moment(from).first, to: moment(to).last }));
  }

  return {
    dayAt: (at) => Math.floor(zone.localAt(at) / DAY_MS),
    openOn(day) {
      const there = known.get(day);
      if (there) return there;
      if (known.size >= KEEP_DAYS) known.clear();
      const spans = spansOf(day);
      known.set(day, spans);
      return spans;
    },
  };
}

const calendars = new WeakMap<TeamModel, { readonly calendar?: Calendar }>();

/** The calendar of a team of a model that was checked when it was loaded; none: always open. Read once per team. */
export function calendarOf(team: TeamModel | undefined): Calendar | undefined {
  if (!team) return undefined;
  const known = calendars.get(team);
  if (known) return known.calendar;
  const read = readCalendar(team);
  const kept = 'calendar' in read ? read : {};
  calendars.set(team, kept);
  return kept.calendar;
}
