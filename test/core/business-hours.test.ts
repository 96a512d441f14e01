import fc from 'fast-check';
import { dueAt, isOpen, nextOpen, openMsBetween, readCalendar, type Calendar } from '../../src/core/business-hours.js';
import type { TeamModel } from '../../src/core/model.js';

const at = (iso: string): number => Date.parse(iso);
const iso = (moment: number): string => new Date(moment).toISOString().replace('.000Z', 'Z');

function calendarFrom(team: Partial<TeamModel>): Calendar {
  const read = readCalendar({ timeZone: 'Europe/Amsterdam', holidays: [], ...team });
  if (!('calendar' in read) || !read.calendar) throw new Error('no calendar');
  return read.calendar;
}

const OFFICE = calendarFrom({
  hours: { 'mon-fri': '09:00-17:30', sat: '10:00-14:00' },
  holidays: ['2026-12-25', '2026-12-26'],
});
const SPLIT = calendarFrom({ hours: { 'mon-fri': ['09:00-12:30', '13:15-17:30'] } });
const NIGHT = calendarFrom({
  timeZone: 'UTC',
  hours: { mon: '22:00-24:00', 'tue-thu': ['00:00-06:00', '22:00-24:00'], fri: '00:00-06:00' },
});
const WEEKEND = calendarFrom({ timeZone: 'UTC', hours: { 'sat-mon': '08:00-12:00' } });
const HOLIDAYS_ONLY = calendarFrom({ timeZone: 'UTC', holidays: ['2026-12-25'] });
/** Open in the night in which the clocks change. */
const SMALL_HOURS = calendarFrom({ hours: { 'mon-sun': '01:00-04:00' } });
/** Havana puts its clocks back at 01:00, so that its midnight comes twice. */
const HAVANA = calendarFrom({ timeZone: 'America/Havana', hours: { 'mon-sun': '00:00-24:00' } });
const CALENDARS: Readonly<Record<string, Calendar>> = {
  OFFICE,
  SPLIT,
  NIGHT,
  WEEKEND,
  HOLIDAYS_ONLY,
  SMALL_HOURS,
  HAVANA,
};
const named = (name: string): Calendar | undefined => CALENDARS[name];

describe('isOpen and nextOpen', () => {
  // 23 November 2026 is a Monday; Amsterdam is an hour ahead of UTC in winter, two in summer.
  it.each([
    ['OFFICE', 'the last second of the night', '2026-11-23T07:59:59Z', '2026-11-23T08:00:00Z'],
    ['OFFICE', 'opening', '2026-11-23T08:00:00Z', 'open'],
    ['OFFICE', 'the last second of the day', '2026-11-23T16:29:59Z', 'open'],
    ['OFFICE', 'closing', '2026-11-23T16:30:00Z', '2026-11-24T08:00:00Z'],
    ['OFFICE', 'midnight', '2026-11-23T23:00:00Z', '2026-11-24T08:00:00Z'],
    ['OFFICE', 'Friday evening', '2026-11-27T17:00:00Z', '2026-11-28T09:00:00Z'],
    ['OFFICE', 'Saturday afternoon', '2026-11-28T13:00:00Z', '2026-11-30T08:00:00Z'],
    ['OFFICE', 'Sunday', '2026-11-29T12:00:00Z', '2026-11-30T08:00:00Z'],
    ['OFFICE', 'Christmas Eve, over two holidays and a Sunday', '2026-12-24T16:30:00Z', '2026-12-28T08:00:00Z'],
    ['OFFICE', 'summer, an hour earlier in UTC', '2026-07-06T06:59:59Z', '2026-07-06T07:00:00Z'],
    ['OFFICE', 'the Monday after clocks go forward', '2026-03-28T13:00:00Z', '2026-03-30T07:00:00Z'],
    ['OFFICE', 'the Monday after clocks go back', '2026-10-24T12:00:00Z', '2026-10-26T08:00:00Z'],
    ['SPLIT', 'lunch', '2026-11-23T11:30:00Z', '2026-11-23T12:15:00Z'],
    ['NIGHT', 'midnight of a night shift', '2026-11-24T00:00:00Z', 'open'],
    ['NIGHT', 'the end of a night shift', '2026-11-24T06:00:00Z', '2026-11-24T22:00:00Z'],
    ['NIGHT', 'the end of the week of a night shift', '2026-11-27T06:00:00Z', '2026-11-30T22:00:00Z'],
    ['WEEKEND', 'Monday, as the range goes round the week', '2026-11-30T08:00:00Z', 'open'],
    ['WEEKEND', 'Tuesday', '2026-12-01T08:00:00Z', '2026-12-05T08:00:00Z'],
    ['HOLIDAYS_ONLY', 'Christmas', '2026-12-25T00:00:00Z', '2026-12-26T00:00:00Z'],
    ['HOLIDAYS_ONLY', 'the moment before Christmas', '2026-12-24T23:59:59Z', 'open'],
    ['HAVANA', 'the second time of midnight', '2026-11-01T05:00:00Z', 'open'],
  ])('%s at %s', (name, _when, moment, expected) => {
    const calendar = named(name);

    expect(isOpen(calendar, at(moment))).toBe(expected === 'open');
    expect(iso(nextOpen(calendar, at(moment)))).toBe(expected === 'open' ? moment : expected);
  });

  it('calls a team without calendar open at every moment', () => {
    expect(isOpen(undefined, 1)).toBe(true);
    expect(nextOpen(undefined, 1)).toBe(1);
  });

  it('opens again after years of holidays', () => {
    const days = Array.from({ length: 730 }, (_, day) =>
      iso(at('2026-01-01T00:00:00Z') + day * 86_400_000).slice(0, 10),
    );
    const closed = calendarFrom({ timeZone: 'UTC', hours: { mon: '09:00-10:00' }, holidays: days });

    expect(iso(nextOpen(closed, at('2026-01-01T00:00:00Z')))).toBe('2028-01-03T09:00:00Z');
  });
});

