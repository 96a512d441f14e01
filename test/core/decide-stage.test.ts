import { compileDecider, type Decision } from '../../src/core/decide-stage.js';
import { compileScorer } from '../../src/core/score-contact.js';
import cases from '../cases/stages.json';
import { type CaseInput, contactOf, fileOf, modelOf } from './case-model.js';

function decide(input: CaseInput): Decision {
  const model = modelOf(fileOf(input));
  const contact = contactOf(input);
  const now = Date.parse(input.now);
  return compileDecider(model)(contact, compileScorer(model)(contact, now), now);
}

describe('compileDecider', () => {
  it.each(cases as unknown as [string, CaseInput, Partial<Decision>][])('%s', (_name, input, expected) => {
    const decision = decide(input);

    expect(decision).toMatchObject(expected);
    expect('confirmWithin' in decision).toBe('confirmWithin' in expected);
  });

  // budget, authority, need, timing
  it.each([
    [false, false, false, false, 'hold'],
    [true, false, false, false, 'hold'],
    [false, true, false, false, 'hold'],
    [false, false, true, false, 'hold'],
    [false, false, false, true, 'hold'],
    [true, true, false, false, 'hold'],
    [true, false, true, false, 'hold'],
    [true, false, false, true, 'hold'],
    [false, true, true, false, 'hold'],
    [false, true, false, true, 'hold'],
    [false, false, true, true, 'hold'],
    [true, true, true, false, 'advance'],
    [true, true, false, true, 'advance'],
    [true, false, true, true, 'advance'],
    [false, true, true, true, 'advance'],
    [true, true, true, true, 'advance'],
  ] as const)('G10: budget %s, authority %s, need %s, timing %s: %s', (budget, authority, need, timing, kind) => {
    const decision = decide({
      model: {
        evidence: {
          framework: 'bant',
          answers: { budget: ['b'], authority: ['a'], need: ['n'], timing: ['t'] },
        },
        stages: { mql: {}, sal: {}, sql: { enter: { evidence: 3 }, policy: 'auto' } },
      },
      properties: {
        lifecyclestage: 'marketingqualifiedlead',
        hs_lead_status: 'IN_PROGRESS',
        b: budget ? '10k' : null,
        a: authority ? 'yes' : '',
        n: need ? 'reporting' : ' ',
        t: timing ? '2026-12-24' : undefined,
      },
      now: '2026-11-21T12:00:00Z',
    });

    expect(decision).toMatchObject({ kind, from: 'sal', to: kind === 'advance' ? 'sql' : 'sal' });
  });
});
