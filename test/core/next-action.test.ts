import type { Decision } from '../../src/core/decide-stage.js';
import { nextActionOf } from '../../src/core/next-action.js';
import { modelOf } from './case-model.js';

const MODEL = modelOf({ stages: { mql: { next: 'Nurture' }, sql: {} } });

const hold = (from: string, missing: readonly string[]): Decision => ({
  kind: 'hold',
  from,
  to: from,
  rule: 'enter:sql',
  missing,
  flags: [],
});

describe('nextActionOf', () => {
  it.each<[string, Decision, string]>([
    ['is that of the stage moved to', { ...hold('lead', []), kind: 'recycle', to: 'mql' }, 'Nurture'],
    ['is that of the stage kept', hold('mql', []), 'Nurture'],
    ['names first what is missing', hold('mql', ['a', 'b']), 'Still needed: a, b. Nurture'],
    ['names three things', hold('mql', ['a', 'b', 'c', 'd']), 'Still needed: a, b, c. Nurture'],
    ['names what is missing alone', hold('lead', ['a']), 'Still needed: a'],
    ['is nothing where the model says nothing', hold('sql', []), ''],
    ['is nothing at a stage of the portal itself', hold('51439524', []), ''],
  ])('%s', (_what, decision, expected) => {
    expect(nextActionOf(decision, MODEL)).toBe(expected);
  });
});
