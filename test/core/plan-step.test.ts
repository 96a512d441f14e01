import type { Decision } from '../../src/core/decide-stage.js';
import { planStep, type PortalStages } from '../../src/core/plan-step.js';

const PORTAL: PortalStages = {
  stageOrder: ['subscriber', 'lead', 'marketingqualifiedlead', 'salesqualifiedlead', 'customer'],
  leadStatuses: new Set(['OPEN', 'IN_PROGRESS', 'UNQUALIFIED']),
};
const SQL = { lifecyclestage: 'salesqualifiedlead', hs_lead_status: 'CONNECTED' };

const advance = (from: string, to: string): Decision => ({
  kind: 'advance',
  from,
  to,
  rule: 'asked',
  missing: ['more'],
  passed: [],
});
const recycle = (from: string, to: string): Decision => ({ kind: 'recycle', from, to, rule: 'asked', missing: [] });

describe('planStep', () => {
  it('plans nothing for a decision that stays', () => {
    expect(planStep(advance('mql', 'mql'), {}, PORTAL)).toEqual({ decision: advance('mql', 'mql') });
  });

  it.each<[string, Decision, Record<string, string | null>, object]>([
    [
      'forward, with the Lead Status the portal has',
      advance('lead', 'mql'),
      { lifecyclestage: 'lead' },
      { from: 'lead', fields: { lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'OPEN' }, clearFirst: false },
    ],
    [
      'forward, without one it does not have',
      advance('mql', 'sql'),
      { lifecyclestage: 'marketingqualifiedlead' },
      { from: 'mql', fields: { lifecyclestage: 'salesqualifiedlead' }, clearFirst: false },
    ],
    [
      'within one lifecycle stage',
      advance('mql', 'sal'),
      { lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'OPEN' },
      { fields: { lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'IN_PROGRESS' }, clearFirst: false },
    ],
    ['back', recycle('sql', 'mql'), SQL, { from: 'sql', clearFirst: true }],
    [
      'from an empty stage, which counts as lead',
      recycle('lead', 'subscriber'),
      {},
      { from: 'lead', clearFirst: true },
    ],
    ['from an empty stage ahead', advance('lead', 'mql'), { lifecyclestage: '' }, { from: 'lead', clearFirst: false }],
    [
      'out, by Lead Status alone',
      { ...recycle('sql', 'disqualified'), kind: 'disqualify', because: 'No' },
      SQL,
      { from: 'sql', fields: { hs_lead_status: 'UNQUALIFIED' }, clearFirst: false },
    ],
  ])('plans a step %s', (_what, decision, properties, step) => {
    expect(planStep(decision, properties, PORTAL)).toMatchObject({ decision, step });
  });

  it.each<[string, Decision, Record<string, string | null>, string]>([
    ['the portal has no such stage', advance('sql', 'opportunity'), SQL, 'stage-not-in-portal'],
    ['the portal has no Lead Status that holds it', recycle('sql', 'recycled'), SQL, 'stage-not-in-portal'],
    [
      'it would read as before',
      { ...recycle('customer', 'disqualified'), kind: 'disqualify', because: 'No' },
      { lifecyclestage: 'customer' },
      'stage-not-in-portal',
    ],
    ['only a step back would lead there', advance('sql', 'lead'), SQL, 'would-go-back'],
    ['there is no such stage at all', advance('sql', '51439524'), SQL, 'stage-not-in-portal'],
  ])('stays when %s', (_what, decision, properties, rule) => {
    const { from, missing } = decision;

    expect(planStep(decision, properties, PORTAL)).toEqual({
      decision: { kind: 'hold', from, to: from, rule, missing, flags: [] },
    });
  });
});
