import type { Decision } from '../../src/core/decide-stage.js';
import { judge } from '../../src/app/judge.js';
import type { Read } from '../../src/app/judgement.js';
import type { Mode, Want } from '../../src/app/ask.js';
import type { PortalProfile } from '../../src/app/ports.js';
import { advance, compiledModel, hold, SCORE_WRITTEN } from '../fakes/compiled-model.js';
import { PROFILE } from '../fakes/memory-crm.js';
import { ask } from '../fakes/road.js';

const NOW = Date.parse('2026-03-02T09:00:00Z');

type Properties = Readonly<Record<string, string | null>>;

function readOf(properties: Properties, decide?: (from: string) => Decision, profile: PortalProfile = PROFILE): Read {
  return { properties, profile, compiled: compiledModel(decide ? { decide } : {}), signals: {} };
}

const qualify = (mode: Mode, assignTo?: string): Want => ({ kind: 'qualify', model: undefined, mode, assignTo });
const setStage = (stage: 'lead' | 'mql' | 'sal' | 'sql' | 'opportunity', allowBackward = false): Want => ({
  kind: 'set-stage',
  stage,
  reason: undefined,
  allowBackward,
});

const LEAD = { lifecyclestage: 'lead', hs_lead_status: 'NEW' };
const SQL = { lifecyclestage: 'salesqualifiedlead', hs_lead_status: 'CONNECTED' };

const DECISIONS: Readonly<Record<string, Decision>> = {
  advance: advance('lead', 'mql'),
  hold: hold('lead', 'enter:mql', ['answer to need']),
  recycle: { kind: 'recycle', from: 'sql', to: 'recycled', rule: 'stall', missing: [] },
  disqualify: {
    kind: 'disqualify',
    from: 'lead',
    to: 'disqualified',
    rule: 'require:country',
    missing: [],
    because: 'Not our market',
  },
  review: { kind: 'review', from: 'mql', to: 'mql', rule: 'enter:sql', missing: ['a rep sets it'], passed: [] },
};

