import { createPortal, type Portal } from '../../src/sandbox/portal/portal.js';
import { createWorkflowEngine, type WorkflowEngine } from '../../src/sandbox/workflows/workflow-engine.js';
import { flowOf, setCity, step, to, whoMeets } from './flow-parts.js';

/** A Saturday; in Amsterdam it is 13:00, and this day began at 23:00Z the day before. */
const NOON = Date.parse('2026-11-21T12:00:00Z');
const DAY = 86_400_000;

let portal: Portal;
let engine: WorkflowEngine;

beforeEach(() => {
  portal = createPortal({ portalId: 4401, clientSecret: 'shh', appId: 9, now: () => NOON });
  engine = createWorkflowEngine({ portal });
});

afterEach(() => engine.close());

const contact = (closedate: string): string => {
  const email = `p${portal.contactIds().length}@acme.example`;
  return portal.createContact({ email, closedate }, { sourceType: 'CRM_UI' });
};
const city = (id: string): string | undefined => portal.properties(id)?.['city'];

const point = (referenceType: string, days?: number, more: object = {}) => ({
  timeType: 'INDEXED',
  timezoneSource: 'CUSTOM',
  zoneId: 'Europe/Amsterdam',
  indexReference: { referenceType },
  ...(days === undefined ? {} : { offset: { days } }),
  ...more,
});
const onDate = (day: number, zoneId = 'US/Eastern') => ({
  timeType: 'DATE',
  zoneId,
  year: 2026,
  month: 11,
  day,
  hour: 0,
});
const pointed = (operator: string, timePoint: object, more: object = {}) => ({
  operationType: 'TIME_POINT',
  type: 'TIME_POINT',
  operator,
  timePoint,
  endpointBehavior: 'EXCLUSIVE',
  propertyParser: 'VALUE',
  includeObjectsWithNoValueSet: false,
  ...more,
});
const ranged = (lower: object, upper: object, more: object = {}) => ({
  operationType: 'TIME_RANGED',
  type: 'TIME_RANGED',
  operator: 'IS_BETWEEN',
  lowerBoundTimePoint: lower,
  upperBoundTimePoint: upper,
  lowerBoundEndpointBehavior: 'INCLUSIVE',
  upperBoundEndpointBehavior: 'INCLUSIVE',
  propertyParser: 'VALUE',
  includeObjectsWithNoValueSet: false,
  ...more,
});
const rolling = (operator: string, numberOfDays: number, more: object = {}) => ({
  operationType: 'ROLLING_DATE_RANGE',
  operator,
  numberOfDays,
  requiresTimeZoneConversion: true,
  includeObjectsWithNoValueSet: false,
  ...more,
});

/** A branch on `closedate`: met or not. */
function isMet(operation: object, closedate: string): boolean {
  const filterBranch = {
    filterBranchType: 'AND',
    filterBranches: [],
    filters: [{ filterType: 'PROPERTY', property: 'closedate', operation }],
  };
  const branch = { type: 'LIST_BRANCH', actionId: '2', listBranches: [{ filterBranch, ...to('3') }] };
  const id = contact(closedate);
  engine.enroll(engine.createFlow(flowOf([branch, setCity('3', 'met')])), [id]);
  return city(id) === 'met';
}