describe('dueAt', () => {
  it.each([
    ['OFFICE', '2026-11-23T09:00:00Z', '5m', '2026-11-23T09:05:00Z', 'counts minutes while open'],
    ['OFFICE', '2026-11-23T16:25:00Z', '5m', '2026-11-23T16:30:00Z', 'is due as the team closes'],
    ['OFFICE', '2026-11-23T16:28:00Z', '5m', '2026-11-24T08:03:00Z', 'goes on in the morning'],
    ['OFFICE', '2026-11-23T22:00:00Z', '5m', '2026-11-24T08:05:00Z', 'begins in the morning'],
    ['OFFICE', '2026-11-27T16:28:00Z', '5m', '2026-11-28T09:03:00Z', 'goes on on Saturday'],
    ['OFFICE', '2026-11-28T12:00:00Z', '4h', '2026-11-30T11:00:00Z', 'counts hours over a Sunday'],
    ['OFFICE', '2026-12-24T16:00:00Z', '4h', '2026-12-28T11:30:00Z', 'counts hours over holidays'],
    ['OFFICE', '2026-11-23T08:00:00Z', '24h', '2026-11-25T15:00:00Z', 'counts 24 open hours, not a day'],
    ['OFFICE', '2026-11-23T09:00:00Z', '1d', '2026-11-24T09:00:00Z', 'counts a day by the calendar'],
    ['OFFICE', '2026-11-23T20:00:00Z', '1d', '2026-11-25T08:00:00Z', 'rolls a day that ends at night to the morning'],
    ['OFFICE', '2026-11-28T10:00:00Z', '1d', '2026-11-30T08:00:00Z', 'rolls a day that ends on Sunday to Monday'],
    ['OFFICE', '2026-12-24T12:00:00Z', '1d', '2026-12-28T08:00:00Z', 'rolls a day that ends on a holiday'],
    ['OFFICE', '2026-11-23T22:00:00Z', '0m', '2026-11-24T08:00:00Z', 'is due at opening when it takes no time'],
    ['SPLIT', '2026-11-23T11:28:00Z', '5m', '2026-11-23T12:18:00Z', 'leaves lunch out'],
    ['NIGHT', '2026-11-23T23:58:00Z', '5m', '2026-11-24T00:03:00Z', 'runs through midnight'],
    ['SMALL_HOURS', '2026-03-29T00:30:00Z', '1h', '2026-03-29T01:30:00Z', 'runs through the hour that is left out'],
    ['SMALL_HOURS', '2026-03-29T00:00:00Z', '2h', '2026-03-29T02:00:00Z', 'has two hours that night, not three'],
    ['SMALL_HOURS', '2026-03-29T00:00:00Z', '3h', '2026-03-30T00:00:00Z', 'finishes the night after'],
    ['SMALL_HOURS', '2026-10-25T00:30:00Z', '2h', '2026-10-25T02:30:00Z', 'counts the hour that comes twice twice'],
    ['HAVANA', '2026-11-01T04:00:00Z', '2h', '2026-11-01T06:00:00Z', 'counts a midnight that comes twice once each'],
  ])('%s: %s and %s is %s: %s', (name, from, written, expected) => {
    expect(iso(dueAt(named(name), at(from), written))).toBe(expected);
  });

  it('adds plain time without a calendar', () => {
    expect(iso(dueAt(undefined, at('2026-11-28T23:58:00Z'), '5m'))).toBe('2026-11-29T00:03:00Z');
  });

  it('refuses what is no duration', () => {
    expect(() => dueAt(undefined, 0, 'soon')).toThrow(new RangeError('no duration: soon'));
  });
});

describe('openMsBetween', () => {
  const MINUTE = 60_000;

  it.each([
    ['OFFICE', '2026-11-23T09:00:00Z', '2026-11-23T09:05:00Z', 5],
    ['OFFICE', '2026-11-23T16:28:00Z', '2026-11-24T08:03:00Z', 5],
    ['OFFICE', '2026-11-23T20:00:00Z', '2026-11-23T23:00:00Z', 0],
    ['OFFICE', '2026-11-27T08:00:00Z', '2026-11-30T08:01:00Z', 8.5 * 60 + 4 * 60 + 1],
    ['OFFICE', '2026-11-24T09:00:00Z', '2026-11-23T09:00:00Z', 0],
  ])('%s: from %s to %s people have %d minutes', (name, from, to, minutes) => {
    expect(openMsBetween(named(name), at(from), at(to))).toBe(minutes * MINUTE);
  });

  it('is plain time without a calendar', () => {
    expect(openMsBetween(undefined, 5, 12)).toBe(7);
  });

  it('is what dueAt counts, from any moment of any calendar', () => {
    const names = fc.constantFrom(...Object.keys(CALENDARS));
    const moment = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-12-31T00:00:00Z') });
    fc.assert(
      fc.property(names, moment, fc.integer({ min: 0, max: 4000 }), (name, from, minutes) => {
        const due = dueAt(named(name), from, `${minutes}m`);

        return due >= from && openMsBetween(named(name), from, due) === minutes * MINUTE;
      }),
      { numRuns: 200 },
    );
  });
});
