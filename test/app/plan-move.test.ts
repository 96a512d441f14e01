import { planMove } from '../../src/app/plan-move.js';
import type { Decision } from '../../src/core/decide-stage.js';
import type { PortalProfile } from '../../src/app/ports.js';
import { advance, compiledModel, hold } from '../fakes/compiled-model.js';
import { PROFILE } from '../fakes/memory-crm.js';

const SQL = { lifecyclestage: 'salesqualifiedlead', hs_lead_status: 'CONNECTED' };
const recycled: Decision = { kind: 'recycle', from: 'sql', to: 'recycled', rule: 'asked', missing: [] };
const disqualified: Decision = {
  kind: 'disqualify',
  from: 'lead',
  to: 'disqualified',
  rule: 'asked',
  missing: [],
  because: 'No budget',
};

function planned(decision: Decision, properties: Record<string, string | null>, profile: PortalProfile = PROFILE) {
  return planMove(decision, { properties, profile, compiled: compiledModel(), signals: {} }, ['Said so']);
}

describe('planMove', () => {
  it('plans nothing for who stays', () => {
    const decision = hold('sql', 'at:sql');

    expect(planned(decision, SQL)).toEqual({ decision });
  });

  it('keeps what is needed to put a stage back, why, and what was passed', () => {
    const decision: Decision = { ...advance('lead', 'sql'), kind: 'advance', passed: ['mql'] };

    expect(planned(decision, { lifecyclestage: 'lead' })).toEqual({
      decision,
      move: {
        from: 'lead',
        was: 'lead',
        to: 'sql',
        clearFirst: false,
        fields: { lifecyclestage: 'salesqualifiedlead', hs_lead_status: 'CONNECTED' },
        because: ['Said so'],
        passed: ['mql'],
      },
    });
  });

  it.each([
    ['back from SQL', recycled, SQL, true],
    ['sideways from MQL', recycled, { lifecyclestage: 'marketingqualifiedlead' }, false],
    ['out, which leaves the stage', disqualified, { lifecyclestage: 'lead' }, false],
  ] as const)('clears first on a way back and on no other: %s', (_name, decision, properties, clearFirst) => {
    expect(planned(decision, properties).move).toMatchObject({ clearFirst });
  });

  it.each([
    ['no such stage', advance('lead', 'sql'), { lifecyclestage: 'lead' }, { stageOrder: ['lead'] }],
    ['no such Lead Status', recycled, SQL, { leadStatuses: new Set(['NEW']) }],
    ['no Unqualified', disqualified, { lifecyclestage: 'lead' }, { leadStatuses: new Set(['NEW']) }],
  ] as const)('stays where the portal has %s', (_name, decision, properties, less) => {
    const { decision: made, move } = planned(decision, properties, { ...PROFILE, ...less });

    expect(made).toEqual(hold(decision.from, 'stage-not-in-portal'));
    expect(move).toBeUndefined();
  });
});
