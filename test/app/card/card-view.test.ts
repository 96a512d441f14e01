import { actsFrom } from '../../../src/core/acts.js';
import type { Model } from '../../../src/core/model.js';
import { cardViewOf, type CardFacts } from '../../../src/app/card/card-view.js';
import { CARD_PROFILE, cardModel, NEARLY } from '../../fakes/card-model.js';

const NOW = Date.parse('2026-03-02T09:00:00Z');

function factsOf(
  properties: Readonly<Record<string, string | null>>,
  { says, ...more }: Partial<CardFacts> & { readonly says?: Partial<Model> } = {},
): CardFacts {
  return {
    portalId: 4401,
    contactId: '101',
    read: { properties, profile: CARD_PROFILE, compiled: cardModel(says), signals: actsFrom(properties) },
    history: [],
    acceptance: undefined,
    clock: undefined,
    quarantine: undefined,
    readAt: NOW,
    ...more,
  };
}

const viewOf = (...given: Parameters<typeof factsOf>) => cardViewOf(factsOf(...given));
const at = (lifecyclestage: string | null, hs_lead_status: string | null = null) => ({
  ...NEARLY,
  lifecyclestage,
  hs_lead_status,
});

describe('cardViewOf', () => {
  it('tells everything of an MQL that is one answer short of SQL', () => {
    expect(viewOf(NEARLY)).toEqual({
      portalId: 4401,
      contactId: '101',
      name: 'Anna Visser',
      readAt: '2026-03-02T09:00:00.000Z',
      stage: {
        at: 'mql',
        label: 'Marketing Qualified Lead',
        steps: [
          { stage: 'lead', label: 'Lead' },
          { stage: 'mql', label: 'Marketing Qualified Lead' },
          { stage: 'sal', label: 'SAL' },
          { stage: 'sql', label: 'Ready for sales' },
          { stage: 'opportunity', label: 'opportunity' },
          { stage: 'customer', label: 'customer' },
        ],
        current: 1,
        next: { stage: 'sql', label: 'Ready for sales', missing: ['answer to start'] },
        owner: 'marketing',
        nextAction: 'Nurture',
      },
      score: { score: 25, fit: 50, intent: 0, coverage: 0.44, model: 'small@0a1b2c3d', stale: false },
      reasons: [{ rule: 'boss', axis: 'fit', points: 30, because: 'Decides' }],
      questions: [
        { rule: 'rival', text: 'A competitor? (hs_email_domain)', required: false },
        { rule: 'size', text: '50 people or more? (employees)', required: false },
      ],
      answers: [
        { question: 'need', state: 'held', value: 'Faster follow-up', property: 'handoff_need', kind: 'text' },
        { question: 'start', state: 'missing', value: '', property: 'handoff_timing_answer', kind: 'text' },
      ],
      brief: {
        recommendation: 'ask-first',
        who: ['Anna Visser'],
        why: [{ text: 'Decides', against: false }],
        timeline: [],
        next: 'Nurture',
      },
      history: [],
      may: {
        accept: true,
        setSql: true,
        recycle: true,
        disqualify: true,
        overrides: [],
        disqualifyReasons: ['No budget', 'Wrong fit'],
      },
    });
  });

  describe('the stage', () => {
    it.each([
      ['nothing', at(null), 'lead', 'Lead', 0, 'mql'],
      ['lead', at('lead', 'NEW'), 'lead', 'Lead', 0, 'mql'],
      ['MQL', at('marketingqualifiedlead'), 'mql', 'Marketing Qualified Lead', 1, 'sql'],
      ['SAL', at('marketingqualifiedlead', 'IN_PROGRESS'), 'sal', 'SAL', 2, 'sql'],
      ['SQL', at('salesqualifiedlead', 'CONNECTED'), 'sql', 'Ready for sales', 3, undefined],
      ['an opportunity', at('opportunity'), 'opportunity', 'opportunity', 4, undefined],
      ['a customer', at('customer'), 'customer', 'customer', 5, undefined],
      ['a subscriber', at('subscriber'), 'subscriber', 'subscriber', 0, 'mql'],
      ['an evangelist, who stands aside', at('evangelist'), 'evangelist', 'evangelist', undefined, undefined],
      ['recycled', at('marketingqualifiedlead', 'BAD_TIMING'), 'recycled', 'Recycled', undefined, 'sql'],
      ['disqualified', at('lead', 'UNQUALIFIED'), 'disqualified', 'Disqualified', undefined, undefined],
      ['a stage of the portal’s own', at('4212345'), '4212345', '4212345', undefined, undefined],
    ])('of %s', (_name, properties, stage, label, current, next) => {
      const seen = viewOf(properties).stage;

      expect([seen.at, seen.label, seen.current, seen.next?.stage]).toEqual([stage, label, current, next]);
    });

    it('is named as the portal names a stage of its own', () => {
      const facts = factsOf(at('4212345'));
      const profile = { ...CARD_PROFILE, stageLabels: new Map([['4212345', 'Waiting room']]) };

      expect(cardViewOf({ ...facts, read: { ...facts.read, profile } }).stage.label).toBe('Waiting room');
    });

    it.each([
      ['no country', { ...NEARLY, country: '' }, ['answer to served-country (country)']],
      ['a country we do not sell in', { ...NEARLY, country: 'Japan' }, ['We sell in the Benelux.']],
      ['everything that SQL asks', { ...NEARLY, handoff_timing_answer: 'May' }, []],
    ])('of one with %s says what is missing for SQL', (_name, properties, missing) => {
      expect(viewOf(properties).stage.next).toEqual({ stage: 'sql', label: 'Ready for sales', missing });
    });

    it('of one that only a rep may set to SQL says so', () => {
      const sql = { enter: { evidence: 1 }, policy: 'vetted' } as const;

      expect(viewOf(NEARLY, { says: { stages: { mql: {}, sql } } }).stage.next?.missing).toEqual(['a rep sets it']);
    });

    it('of one that went back to marketing is marketing’s', () => {
      expect(viewOf(at('marketingqualifiedlead', 'BAD_TIMING')).stage).toMatchObject({
        owner: 'marketing',
        nextAction: 'Nurture',
      });
    });
  });

  describe('the score', () => {
    const WRITTEN = {
      ...NEARLY,
      handoff_model: 'small@0a1b2c3d',
      handoff_score: '25',
      handoff_fit: '50',
      handoff_intent: '0',
      handoff_timing: '',
      handoff_coverage: '0.44',
      handoff_scored_at: '2026-03-01T08:00:00Z',
    };

    it.each([
      ['what is written is what is shown', {}, false],
      ['HubSpot writes a number its own way', { handoff_score: '25.0', handoff_coverage: '0.440' }, false],
      ['the score differs', { handoff_score: '24' }, true],
      ['an axis differs', { handoff_intent: '12' }, true],
      ['an axis that the model lost is still written', { handoff_timing: '0' }, true],
      ['an axis is not written', { handoff_fit: null }, true],
      ['another model wrote it', { handoff_model: 'small@ffffffff' }, true],
    ])('%s: stale is %s', (_name, held, stale) => {
      expect(viewOf({ ...WRITTEN, ...held }).score).toMatchObject({ stale, writtenAt: '2026-03-01T08:00:00.000Z' });
    });

    it('that was never written is not stale, and has no time', () => {
      expect(viewOf(NEARLY).score).not.toHaveProperty('writtenAt');
      expect(viewOf(NEARLY).score.stale).toBe(false);
    });

    it('counts what speaks against the lead, strongest first', () => {
      expect(viewOf({ ...NEARLY, hs_email_domain: 'rival.com' }).reasons).toEqual([
        { rule: 'rival', axis: 'fit', points: -60, because: 'A competitor' },
        { rule: 'boss', axis: 'fit', points: 30, because: 'Decides' },
      ]);
    });
  });

  it('asks for a requirement nobody can judge first', () => {
    expect(viewOf({ ...NEARLY, country: null }).questions[0]).toEqual({
      rule: 'require:served-country',
      text: 'We sell in the Benelux? (country)',
      required: true,
    });
  });

  describe('the answers', () => {
    it.each([
      ['a day, as HubSpot dates it', { handoff_timing_date: '1775001600000' }, 'held', '2026-04-01', 'date'],
      ['a day', { handoff_timing_date: '2026-04-01' }, 'held', '2026-04-01', 'date'],
      ['words', { handoff_timing_answer: ' in May ' }, 'held', 'in May', 'text'],
      ['a no', { handoff_timing_answer: 'no' }, 'missing', 'no', 'text'],
      ['nothing', {}, 'missing', '', 'text'],
    ])('hold %s where it is', (_name, held, state, value, kind) => {
      expect(viewOf({ ...NEARLY, ...held }).answers[1]).toMatchObject({ question: 'start', state, value, kind });
    });
  });

  describe('the buttons', () => {
    const named = (properties: Readonly<Record<string, string | null>>, more: Partial<CardFacts> = {}) => {
      const { accept, setSql, recycle, disqualify } = viewOf(properties, more).may;
      return Object.entries({ accept, setSql, recycle, disqualify })
        .filter(([, there]) => there)
        .map(([name]) => name);
    };

    it.each([
      ['a lead', at('lead'), ['setSql', 'disqualify']],
      ['an MQL', at('marketingqualifiedlead'), ['accept', 'setSql', 'recycle', 'disqualify']],
      ['an SAL', at('marketingqualifiedlead', 'IN_PROGRESS'), ['setSql', 'recycle', 'disqualify']],
      ['a recycled lead', at('marketingqualifiedlead', 'BAD_TIMING'), ['setSql', 'disqualify']],
      ['an SQL nobody has accepted', at('salesqualifiedlead', 'CONNECTED'), ['accept', 'recycle', 'disqualify']],
      ['an SQL that is being worked', at('salesqualifiedlead', 'IN_PROGRESS'), ['recycle', 'disqualify']],
      ['an opportunity', at('opportunity'), ['setSql', 'recycle']],
      ['a disqualified lead', at('lead', 'UNQUALIFIED'), ['setSql']],
      ['a contact at a stage we do not know', at('4212345'), []],
    ])('of %s', (_name, properties, buttons) => {
      expect(named(properties)).toEqual(buttons);
    });

    it('of an SQL a rep has accepted, or has set, offer no accepting', () => {
      const sql = at('salesqualifiedlead', 'CONNECTED');
      const step = {
        portalId: 4401,
        contactId: '101',
        from: 'mql',
        to: 'sql',
        way: 'manual',
        actor: 'user:7',
      } as const;
      const history = [{ ...step, rule: 'manual', because: ['Called'], model: null, passed: [], at: NOW - 1 }];
      const answer = { portalId: 4401, contactId: '101', key: 'k', by: 'user:7', at: NOW } as const;

      expect(named(sql, { history })).not.toContain('accept');
      expect(named(sql, { acceptance: { ...answer, outcome: 'accepted' } })).not.toContain('accept');
      expect(named(sql, { acceptance: { ...answer, outcome: 'refused' } })).toContain('accept');
    });

    it.each([
      ['a requirement missed', { ...NEARLY, country: 'Japan' }, ['served-country']],
      ['a requirement nobody can judge', { ...NEARLY, country: '' }, ['served-country']],
      ['a protected stage', at('customer'), ['protect:customer']],
      ['both', { ...at('opportunity'), country: 'Japan' }, ['protect:opportunity', 'served-country']],
      ['an SQL, which is set already', { ...at('salesqualifiedlead'), country: 'Japan' }, []],
    ])('ask for a reason to set SQL over %s', (_name, properties, overrides) => {
      expect(viewOf(properties).may.overrides.map(({ id }) => id)).toEqual(overrides);
    });

    it('ask for none where the model lets unknown pass', () => {
      const [require] = cardModel().model.require;

      const view = viewOf({ ...NEARLY, country: '' }, { says: { require: [{ ...require!, unknown: 'allow' }] } });

      expect([view.may.overrides, view.questions[0]?.required]).toEqual([[], false]);
    });

    it('of a portal that cannot hold an off-ramp leave it out', () => {
      const facts = factsOf(NEARLY);
      const profile = { ...CARD_PROFILE, leadStatuses: new Set(['OPEN']) };

      expect(cardViewOf({ ...facts, read: { ...facts.read, profile } }).may).toMatchObject({
        recycle: false,
        disqualify: false,
      });
    });
  });

  describe('the clock', () => {
    const clock = {
      kind: 'respond',
      dueAt: '2026-03-02T10:00:00.000Z',
      late: false,
      enteredAt: '2026-03-02T08:00:00.000Z',
      followUps: { made: 0, of: 3 },
    } as const;

    it('is there when one runs', () => {
      expect(viewOf(NEARLY, { clock }).clock).toEqual(clock);
    });

    it.each([
      [
        'the answer itself',
        { portalId: 4401, contactId: '101', key: 'k', outcome: 'accepted', by: 'user:7', at: NOW } as const,
        { acceptedBy: 'user:7', acceptedAt: '2026-03-02T09:00:00.000Z' },
      ],
      ['the contact', undefined, { acceptedBy: 'Mila', acceptedAt: '2026-03-02T08:30:00.000Z' }],
    ])('tells by whom the lead was accepted, from %s', (_name, acceptance, told) => {
      const held = { ...NEARLY, handoff_accepted_by: 'Mila', handoff_accepted_at: '2026-03-02T08:30:00Z' };

      expect(viewOf(held, { clock, acceptance }).clock).toMatchObject(told);
    });
  });

  it.each([
    ['e-mail', { email: 'anna@example.com' }, 'anna@example.com'],
    ['id', {}, '101'],
  ])('names a contact without a name by %s', (_name, properties, name) => {
    expect(viewOf(properties).name).toBe(name);
  });

  it('lists the history as the log has it', () => {
    const row = { portalId: 4401, contactId: '101', from: 'lead', to: 'mql', way: 'form', actor: 'app' } as const;

    const { history } = viewOf(NEARLY, {
      history: [{ ...row, rule: 'enter:mql', because: ['Decides'], model: null, passed: [], at: NOW }],
    });

    expect(history).toEqual([
      { from: 'lead', to: 'mql', way: 'form', actor: 'app', because: ['Decides'], at: '2026-03-02T09:00:00.000Z' },
    ]);
  });

  it('shows what is held back', () => {
    const quarantine = { stage: 'sql', because: 'A form set it', since: '2026-03-02T09:00:00.000Z' };

    expect(viewOf(NEARLY, { quarantine }).quarantine).toEqual(quarantine);
  });
});