describe('a filter by time', () => {
  const lastThree = ranged(point('TODAY', -3), point('NOW'));
  const nextFive = ranged(point('NOW'), point('TODAY', 5));
  const beforeThat = pointed('IS_BEFORE', point('TODAY', -3));
  const afterThat = pointed('IS_AFTER', point('TODAY', 2));

  it.each<[string, object, string, boolean]>([
    ['in the last 3 days, from its midnight', lastThree, '2026-11-17T23:00:00Z', true],
    ['not before that midnight', lastThree, '2026-11-17T22:59:59Z', false],
    ['in the last 3 days, up to now', lastThree, '2026-11-21T12:00:00Z', true],
    ['not after now', lastThree, '2026-11-21T12:00:01Z', false],
    ['in the next 5 days, from now', nextFive, '2026-11-21T12:00:00Z', true],
    ['in the next 5 days, up to midnight', nextFive, '2026-11-25T23:00:00Z', true],
    ['not after that', nextFive, '2026-11-25T23:00:01Z', false],
    ['more than 3 days ago', beforeThat, '2026-11-17T22:59:59Z', true],
    ['not at the end itself', beforeThat, '2026-11-17T23:00:00Z', false],
    ['at the end when it counts', { ...beforeThat, endpointBehavior: 'INCLUSIVE' }, '2026-11-17T23:00:00Z', true],
    ['more than 2 days from now', afterThat, '2026-11-22T23:00:01Z', true],
    ['not yet', afterThat, '2026-11-22T23:00:00Z', false],
    ['on a date in its own zone', ranged(onDate(4), onDate(5)), '2026-11-04T05:00:00Z', true],
    ['before that date in its own zone', ranged(onDate(4), onDate(5)), '2026-11-04T04:59:59Z', false],
    [
      'an hour after the clock went forward there',
      pointed('IS_AFTER', { ...onDate(8), month: 3, hour: 3 }),
      '2026-03-08T07:00:01Z',
      true,
    ],
    ['not between', { ...lastThree, operator: 'IS_NOT_BETWEEN' }, '2026-11-01T00:00:00Z', true],
    [
      'an hour back from now',
      pointed('IS_AFTER', point('NOW', undefined, { offset: { hours: -1 } })),
      '2026-11-21T11:00:01Z',
      true,
    ],
    [
      'a week back from now',
      pointed('IS_AFTER', point('NOW', undefined, { offset: { weeks: -1 } })),
      '2026-11-14T12:00:00Z',
      false,
    ],
    [
      'at a time of today',
      pointed('IS_AFTER', point('TODAY', 0, { indexReference: { referenceType: 'TODAY', hour: 12 } })),
      '2026-11-21T11:00:01Z',
      true,
    ],
    ['less than 3 days ago', rolling('IS_LESS_THAN_X_DAYS_AGO', 3), '2026-11-17T23:00:00Z', true],
    ['less than 3 days ago, but later than now', rolling('IS_LESS_THAN_X_DAYS_AGO', 3), '2026-11-21T12:00:01Z', false],
    ['more than 3 days ago, rolling', rolling('IS_MORE_THAN_X_DAYS_AGO', 3), '2026-11-17T22:59:59Z', true],
    ['less than 3 days from now', rolling('IS_LESS_THAN_X_DAYS_FROM_NOW', 3), '2026-11-23T23:00:00Z', true],
    ['less than 3 days from now, but over', rolling('IS_LESS_THAN_X_DAYS_FROM_NOW', 3), '2026-11-21T11:59:59Z', false],
    ['more than 3 days from now', rolling('IS_MORE_THAN_X_DAYS_FROM_NOW', 3), '2026-11-23T23:00:01Z', true],
    ['a date without a time', rolling('IS_MORE_THAN_X_DAYS_FROM_NOW', 3), '2026-11-24', true],
    ['no value', beforeThat, '', false],
    ['no value when that is to count', { ...beforeThat, includeObjectsWithNoValueSet: true }, '', true],
    ['no date', beforeThat, 'last year', false],
    ['no date and a negation', { ...lastThree, operator: 'IS_NOT_BETWEEN' }, 'last year', false],
  ])('judges %s', (_name, operation, closedate, expected) => {
    expect(isMet(operation, closedate)).toBe(expected);
  });

  it('counts days by the calendar when the clock is changed', async () => {
    await engine.close();
    const march = Date.parse('2026-03-30T10:00:00Z');
    portal = createPortal({ portalId: 4401, clientSecret: 'shh', appId: 9, now: () => march });
    engine = createWorkflowEngine({ portal });

    expect(isMet(rolling('IS_LESS_THAN_X_DAYS_AGO', 2), '2026-03-27T23:00:00Z')).toBe(true);
    expect(isMet(rolling('IS_LESS_THAN_X_DAYS_AGO', 2), '2026-03-27T22:59:59Z')).toBe(false);
    expect(isMet(rolling('IS_LESS_THAN_X_DAYS_AGO', 1), '2026-03-28T23:00:00Z')).toBe(true);
    expect(isMet(rolling('IS_LESS_THAN_X_DAYS_AGO', 0), '2026-03-29T21:59:59Z')).toBe(false);
    expect(isMet(rolling('IS_LESS_THAN_X_DAYS_AGO', 0), '2026-03-29T22:00:00Z')).toBe(true);
  });

  it.each<[string, object, string]>([
    [
      'this week',
      pointed('IS_AFTER', { ...point('TODAY'), indexReference: { referenceType: 'WEEK' } }),
      'only NOW and TODAY are played here',
    ],
    [
      'another property',
      pointed('IS_AFTER', { timeType: 'PROPERTY_REFERENCED' }),
      'only time points of DATE and INDEXED are played here',
    ],
    [
      'when it was updated',
      { ...pointed('IS_AFTER', point('NOW')), propertyParser: 'UPDATED_AT' },
      'only the VALUE of a property is compared here',
    ],
    [
      'a zone nobody knows',
      pointed('IS_AFTER', { ...point('NOW'), zoneId: 'Moon/Crater' }),
      'timePoint.zoneId: not a time zone',
    ],
    [
      'months',
      pointed('IS_AFTER', point('NOW', undefined, { offset: { months: 1 } })),
      'timePoint.offset: Unrecognized key: "months"',
    ],
    ['a number of days below zero', rolling('IS_LESS_THAN_X_DAYS_AGO', -1), 'operation.numberOfDays: Too small'],
    ['an operator of another kind', rolling('IS_EQUAL_TO', 1), 'operation.operator: Invalid option'],
    [
      'a range of another kind',
      { operationType: 'RANGED_DATE', operator: 'IS_BETWEEN' },
      'operation: RANGED_DATE is not played here',
    ],
  ])('is refused when it asks for %s', (_name, operation, message) => {
    expect(() => engine.createFlow(flowOf([step('2', '0-4', {})], whoMeets('closedate', operation)))).toThrow(message);
  });
});

describe('enrolment by time', () => {
  const stale = (more: object = {}) =>
    flowOf([setCity('2', 'stale')], whoMeets('closedate', rolling('IS_MORE_THAN_X_DAYS_AGO', 30), more));

  it('takes in who comes to meet the criteria while nothing happens, once', async () => {
    const seen: string[] = [];
    const [early, late] = [contact('2026-10-27T12:00:00Z'), contact('2026-11-20T12:00:00Z')];
    engine.createFlow(stale());
    engine.onStep(({ what, contactId }) => what === 'enrolled' && seen.push(contactId));

    await engine.advance(4 * DAY);
    expect(seen).toEqual([]);
    await engine.advance(2 * DAY);
    expect(seen).toEqual([early]);
    await engine.advance(60 * DAY);
    expect(seen).toEqual([early, late]);
  });

  it('leaves everybody alone once the flow is off', async () => {
    const id = contact('2026-10-27T12:00:00Z');
    const flowId = engine.createFlow(stale());

    engine.disable(flowId);
    await engine.advance(30 * DAY);

    expect(city(id)).toBeUndefined();
  });
});
