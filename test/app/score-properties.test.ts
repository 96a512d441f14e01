import {
  changedProperties,
  decisionProperties,
  nurtureProperties,
  recycleProperties,
  scoreProperties,
  WRITTEN_PROPERTIES,
} from '../../src/app/score-properties.js';
import type { Move } from '../../src/app/outcome.js';
import { advance, hold, SCORE } from '../fakes/compiled-model.js';

const NOW = Date.parse('2026-03-02T09:00:00Z');

describe('scoreProperties', () => {
  it('writes the score as text, the strongest reasons on one line and when it was scored', () => {
    expect(scoreProperties(SCORE, 'saas@0011aabb', NOW)).toEqual({
      handoff_score: '72',
      handoff_fit: '80',
      handoff_intent: '65',
      handoff_timing: '',
      handoff_coverage: '0.9',
      handoff_reasons: '+50 Asked for a demo · -15 Not seen for 60 days',
      handoff_model: 'saas@0011aabb',
      handoff_scored_at: '2026-03-02T09:00:00.000Z',
    });
  });

  it('writes a score of zero as 0, and an axis the model lacks as empty', () => {
    const written = scoreProperties({ ...SCORE, score: 0, fit: 0, intent: null, coverage: 0 }, 'm@1', NOW);

    expect(written).toMatchObject({ handoff_score: '0', handoff_fit: '0', handoff_intent: '', handoff_coverage: '0' });
  });

  it('cuts reasons at 2,000 characters', () => {
    const reason = { rule: 'r', axis: 'fit', points: 5, because: 'x'.repeat(1500) } as const;
    const written = scoreProperties({ ...SCORE, reasons: [reason, reason] }, 'm@1', NOW);

    expect(written['handoff_reasons']).toHaveLength(2000);
  });
});

describe('decisionProperties', () => {
  it('writes the kind, what is missing and the next action', () => {
    const decision = hold('lead', 'enter:mql', ['answer to need', '5 points of fit']);

    expect(decisionProperties(decision, 'Ask')).toEqual({
      handoff_decision: 'hold',
      handoff_missing: 'answer to need · 5 points of fit',
      handoff_next_action: 'Ask',
    });
  });

  it('writes why a lead was disqualified', () => {
    const written = decisionProperties(
      { ...advance('lead', 'disqualified'), kind: 'disqualify', because: 'We sell in the Benelux' },
      '',
    );

    expect(written).toMatchObject({
      handoff_decision: 'disqualify',
      handoff_disqualify_reason: 'We sell in the Benelux',
    });
  });
});

describe('changedProperties', () => {
  const defined = new Set(['handoff_score', 'handoff_fit', 'handoff_scored_at']);
  const wanted = { handoff_score: '72', handoff_fit: '', handoff_scored_at: '2026-03-02T09:00:00.000Z' };

  it.each([
    [
      'writes what differs, with the time stamp',
      { handoff_score: '70', handoff_fit: null },
      ['handoff_score', 'handoff_scored_at'],
    ],
    ['writes nothing when only the time stamp would change', { handoff_score: '72', handoff_fit: null }, []],
    ['takes an empty value and none for the same', { handoff_score: '72', handoff_fit: '' }, []],
    [
      'empties what is no longer known',
      { handoff_score: '72', handoff_fit: '10' },
      ['handoff_fit', 'handoff_scored_at'],
    ],
    ['takes 0 for a value', { handoff_score: '0', handoff_fit: null }, ['handoff_score', 'handoff_scored_at']],
  ])('%s', (_does, held, names) => {
    expect(Object.keys(changedProperties(wanted, held, defined))).toEqual(names);
  });

  it('drops what the portal has no property for', () => {
    expect(changedProperties(wanted, {}, new Set(['handoff_fit', 'handoff_scored_at']))).toEqual({});
    expect(changedProperties(wanted, {}, new Set(['handoff_score']))).toEqual({ handoff_score: '72' });
  });
});

describe('recycleProperties', () => {
  it.each([
    ['no day', undefined, ''],
    ['today', 0, '2026-03-02'],
    ['tomorrow', 1, '2026-03-03'],
    ['a leap day on', 731, '2028-03-02'],
  ])('marks a lead for nurturing, to be woken on %s (D17)', (_name, wakeUpAfterDays, date) => {
    expect(recycleProperties({ reason: 'Next year', wakeUpAfterDays, recycleCount: 2, now: NOW })).toEqual({
      handoff_recycle_count: '2',
      handoff_recycle_reason: 'Next year',
      handoff_nurture: 'true',
      handoff_wake_up_date: date,
    });
  });
});

describe('nurtureProperties', () => {
  const move = (to: Move['to']): Move => ({
    from: 'recycled',
    was: 'marketingqualifiedlead',
    to,
    clearFirst: false,
    fields: {},
    because: [],
    passed: [],
  });
  const NURTURED = { handoff_nurture: 'true', handoff_wake_up_date: '2026-05-31' };

  it.each([
    ['moves on', move('sql'), NURTURED, { handoff_nurture: 'false', handoff_wake_up_date: '' }],
    ['drops out', move('disqualified'), NURTURED, { handoff_nurture: 'false', handoff_wake_up_date: '' }],
    ['stays', undefined, NURTURED, {}],
    ['goes back again', move('recycled'), NURTURED, {}],
    ['was not nurtured', move('sql'), { handoff_nurture: 'false' }, {}],
    ['never was nurtured', move('sql'), { handoff_nurture: null }, {}],
  ])('ends nurturing only for a lead that leaves it: one that %s (D17)', (_name, moved, held, written) => {
    expect(nurtureProperties(moved, held)).toEqual(written);
  });

  it('is read with every contact, else it could not be ended', () => {
    expect(WRITTEN_PROPERTIES).toEqual(
      expect.arrayContaining(['handoff_nurture', 'handoff_wake_up_date', 'handoff_recycle_count']),
    );
  });
});
