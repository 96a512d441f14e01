import { asksForStage, judgeRequest, type StageWant } from '../../src/app/judge-request.js';
import type { Want } from '../../src/app/ask.js';
import type { Read } from '../../src/app/judgement.js';
import type { Model, Requirement } from '../../src/core/model.js';
import type { PortalProfile } from '../../src/app/ports.js';
import { compiledModel } from '../fakes/compiled-model.js';
import { PROFILE } from '../fakes/memory-crm.js';

const NOW = Date.parse('2026-03-02T23:59:59Z');
const LEAD = { lifecyclestage: 'lead', hs_lead_status: 'NEW' };
const MQL = { lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'OPEN' };
const SQL = { lifecyclestage: 'salesqualifiedlead', hs_lead_status: 'CONNECTED' };
const RECYCLED = { lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'BAD_TIMING' };

const setStage = (stage: 'lead' | 'mql' | 'sal' | 'sql', allowBackward = false): StageWant => ({
  kind: 'set-stage',
  stage,
  reason: undefined,
  allowBackward,
});
const recycle = (wakeUpAfterDays?: number, reason = 'Next year'): StageWant => ({
  kind: 'recycle',
  reason,
  wakeUpAfterDays,
});
const disqualify = (reason: string, note?: string): StageWant => ({ kind: 'disqualify', reason, note });

function judged(want: StageWant, properties: Record<string, string | null>, profile: PortalProfile = PROFILE) {
  const compiled = compiledModel({ says: { disqualifyReasons: ['No budget', 'Wrong fit'] } });
  const read: Read = { properties, profile, compiled, signals: {} };
  return judgeRequest(want, read, NOW);
}

describe('asksForStage', () => {
  it.each<[Want, boolean]>([
    [setStage('mql'), true],
    [recycle(), true],
    [disqualify('x'), true],
    [{ kind: 'score', model: undefined }, false],
    [{ kind: 'qualify', model: undefined, mode: 'act', assignTo: undefined }, false],
    [{ kind: 'await-acceptance', minutes: 5 }, false],
    [{ kind: 'notify', channels: [], urgent: false, note: undefined }, false],
    [{ kind: 'refuse', code: 'invalid-input' }, false],
  ])('%j: %p', (want, asks) => {
    expect(asksForStage(want)).toBe(asks);
  });
});

describe('judgeRequest', () => {
  it('recycles an SQL: clear first, with the reason, the count, the flag and the day (P1, D17)', () => {
    expect(judged(recycle(90), { ...SQL, handoff_recycle_count: '1' })).toEqual({
      outcome: {
        decision: { kind: 'recycle', from: 'sql', to: 'recycled', rule: 'asked', missing: [] },
        model: 'saas@0011aabb',
        recycleCount: 2,
      },
      move: {
        from: 'sql',
        was: 'salesqualifiedlead',
        to: 'recycled',
        clearFirst: true,
        fields: { lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'BAD_TIMING' },
        because: ['Next year'],
        passed: [],
      },
      writes: {
        handoff_recycle_count: '2',
        handoff_recycle_reason: 'Next year',
        handoff_nurture: 'true',
        handoff_wake_up_date: '2026-05-31',
      },
    });
  });

  it('recycles an MQL without a step back: only Lead Status changes', () => {
    expect(judged(recycle(), MQL).move).toMatchObject({ from: 'mql', to: 'recycled', clearFirst: false });
  });

  it.each([
    ['before MQL', LEAD, 'before-mql'],
    ['recycled already', RECYCLED, 'already-there'],
    ['a customer', { lifecyclestage: 'customer' }, 'protect:customer'],
    ['at a stage nobody knows', { lifecyclestage: '51439524' }, 'unknown-stage'],
  ])('recycles nobody who is %s: nothing is counted or written', (_who, properties, rule) => {
    const { outcome, writes, move } = judged(recycle(90), { ...properties, handoff_recycle_count: '3' });

    expect(outcome).toMatchObject({ decision: { kind: 'hold', rule }, recycleCount: 3 });
    expect([writes, move]).toEqual([{}, undefined]);
  });

  it('writes only what differs, and only what the portal has', () => {
    const held = { ...SQL, handoff_nurture: 'true', handoff_recycle_reason: 'Next year', handoff_wake_up_date: null };
    const without = { ...PROFILE, properties: new Set(['handoff_nurture', 'handoff_recycle_reason']) };

    expect(judged(recycle(), held).writes).toEqual({ handoff_recycle_count: '1' });
    expect(judged(recycle(5), SQL, without).writes).toEqual({
      handoff_nurture: 'true',
      handoff_recycle_reason: 'Next year',
    });
  });

  it('cuts a long reason for HubSpot, and keeps it whole for the log', () => {
    const { writes, move } = judged(recycle(0, 'x'.repeat(3000)), SQL);

    expect(writes['handoff_recycle_reason']).toHaveLength(2000);
    expect(move?.because[0]).toHaveLength(3000);
  });

  it.each([
    ['the model’s spelling', 'NO budget', undefined, 'No budget', ['No budget']],
    ['words of its own', 'No Budget!', undefined, 'No Budget!', ['No Budget!']],
    ['a note beside it', 'wrong fit', 'Two people', 'Wrong fit', ['Wrong fit', 'Two people']],
  ])('disqualifies with %s (R07)', (_name, reason, note, counted, because) => {
    const { outcome, writes, move } = judged(disqualify(reason, note), SQL);

    expect(outcome.decision).toMatchObject({ kind: 'disqualify', to: 'disqualified', because: counted });
    expect(writes).toEqual({ handoff_disqualify_reason: counted });
    expect(move).toMatchObject({ because, clearFirst: false, fields: { hs_lead_status: 'UNQUALIFIED' } });
  });

  it.each([
    ['a protected stage', { lifecyclestage: 'opportunity' }, PROFILE, 'protect:opportunity'],
    ['one who is out', { ...LEAD, hs_lead_status: 'UNQUALIFIED' }, PROFILE, 'already-there'],
    ['a portal without Unqualified', LEAD, { ...PROFILE, leadStatuses: new Set(['NEW']) }, 'stage-not-in-portal'],
  ])('does not disqualify %s', (_name, properties, profile, rule) => {
    const { outcome, writes, move } = judged(disqualify('No budget'), properties, profile);

    expect([outcome.decision.kind, 'rule' in outcome.decision && outcome.decision.rule]).toEqual(['hold', rule]);
    expect([writes, move]).toEqual([{}, undefined]);
  });

  it.each([
    ['from nurturing', { ...RECYCLED, handoff_nurture: 'true', handoff_wake_up_date: '2026-05-31' }, setStage('sql')],
    ['out of it', { ...RECYCLED, handoff_nurture: 'true', handoff_wake_up_date: '2026-05-31' }, setStage('lead', true)],
  ])('takes the nurture flag off a lead that moves %s (D17)', (_name, properties, want) => {
    expect(judged(want, properties).writes).toEqual({ handoff_nurture: 'false', handoff_wake_up_date: '' });
  });

  it('leaves the flag where nothing moves, and where there is none', () => {
    const nurtured = { ...RECYCLED, handoff_nurture: 'true' };

    expect(judged(setStage('lead'), nurtured).writes).toEqual({});
    expect(
      judged(setStage('sql'), { ...MQL, handoff_nurture: 'false', handoff_wake_up_date: '2026-05-31' }).writes,
    ).toEqual({});
    expect(judged(setStage('sql'), MQL).writes).toEqual({});
  });

  it('says why a stage was set, or that it was asked for', () => {
    expect(judged(setStage('sql'), MQL).move?.because).toEqual(['Asked for']);
    expect(judged({ ...setStage('sql'), reason: 'Met at the fair' }, MQL).move?.because).toEqual(['Met at the fair']);
  });
});

