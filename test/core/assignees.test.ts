import { compileAssignees } from '../../src/core/assignees.js';
import type { AssigneeModel, Model } from '../../src/core/model.js';
import { modelOf } from './case-model.js';

const TEAMS: Model['teams'] = {
  sales: { timeZone: 'Europe/Amsterdam', hours: { 'mon-fri': '09:00-17:00' }, holidays: [] },
  us: { timeZone: 'America/New_York', hours: { 'mon-fri': '09:00-17:00' }, holidays: [] },
};

/** The one on the list at a moment, about to get a lead into SQL, which `sales` owns. */
function at(time: string, assignee: Partial<AssigneeModel>, properties: Record<string, string> = {}) {
  const model = modelOf({ stages: { sql: { owner: 'sales' } } });
  const to = [{ owner: 'sam@example.com', weight: 1, away: [], ...assignee }];
  const assignees = compileAssignees({ ...model, teams: TEAMS, assign: { keep: true, at: ['sql'], to } });
  const contact = { properties, signals: {}, unlistedSignals: 'never' as const, company: {} };
  return assignees?.(contact, 'sql', Date.parse(time))[0];
}
const NOON = '2026-12-24T12:00:00+01:00';

describe('compileAssignees', () => {
  it('is nothing where the model assigns nobody', () => {
    expect(compileAssignees(modelOf({}))).toBeUndefined();
  });

  it('takes name, weight and cap from the list', () => {
    expect(at(NOON, { weight: 2, cap: 40 })).toEqual({
      name: 'sam@example.com',
      weight: 2,
      cap: 40,
      territory: 'hit',
      away: false,
      atWork: true,
    });
  });

  it.each([
    ['Netherlands', 'hit'],
    ['Belgium', 'miss'],
    ['', 'unknown'],
  ])('judges the territory by the condition: %p is a %s', (country, verdict) => {
    const when = { property: 'country', in: ['Netherlands'] };

    expect(at(NOON, { when }, { country })?.territory).toBe(verdict);
  });

  it.each([
    ['2026-12-23T23:59:59+01:00', false],
    ['2026-12-24T00:00:00+01:00', true],
    ['2027-01-02T23:59:59+01:00', true],
    ['2027-01-03T00:00:00+01:00', false],
    ['2027-02-01T10:00:00+01:00', true],
  ])('counts both ends of an absence, in the zone of the team: at %s %p', (time, away) => {
    expect(at(time, { away: ['2026-12-24..2027-01-02', '2027-02-01'] })?.away).toBe(away);
  });

  it('keeps the hours of the team that owns the stage, or of the team it names (P24)', () => {
    const times = ['2026-12-24T08:59:00+01:00', '2026-12-24T09:00:00+01:00', '2026-12-24T16:00:00+01:00'];
    const nine = times.map((time) => at(time, {})?.atWork);
    const newYork = times.map((time) => at(time, { team: 'us' })?.atWork);

    expect(nine).toEqual([false, true, true]);
    expect(newYork).toEqual([false, false, true]);
  });

  it('is always at work in a team nobody wrote down, by the days of UTC', () => {
    const midnight = '2026-12-24T00:30:00Z';

    expect(at(midnight, { team: 'constructor', away: ['2026-12-24'] })).toMatchObject({ away: true, atWork: true });
    expect(at('2026-12-23T23:30:00Z', { team: 'nobody', away: ['2026-12-24'] })).toMatchObject({ away: false });
  });
});
