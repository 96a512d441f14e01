import { z } from 'zod';
import { isZone, localTime, momentOf, PORTAL_ZONE } from '../portal/zone.js';
import { moment } from '../portal/stored-value.js';
import type { Operation } from './filters.js';

/** A moment that may hang on now. Both are epoch milliseconds. */
type TimePoint = (now: number) => number;

const NO_VALUE = { includeObjectsWithNoValueSet: z.boolean().default(false) };
const Zone = z.string().refine(isZone, { error: 'not a time zone' }).default(PORTAL_ZONE);
const whole = z.number().int();
const TIME = {
  hour: whole.default(0),
  minute: whole.default(0),
  second: whole.default(0),
  millisecond: whole.default(0),
};
const SECOND = 1000;
const DAY = 24 * 3600 * SECOND;

const OnDate = z
  .object({ timeType: z.literal('DATE'), zoneId: Zone, year: whole, month: whole, day: whole, ...TIME })
  .transform(
    ({ zoneId, ...local }): TimePoint =>
      () =>
        momentOf(local, zoneId),
  );

const Offset = z
  .strictObject({ milliseconds: whole, seconds: whole, minutes: whole, hours: whole, days: whole, weeks: whole })
  .partial()
  .default({});

const Indexed = z
  .object({
    timeType: z.literal('INDEXED'),
    zoneId: Zone,
    indexReference: z.object({
      referenceType: z.enum(['NOW', 'TODAY'], { error: 'only NOW and TODAY are played here' }),
      ...TIME,
    }),
    offset: Offset,
  })
  .transform(({ zoneId, indexReference, offset }): TimePoint => {
    const { referenceType, ...time } = indexReference;
    const { milliseconds = 0, seconds = 0, minutes = 0, hours = 0, days = 0, weeks = 0 } = offset;
    const wholeDays = days + 7 * weeks;
    const shiftMs = milliseconds + SECOND * (seconds + 60 * (minutes + 60 * hours));
    if (referenceType === 'NOW') return (now) => now + wholeDays * DAY + shiftMs;
    return (now) => {
      const { year, month, day } = localTime(now, zoneId);
      return momentOf({ year, month, day: day + wholeDays, ...time }, zoneId) + shiftMs;
    };
  });

const Point = z.discriminatedUnion('timeType', [OnDate, Indexed], {
  error: 'only time points of DATE and INDEXED are played here',
});
const Ends = z.enum(['INCLUSIVE', 'EXCLUSIVE']);
const Parser = z.literal('VALUE', { error: 'only the VALUE of a property is compared here' }).default('VALUE');

const TimePointOperation = z
  .object({
    operator: z.enum(['IS_AFTER', 'IS_BEFORE']),
    timePoint: Point,
    endpointBehavior: Ends.default('EXCLUSIVE'),
    propertyParser: Parser,
    ...NO_VALUE,
  })
  .transform(({ operator, timePoint, endpointBehavior, includeObjectsWithNoValueSet }) => {
    const touches = endpointBehavior === 'INCLUSIVE';
    const after = operator === 'IS_AFTER';
    return byClock(includeObjectsWithNoValueSet, (at, now) => {
      const point = timePoint(now);
      return at === point ? touches : at > point === after;
    });
  });

const TimeRangedOperation = z
  .object({
    operator: z.enum(['IS_BETWEEN', 'IS_NOT_BETWEEN']),
    lowerBoundTimePoint: Point,
    upperBoundTimePoint: Point,
    lowerBoundEndpointBehavior: Ends.default('INCLUSIVE'),
    upperBoundEndpointBehavior: Ends.default('INCLUSIVE'),
    propertyParser: Parser,
    ...NO_VALUE,
  })
  .transform(({ operator, includeObjectsWithNoValueSet, ...range }) =>
    byClock(includeObjectsWithNoValueSet, (at, now) => {
      const [lower, upper] = [range.lowerBoundTimePoint(now), range.upperBoundTimePoint(now)];
      const above = at > lower || (at === lower && range.lowerBoundEndpointBehavior === 'INCLUSIVE');
      const below = at < upper || (at === upper && range.upperBoundEndpointBehavior === 'INCLUSIVE');
      return (above && below) === (operator === 'IS_BETWEEN');
    }),
  );

/** What HubSpot's lists make of "n days ago": whole days back or on from today's midnight, and now as the other end. */
const ROLLING = {
  IS_LESS_THAN_X_DAYS_AGO: (at, now, days) => at >= midnight(now, -days) && at <= now,
  IS_MORE_THAN_X_DAYS_AGO: (at, now, days) => at < midnight(now, -days),
  IS_LESS_THAN_X_DAYS_FROM_NOW: (at, now, days) => at >= now && at <= midnight(now, days),
  IS_MORE_THAN_X_DAYS_FROM_NOW: (at, now, days) => at > midnight(now, days),
} as const satisfies Record<string, (at: number, now: number, days: number) => boolean>;
type Rolling = keyof typeof ROLLING;
const ROLLING_NAMES = Object.keys(ROLLING).filter((name): name is Rolling => Object.hasOwn(ROLLING, name));

const RollingOperation = z
  .object({ operator: z.enum(ROLLING_NAMES), numberOfDays: whole.nonnegative(), ...NO_VALUE })
  .transform(({ operator, numberOfDays, includeObjectsWithNoValueSet }) =>
    byClock(includeObjectsWithNoValueSet, (at, now) => ROLLING[operator](at, now, numberOfDays)),
  );

/** By `operationType`. @source HubSpot, "List filters": operators, time points; specification: ROLLING_DATE_RANGE */
export const TIME_OPERATIONS: Readonly<Record<string, z.ZodType<Operation>>> = {
  TIME_POINT: TimePointOperation,
  TIME_RANGED: TimeRangedOperation,
  ROLLING_DATE_RANGE: RollingOperation,
};

/** A value that is no date passes nothing, the negated operators included. */
function byClock(whenUnset: boolean, holds: (at: number, now: number) => boolean): Operation {
  return {
    byClock: true,
    passes: (got, now) => {
      if (got === '') return whenUnset;
      const at = moment(got)?.getTime();
      return at !== undefined && holds(at, now);
    },
  };
}

function midnight(now: number, days: number): number {
  const { year, month, day } = localTime(now, PORTAL_ZONE);
  return momentOf({ year, month, day: day + days }, PORTAL_ZONE);
}