describe('judge', () => {
  describe('what each decision comes to in each mode', () => {
    it.each([
      ['advance', 'act', LEAD, { lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'OPEN' }, true],
      ['advance', 'suggest', LEAD, undefined, true],
      ['advance', 'observe', LEAD, undefined, false],
      ['hold', 'act', LEAD, undefined, true],
      ['hold', 'suggest', LEAD, undefined, true],
      ['hold', 'observe', LEAD, undefined, false],
      ['recycle', 'act', SQL, { lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'BAD_TIMING' }, true],
      ['recycle', 'suggest', SQL, undefined, true],
      ['recycle', 'observe', SQL, undefined, false],
      ['disqualify', 'act', LEAD, { hs_lead_status: 'UNQUALIFIED' }, true],
      ['disqualify', 'suggest', LEAD, undefined, true],
      ['disqualify', 'observe', LEAD, undefined, false],
      ['review', 'act', { lifecyclestage: 'marketingqualifiedlead' }, undefined, true],
      ['review', 'suggest', { lifecyclestage: 'marketingqualifiedlead' }, undefined, true],
      ['review', 'observe', { lifecyclestage: 'marketingqualifiedlead' }, undefined, false],
    ] as const)('%s in mode %s (W10)', (kind, mode, properties, fields, writes) => {
      const decision = DECISIONS[kind] ?? hold('lead', 'none');
      const judged = judge(
        ask('a', { want: qualify(mode) }),
        readOf(properties, () => decision),
        NOW,
      );

      expect(judged.outcome.decision).toEqual(decision);
      expect(judged.move?.fields).toEqual(fields);
      expect(judged.writes['handoff_decision']).toBe(writes ? kind : undefined);
      expect(Object.keys(judged.writes).length > 0).toBe(writes);
    });
  });

  it('carries the score, the model version and the next action of the stage it goes to', () => {
    const { outcome } = judge(ask('a'), readOf(LEAD), NOW);

    expect(outcome).toMatchObject({ score: { score: 72 }, model: 'saas@0011aabb', nextAction: 'Nurture' });
  });

  it('names what is needed first while a contact is held', () => {
    const missing = ['answer to need', 'answer to budget', '5 points of fit', '3 points of score'];
    const decide = () => hold('mql', 'enter:sql', missing);
    const { outcome } = judge(ask('a'), readOf({ lifecyclestage: 'marketingqualifiedlead' }, decide), NOW);

    expect(outcome.nextAction).toBe('Still needed: answer to need, answer to budget, 5 points of fit. Nurture');
  });

  it('says in observe and suggest what act would do where the portal cannot hold the stage', () => {
    const profile = { ...PROFILE, stageOrder: ['lead', 'salesqualifiedlead'] };
    const kept = (mode: Mode) => judge(ask('a', { want: qualify(mode) }), readOf(LEAD, undefined, profile), NOW);

    expect(kept('act').outcome.decision).toMatchObject({ kind: 'hold', rule: 'stage-not-in-portal', to: 'lead' });
    expect(kept('suggest').outcome.decision).toEqual(kept('act').outcome.decision);
    expect(kept('observe').outcome.decision).toEqual(kept('act').outcome.decision);
  });

  describe('the move', () => {
    it('goes forward in one step, with the reasons of the score', () => {
      const { move } = judge(ask('a'), readOf(LEAD), NOW);

      expect(move).toEqual({
        from: 'lead',
        was: 'lead',
        to: 'mql',
        clearFirst: false,
        fields: { lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'OPEN' },
        because: ['Asked for a demo', 'Not seen for 60 days'],
        passed: [],
      });
    });

    it('names the stages it passed through (D03, R02)', () => {
      const decide = (): Decision => ({ ...advance('lead', 'sql'), kind: 'advance', passed: ['mql'] });

      expect(judge(ask('a'), readOf(LEAD, decide), NOW).move).toMatchObject({ to: 'sql', passed: ['mql'] });
    });

    it('clears the stage first on the way back', () => {
      const { move } = judge(
        ask('a'),
        readOf(SQL, () => DECISIONS['recycle'] ?? hold('sql', '')),
        NOW,
      );

      expect(move).toMatchObject({ from: 'sql', was: 'salesqualifiedlead', to: 'recycled', clearFirst: true });
    });

    it('changes Lead Status only where the lifecycle stage stays', () => {
      const decide = (): Decision => ({ kind: 'recycle', from: 'mql', to: 'recycled', rule: 'stall', missing: [] });
      const properties = { lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'OPEN' };

      expect(judge(ask('a'), readOf(properties, decide), NOW).move).toMatchObject({
        to: 'recycled',
        clearFirst: false,
      });
    });

    it('takes a contact without a stage for a lead', () => {
      const { move } = judge(ask('a'), readOf({ lifecyclestage: null }), NOW);

      expect(move).toMatchObject({ from: 'lead', was: '', to: 'mql', clearFirst: false });
    });

    it('starts where the portal shows the contact, whatever the model calls it', () => {
      const mal = { lifecyclestage: 'lead', hs_lead_status: 'ATTEMPTED_TO_CONTACT' };
      const { outcome, move } = judge(
        ask('a'),
        readOf(mal, () => advance('lead', 'mql')),
        NOW,
      );

      expect(outcome.decision).toMatchObject({ from: 'lead', to: 'mql' });
      expect(move).toMatchObject({ from: 'mal', was: 'lead', to: 'mql' });
    });

    it('leaves Lead Status alone where the portal lacks the option and the lifecycle stage says it all', () => {
      const profile = { ...PROFILE, leadStatuses: new Set(['NEW']) };
      const { move } = judge(ask('a'), readOf(LEAD, undefined, profile), NOW);

      expect(move?.fields).toEqual({ lifecyclestage: 'marketingqualifiedlead' });
    });

    it.each([
      ['sal', advance('mql', 'sal'), { lifecyclestage: 'marketingqualifiedlead' }],
      ['recycled', DECISIONS['recycle'], SQL],
      ['disqualified', DECISIONS['disqualify'], LEAD],
    ] as const)(
      'stays where Lead Status is all that says %s and the portal lacks the option',
      (_to, decision, properties) => {
        const profile = { ...PROFILE, leadStatuses: new Set<string>() };
        const decided = decision ?? hold('', '');
        const { outcome, move } = judge(
          ask('a'),
          readOf(properties, () => decided, profile),
          NOW,
        );

        expect(move).toBeUndefined();
        expect(outcome.decision).toMatchObject({ kind: 'hold', rule: 'stage-not-in-portal', to: decided.from });
      },
    );

    it.each([
      [
        'recycled to mql without OPEN',
        { lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'BAD_TIMING' },
        'mql',
      ],
      ['disqualified to lead without NEW', { lifecyclestage: 'lead', hs_lead_status: 'UNQUALIFIED' }, 'lead'],
      ['disqualified to sql without CONNECTED', { lifecyclestage: 'lead', hs_lead_status: 'UNQUALIFIED' }, 'sql'],
    ] as const)('stays where the contact would still read as before: %s', (_name, properties, stage) => {
      const profile = { ...PROFILE, leadStatuses: new Set(['BAD_TIMING', 'UNQUALIFIED']) };
      const { outcome, move } = judge(ask('a', { want: setStage(stage) }), readOf(properties, undefined, profile), NOW);

      expect(move).toBeUndefined();
      expect(outcome.decision).toMatchObject({ kind: 'hold', rule: 'stage-not-in-portal' });
    });

    it('goes by the order of the portal: what is forward elsewhere may be back here', () => {
      const profile = {
        ...PROFILE,
        stageOrder: ['subscriber', 'marketingqualifiedlead', 'lead', 'salesqualifiedlead'],
      };
      const { outcome, move } = judge(ask('a'), readOf(LEAD, undefined, profile), NOW);

      expect(move).toBeUndefined();
      expect(outcome.decision).toMatchObject({ kind: 'hold', rule: 'would-go-back', to: 'lead' });
    });

    it('does not take a stage the portal places among others for a step back', () => {
      const profile = { ...PROFILE, stageOrder: ['lead', '51439524', 'marketingqualifiedlead', 'salesqualifiedlead'] };

      expect(judge(ask('a'), readOf(LEAD, undefined, profile), NOW).move).toMatchObject({
        to: 'mql',
        clearFirst: false,
      });
    });
  });

  describe('what is written', () => {
    it('writes the score, the decision and when', () => {
      const { writes } = judge(ask('a'), readOf(LEAD), NOW);

      expect(writes).toEqual({
        ...SCORE_WRITTEN,
        handoff_decision: 'advance',
        handoff_next_action: 'Nurture',
        handoff_scored_at: '2026-03-02T09:00:00.000Z',
      });
    });

    it('writes nothing when nothing changed', () => {
      const held = { ...LEAD, ...SCORE_WRITTEN, handoff_decision: 'hold', handoff_next_action: '' };

      expect(
        judge(
          ask('a'),
          readOf(held, () => hold('lead', 'enter:mql')),
          NOW,
        ).writes,
      ).toEqual({});
    });

    it('assigns the contact when it becomes an SQL, and only then (W06)', () => {
      const mql = readOf({ lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'OPEN' });

      expect(judge(ask('a', { want: qualify('act', '77') }), mql, NOW).writes).toMatchObject({
        hubspot_owner_id: '77',
      });
      expect(judge(ask('a', { want: qualify('suggest', '77') }), mql, NOW).writes).not.toHaveProperty(
        'hubspot_owner_id',
      );
      expect(judge(ask('a', { want: qualify('act', '77') }), readOf(LEAD), NOW).writes).not.toHaveProperty(
        'hubspot_owner_id',
      );
    });

    it('scores without deciding: writes the score and moves nothing (D14)', () => {
      const { outcome, writes, move } = judge(
        ask('a', { want: { kind: 'score', model: undefined } }),
        readOf(LEAD),
        NOW,
      );

      expect(outcome.decision).toMatchObject({ kind: 'hold', rule: 'scored', from: 'lead', to: 'lead' });
      expect(writes).toEqual({ ...SCORE_WRITTEN, handoff_scored_at: '2026-03-02T09:00:00.000Z' });
      expect(move).toBeUndefined();
    });
  });

  describe('a stage that is asked for', () => {
    it.each([
      ['forward', LEAD, setStage('sql'), 'advance', 'asked'],
      ['back, allowed', SQL, setStage('mql', true), 'recycle', 'asked'],
      ['back, not allowed', SQL, setStage('mql'), 'hold', 'would-go-back'],
      ['where it is', SQL, setStage('sql'), 'hold', 'already-there'],
      [
        'away from a protected stage',
        { lifecyclestage: 'customer' },
        setStage('sql', true),
        'hold',
        'protect:customer',
      ],
      ['from a stage we do not know', { lifecyclestage: '51439524' }, setStage('sql', true), 'hold', 'unknown-stage'],
    ])('%s', (_name, properties, want, kind, rule) => {
      const { outcome, move, writes } = judge(ask('a', { want }), readOf(properties), NOW);

      expect(outcome.decision).toMatchObject({ kind, rule });
      expect(move === undefined).toBe(kind === 'hold');
      expect(writes).toEqual({});
    });

    it('stays where the portal has no such stage', () => {
      const profile = { ...PROFILE, stageOrder: ['lead', 'marketingqualifiedlead'] };
      const { outcome } = judge(ask('a', { want: setStage('sql') }), readOf(LEAD, undefined, profile), NOW);

      expect(outcome.decision).toMatchObject({ kind: 'hold', rule: 'stage-not-in-portal', to: 'lead' });
    });

    it('keeps the reason for the log', () => {
      const want: Want = { kind: 'set-stage', stage: 'sql', reason: 'Met at the fair', allowBackward: false };

      expect(judge(ask('a', { want }), readOf(LEAD), NOW).move?.because).toEqual(['Met at the fair']);
    });
  });
});