describe('judgeRequest, of an ask for SQL that is bound to the policy', () => {
  const COUNTRY: Requirement = {
    id: 'served-country',
    when: { property: 'country', in: ['Netherlands'] },
    because: 'We sell in the Netherlands',
    unknown: 'ask',
  };
  const ABROAD = { ...LEAD, country: 'Cuba' };
  const VETTED = { sql: { owner: 'sales', next: 'Hold the call', within: '7d', policy: 'vetted' } } as const;

  function bound(
    stage: 'mql' | 'sql',
    properties: Record<string, string | null>,
    says: Partial<Model>,
    override?: string,
  ) {
    const policy = override === undefined ? {} : { override };
    const want: StageWant = { kind: 'set-stage', stage, reason: 'From the old CRM', allowBackward: true, policy };
    const compiled = compiledModel({ says });
    return judgeRequest(want, { properties, profile: PROFILE, compiled, signals: {} }, NOW);
  }

  it.each<[string, Record<string, string | null>, Partial<Model>, object]>([
    [
      'moves who meets all, and a rep has to confirm it (C1)',
      { ...LEAD, country: 'Netherlands' },
      { require: [COUNTRY] },
      { kind: 'advance', to: 'sql', rule: 'asked', confirmWithin: '7d' },
    ],
    [
      'holds who misses a requirement (G01)',
      ABROAD,
      { require: [COUNTRY] },
      { kind: 'hold', rule: 'require:served-country' },
    ],
    [
      'holds who may miss one, with the question',
      LEAD,
      { require: [COUNTRY] },
      { kind: 'hold', rule: 'require:served-country', missing: ['answer to served-country (country)'] },
    ],
    [
      'holds where only a rep sets SQL',
      LEAD,
      { stages: VETTED },
      { kind: 'hold', rule: 'policy:vetted', missing: ['a rep sets it'] },
    ],
    [
      'asks nothing of who is SQL already',
      { ...SQL, country: 'Cuba' },
      { require: [COUNTRY] },
      { rule: 'already-there' },
    ],
    [
      'asks nothing of a customer, who is protected',
      { lifecyclestage: 'customer', country: 'Cuba' },
      { require: [COUNTRY] },
      { rule: 'protect:customer' },
    ],
  ])('%s', (_what, properties, says, decision) => {
    const { outcome, move } = bound('sql', properties, says);

    expect(outcome.decision).toMatchObject(decision);
    expect(move !== undefined).toBe('to' in decision);
  });

  it('demands nothing of another stage', () => {
    expect(bound('mql', ABROAD, { require: [COUNTRY] }).outcome.decision).toMatchObject({ kind: 'advance', to: 'mql' });
  });

  it('moves who is overridden, with all that was gone against and why (P7)', () => {
    const { outcome, move } = bound('sql', ABROAD, { require: [COUNTRY], stages: VETTED }, 'Vetted in the old CRM');

    expect(outcome.decision).toMatchObject({ kind: 'advance', to: 'sql', rule: 'override:served-country' });
    expect(move?.because).toEqual([
      'From the old CRM',
      'Override: We sell in the Netherlands: Vetted in the old CRM',
      'Override: A rep sets SQL: Vetted in the old CRM',
    ]);
  });

  it('says nothing of an override that was not needed', () => {
    const { outcome, move } = bound('sql', LEAD, {}, 'Just in case');

    expect(outcome.decision).toMatchObject({ kind: 'advance', rule: 'asked' });
    expect(move?.because).toEqual(['From the old CRM']);
  });
});
