import type { Decision } from '../../src/core/decide-stage.js';
import type { Ask, Want } from '../../src/app/ask.js';
import type { Evaluation } from '../../src/app/outcome.js';
import { advance, hold, SCORE, SCORE_WRITTEN } from '../fakes/compiled-model.js';
import { PROFILE } from '../fakes/memory-crm.js';
import { ask, breaksIn, createRoad, QUALIFY, START, type Road } from '../fakes/road.js';

const DAY_MS = 86_400_000;
const LEAD = { lifecyclestage: 'lead', hs_lead_status: 'NEW' };
const MQL = { lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'OPEN' };
const SQL = { lifecyclestage: 'salesqualifiedlead', hs_lead_status: 'CONNECTED' };
const BACK = { kind: 'set-stage', stage: 'lead', reason: 'Too early', allowBackward: true } as const;

const only = (road: Road): Evaluation => {
  const [evaluation, ...others] = road.store.evaluations();
  if (!evaluation || others.length > 0) throw new Error('expected exactly one evaluation');
  return evaluation;
};
const stageOf101 = (road: Road) => road.crm.contacts.get('101')?.['lifecyclestage'];

/** Lets a first process plan an ask and die, and gives its evaluation to a second one. */
async function leftBehind(road: Road, asked: Ask) {
  const first = road.start('w1', { diesAt: ['after-insert', 1] });
  await Promise.race([first.qualify(asked, 'live').catch(() => undefined), first.died]);
  road.clock.now += 60_000;
  const second = road.start('w2');
  const [evaluation] = await second.evaluations.claim(10);
  if (!evaluation) throw new Error('expected an evaluation to take up');
  return { second, evaluation };
}

describe('qualify', () => {
  describe('how an ask can end', () => {
    it('moves the stage, writes the score, and logs one transition with who asked and why', async () => {
      const road = createRoad({ contacts: { 101: LEAD } });

      const outcome = await road.start('w1').qualify(ask('a'), 'live');

      expect(outcome).toEqual({
        decision: advance('lead', 'mql'),
        score: SCORE,
        model: 'saas@0011aabb',
        nextAction: 'Nurture',
        move: { state: 'applied', stage: 'mql', because: '' },
      });
      expect(road.crm.contacts.get('101')).toMatchObject({ ...MQL, ...SCORE_WRITTEN });
      expect(road.store.transitions).toEqual([
        {
          portalId: 4401,
          contactId: '101',
          from: 'lead',
          to: 'mql',
          way: 'workflow',
          actor: 'workflow:5005',
          rule: 'enter:mql',
          because: ['Asked for a demo', 'Not seen for 60 days'],
          model: 'saas@0011aabb',
          passed: [],
          at: START,
        },
      ]);
    });

    it('costs one read, one write and one look for a move', async () => {
      const road = createRoad({ contacts: { 101: LEAD } });

      await road.start('w1').qualify(ask('a'), 'live');

      expect(road.crm.calls.map(({ operation }) => operation)).toEqual(['profile', 'read', 'write', 'read']);
    });

    it('costs one read and one write where nothing moves', async () => {
      const road = createRoad({ contacts: { 101: SQL } });

      await road.start('w1').qualify(ask('a'), 'live');

      expect(road.crm.calls.map(({ operation }) => operation)).toEqual(['profile', 'read', 'write']);
    });

    it('costs no write when the contact scores the same again', async () => {
      const road = createRoad({ contacts: { 101: SQL } });
      const service = road.start('w1');

      await service.qualify(ask('a'), 'live');
      await service.qualify(ask('b'), 'live');

      expect(road.crm.callsOf('write')).toHaveLength(1);
      expect(road.crm.callsOf('read')).toHaveLength(2);
    });

    it('writes no property the portal lacks, and makes no call for nothing', async () => {
      const profile = { ...PROFILE, properties: new Set(['lifecyclestage', 'hs_lead_status', 'handoff_score']) };
      const road = createRoad({ contacts: { 101: SQL, 102: { ...SQL, handoff_score: '72' } }, profile });
      const service = road.start('w1');

      await service.qualify(ask('a'), 'live');
      await service.qualify(ask('b', { contactId: '102' }), 'live');

      expect(road.crm.callsOf('write').map(({ properties }) => properties)).toEqual([{ handoff_score: '72' }]);
    });

    it.each(['suggest', 'observe'] as const)('moves nothing in mode %s', async (mode) => {
      const road = createRoad({ contacts: { 101: LEAD } });

      const outcome = await road.start('w1').qualify(ask('a', { want: { ...QUALIFY, mode } }), 'live');

      expect(outcome).toMatchObject({ decision: { kind: 'advance', to: 'mql' } });
      expect(outcome.move).toBeUndefined();
      expect(stageOf101(road)).toBe('lead');
      expect(road.crm.callsOf('write')).toHaveLength(mode === 'suggest' ? 1 : 0);
      expect(road.store.transitions).toEqual([]);
    });

    it.each<[string, Record<string, string>, Want, string]>([
      ['the contact is protected', { lifecyclestage: 'customer' }, BACK, 'protect:customer'],
      ['we do not know its stage', { lifecyclestage: '51439524' }, BACK, 'unknown-stage'],
      ['it is there already', SQL, { ...BACK, stage: 'sql' }, 'already-there'],
      ['it would go back', SQL, { ...BACK, allowBackward: false }, 'would-go-back'],
    ])('holds and calls nothing more when %s', async (_name, contact, want, rule) => {
      const road = createRoad({ contacts: { 101: contact } });

      const outcome = await road.start('w1').qualify(ask('a', { want }), 'live');

      expect(outcome.decision).toMatchObject({ kind: 'hold', rule });
      expect(road.crm.callsOf('write')).toHaveLength(0);
      expect(only(road).state).toBe('settled');
    });

    it('goes back by clear and set when that is allowed', async () => {
      const road = createRoad({ contacts: { 101: SQL } });

      const outcome = await road.start('w1').qualify(ask('a', { want: BACK }), 'live');

      expect(outcome.move).toEqual({ state: 'applied', stage: 'lead', because: '' });
      expect(road.crm.stagesShown.get('101')).toEqual(['', 'lead']);
      expect(road.store.transitions).toMatchObject([
        { from: 'sql', to: 'lead', rule: 'asked', because: ['Too early'] },
      ]);
    });

    it.each([
      ['no contact has that id', ask('a', { contactId: '999' }), 'contact-not-found'],
      ['there is no such model', ask('a', { want: { ...QUALIFY, model: 'nope' } }), 'model-unknown'],
      [
        'the ask was refused at the door',
        ask('a', { want: { kind: 'refuse', code: 'invalid-input' } }),
        'invalid-input',
      ],
      [
        'an agent names no contact',
        ask('a', { contactId: '0', actor: 'agent:7', want: { kind: 'refuse', code: 'no-contact-given' } }),
        'no-contact-given',
      ],
      ['it is no contact', ask('a', { want: { kind: 'refuse', code: 'not-a-contact' } }), 'not-a-contact'],
    ] as const)('is refused for good when %s', async (_name, asked, code) => {
      const road = createRoad();

      const outcome = await road.start('w1').qualify(asked, 'live');

      expect(outcome.decision).toMatchObject({ kind: 'refused', code });
      expect(only(road)).toMatchObject({ state: 'settled', outcome });
      expect(road.crm.callsOf('write')).toHaveLength(0);
    });

    it('names the models there are when one is unknown', async () => {
      const outcome = await createRoad()
        .start('w1')
        .qualify(ask('a', { want: { ...QUALIFY, model: 'nope' } }), 'live');

      expect(outcome.decision).toMatchObject({ because: 'There is no model "nope"; known: saas' });
    });

    it.each([
      ['refused', 'hubspot-rejected'],
      ['unreadable', 'hubspot-rejected'],
      ['unauthorized', 'hubspot-unauthorized'],
    ] as const)('is refused for good when HubSpot answers the read with %s', async (fault, code) => {
      const road = createRoad({ contacts: { 101: LEAD } });
      road.crm.script('read', fault);

      const outcome = await road.start('w1').qualify(ask('a'), 'live');

      expect(outcome.decision).toMatchObject({ kind: 'refused', code });
      expect(only(road).state).toBe('settled');
    });

    it('stays open when HubSpot is busy', async () => {
      const road = createRoad({ contacts: { 101: LEAD } });
      road.crm.script('read', 'busy');

      await expect(road.start('w1').qualify(ask('a'), 'live')).rejects.toMatchObject({ code: 'HUBSPOT_BUSY' });
      expect(road.store.evaluations()).toEqual([]);
    });

    it('lets the decision stand when HubSpot refuses the score properties', async () => {
      const road = createRoad({ contacts: { 101: SQL } });
      const service = road.start('w1');
      road.crm.script('write', 'refused');

      const outcome = await service.qualify(ask('a'), 'live');

      expect(outcome.decision).toMatchObject({ kind: 'hold', rule: 'at:sql' });
      expect(service.log.said('score properties refused by HubSpot')).toHaveLength(1);
    });

    it('repeats a score write of unknown fate, since the same values twice are harmless', async () => {
      const road = createRoad({ contacts: { 101: SQL } });
      road.crm.script('write', 'uncertain-not-applied', 'uncertain-applied');

      await road.start('w1').qualify(ask('a'), 'live');

      expect(road.crm.callsOf('write')).toHaveLength(3);
      expect(road.crm.contacts.get('101')).toMatchObject(SCORE_WRITTEN);
    });

    it.each([
      ['ignored', 'ignored'],
      ['refused', 'refused'],
    ] as const)('ends with a move that was %s, and logs no transition', async (fault, state) => {
      const road = createRoad({ contacts: { 101: LEAD } });
      road.crm.script('write', fault);

      const outcome = await road.start('w1').qualify(ask('a'), 'live');

      expect(outcome).toMatchObject({ decision: { kind: 'advance' }, move: { state, stage: 'lead' } });
      expect(road.store.transitions).toEqual([]);
      expect(road.store.openMoves()).toBe(0);
    });

    it('ends with a refused move when the contact goes away under it', async () => {
      const road = createRoad({ contacts: { 101: LEAD } });
      road.crm.afterNext('read', () => void road.crm.contacts.delete('101'));

      const outcome = await road.start('w1').qualify(ask('a'), 'live');

      expect(outcome).toMatchObject({ decision: { kind: 'advance' }, move: { state: 'refused', stage: '' } });
      expect(road.store.openMoves()).toBe(0);
    });

    it('tells each outcome once, when it is over', async () => {
      const road = createRoad({ contacts: { 101: LEAD } });
      const service = road.start('w1');

      await service.qualify(ask('a'), 'live');
      await service.qualify(ask('b', { want: { kind: 'refuse', code: 'invalid-input' } }), 'live');

      expect(service.settled.map((over) => [over.ask.key, over.outcome.decision.kind])).toEqual([
        ['a', 'advance'],
        ['b', 'refused'],
      ]);
    });
  });

  describe('what sales is to hear of (W05)', () => {
    const model = { says: { notify: { mql: ['slack', 'fax', 'manager-task'], constructor: ['slack'] } } };

    it.each([
      ['a stage the model names, by the channels we have', LEAD, QUALIFY, ['slack', 'manager-task']],
      [
        'the same stage, asked for',
        LEAD,
        { kind: 'set-stage', stage: 'mql', reason: undefined, allowBackward: false },
        ['slack', 'manager-task'],
      ],
      ['a stage it does not name', MQL, QUALIFY, undefined],
      ['no move', LEAD, { ...QUALIFY, mode: 'suggest' }, undefined],
    ] as const)('is %s', async (_name, contact, want, channels) => {
      const road = createRoad({ contacts: { 101: contact }, model });

      await road.start('w1').qualify(ask('a', { want }), 'live');

      expect(road.store.announced).toEqual(channels ? [{ contactId: '101', stage: 'mql', channels }] : []);
    });

    it('is nothing that HubSpot did not do', async () => {
      const road = createRoad({ contacts: { 101: LEAD }, model });
      road.crm.script('write', 'ignored');

      await road.start('w1').qualify(ask('a'), 'live');

      expect(road.store.announced).toEqual([]);
    });

    it('is told once when another finishes what a crash left', async () => {
      const road = createRoad({ contacts: { 101: LEAD }, model });
      const { second, evaluation } = await leftBehind(road, ask('a'));

      await second.takeUp(evaluation);

      expect(road.store.announced).toEqual([{ contactId: '101', stage: 'mql', channels: ['slack', 'manager-task'] }]);
    });
  });

  describe('once a move is planned', () => {
    it.each(['unauthorized', 'unreadable', 'refused', 'busy'] as const)(
      'stays open while HubSpot answers the look with %s: whether the stage moved is not known',
      async (fault) => {
        const road = createRoad({ contacts: { 101: LEAD } });
        road.crm.script('read', 'none', fault);

        await expect(road.start('w1').qualify(ask('a'), 'live')).rejects.toMatchObject({ code: 'HUBSPOT_BUSY' });
        expect(only(road).state).toBe('planned');
        expect(stageOf101(road)).toBe('marketingqualifiedlead');

        road.clock.now += 60_000;
        await road.start('w2').takeUpOnce();

        expect(only(road)).toMatchObject({ state: 'settled', outcome: { move: { state: 'applied' } } });
        expect(road.store.transitions).toHaveLength(1);
      },
    );

    it('never leaves a contact without a stage when the token is revoked between clear and set', async () => {
      const road = createRoad({ contacts: { 101: SQL } });
      road.crm.script('write', 'none', 'unauthorized', 'unauthorized');
      road.crm.script('read', 'none', 'none', 'unauthorized');

      await expect(road.start('w1').qualify(ask('a', { want: BACK }), 'live')).rejects.toMatchObject({
        code: 'HUBSPOT_BUSY',
      });
      expect(stageOf101(road)).toBe('');

      road.clock.now += 10 * DAY_MS;
      await road.start('w2').takeUpOnce();

      expect(stageOf101(road)).toBe('lead');
      expect(road.store.transitions).toMatchObject([{ from: 'sql', to: 'lead' }]);
    });

    it('gives up on a step forward after three days without HubSpot', async () => {
      const road = createRoad({ contacts: { 101: LEAD } });
      const { second, evaluation } = await leftBehind(road, ask('a'));
      road.crm.always('read', 'unauthorized');

      road.clock.now = START + 3 * DAY_MS;
      await expect(second.takeUp(evaluation)).rejects.toMatchObject({ code: 'HUBSPOT_BUSY' });
      road.clock.now = START + 3 * DAY_MS + 1;

      await expect(second.takeUp(evaluation)).resolves.toMatchObject({
        decision: { kind: 'advance' },
        move: { state: 'refused', stage: 'lead', because: 'HubSpot could not be reached for three days' },
      });
      expect(road.store.openMoves()).toBe(0);
    });

    it('never gives up on a step back: the contact may have no stage', async () => {
      const road = createRoad({ contacts: { 101: SQL } });
      const { second, evaluation } = await leftBehind(road, ask('a', { want: BACK }));
      road.crm.script('read', 'busy');

      road.clock.now = START + 30 * DAY_MS;

      await expect(second.takeUp(evaluation)).rejects.toMatchObject({ code: 'HUBSPOT_BUSY' });
      await expect(second.takeUp(evaluation)).resolves.toMatchObject({ move: { state: 'applied', stage: 'lead' } });
    });
  });

  describe('when others are at the same contact', () => {
    it('reads again when the log ends elsewhere, and logs what happened outside as seen', async () => {
      const road = createRoad({ contacts: { 101: LEAD } });
      const service = road.start('w1');
      await service.qualify(ask('a'), 'live');
      Object.assign(road.crm.contacts.get('101') ?? {}, LEAD);
      const before = road.crm.callsOf('read').length;

      await service.qualify(ask('b'), 'live');

      expect(road.crm.callsOf('read').length - before).toBe(3);
      expect(road.store.transitions.map(({ from, to, way, actor, rule }) => [from, to, way, actor, rule])).toEqual([
        ['lead', 'mql', 'workflow', 'workflow:5005', 'enter:mql'],
        ['mql', 'lead', 'sync', 'portal', 'seen'],
        ['lead', 'mql', 'workflow', 'workflow:5005', 'enter:mql'],
      ]);
    });

    it('decides anew on what the contact is when it moved between read and plan', async () => {
      const road = createRoad({ contacts: { 101: LEAD } });
      const [one, two] = [road.start('w1'), road.start('w2')];
      road.crm.afterNext('read', async () => {
        await two.qualify(ask('b'), 'live');
      });

      const outcome = await one.qualify(ask('a'), 'live');

      expect(outcome).toMatchObject({ decision: { from: 'mql', to: 'sql' }, move: { state: 'applied' } });
      expect(road.store.transitions.map(({ from, to }) => [from, to])).toEqual([
        ['lead', 'mql'],
        ['mql', 'sql'],
      ]);
    });

    it('makes one transition of two asks that want the same, in two processes at once', async () => {
      const decide = (from: string): Decision => (from === 'lead' ? advance('lead', 'mql') : hold(from, `at:${from}`));
      const road = createRoad({ contacts: { 101: LEAD }, model: { decide } });

      const outcomes = await Promise.all([
        road.start('w1').qualify(ask('a'), 'live'),
        road.start('w2').qualify(ask('b'), 'live'),
      ]);

      expect(outcomes.map(({ decision }) => decision.kind).sort()).toEqual(['advance', 'hold']);
      expect(road.store.transitions).toHaveLength(1);
    });

    it('keeps the log unbroken with six asks in three processes at once', async () => {
      const decide = (from: string): Decision =>
        from === 'sql' ? hold('sql', 'at:sql') : advance(from, NEXT[from] ?? 'sql');
      const road = createRoad({ contacts: { 101: { lifecyclestage: 'subscriber' } }, model: { decide } });
      const services = ['w1', 'w2', 'w3'].map((worker) => road.start(worker));

      await Promise.all(
        services.flatMap(({ qualify }, at) => [qualify(ask(`a${at}`), 'live'), qualify(ask(`b${at}`), 'live')]),
      );

      expect(breaksIn(road.store.transitions)).toEqual([]);
      expect(road.store.transitions.map(({ to }) => to)).toEqual(['lead', 'mql', 'sql']);
    });

    it('gives way after a while when the other move does not end', async () => {
      const road = createRoad({ contacts: { 101: LEAD } });
      await leftBehind(road, ask('a'));
      const waited: number[] = [];
      const service = road.start('w3', { onPause: (ms) => void waited.push(ms) });

      await expect(service.qualify(ask('b'), 'live')).rejects.toMatchObject({ code: 'HUBSPOT_BUSY' });
      expect(waited.slice(0, 3)).toEqual([50, 100, 150]);
      expect(Math.max(...waited)).toBe(500);
    });

    it('does not take the empty stage of another one, read in the middle of its step back, for a change from outside', async () => {
      const road = createRoad({ contacts: { 101: LEAD } });
      const first = road.start('w1');
      await first.qualify(ask('a'), 'live');
      await first.qualify(ask('b'), 'live');
      const { second, evaluation } = await leftBehind(road, ask('c', { want: BACK }));
      const contact = road.crm.contacts.get('101') ?? {};
      const service = road.start('w3', {
        onPause: () => {
          contact['lifecyclestage'] = '';
          road.crm.afterNext('read', async () => {
            contact['lifecyclestage'] = 'salesqualifiedlead';
            road.crm.script('write', 'none', 'refused');
            await second.takeUp(evaluation);
          });
        },
      });

      const want: Want = { kind: 'set-stage', stage: 'opportunity', reason: undefined, allowBackward: false };
      const outcome = await service.qualify(ask('d', { want }), 'live');

      expect(outcome).toMatchObject({ decision: { from: 'sql' }, move: { state: 'applied' } });
      expect(road.store.transitions.map(({ from, to }) => [from, to])).toEqual([
        ['lead', 'mql'],
        ['mql', 'sql'],
        ['sql', 'opportunity'],
      ]);
    });

    it('answers with the first word of two processes that end the same ask differently', async () => {
      const road = createRoad({ contacts: { 101: LEAD } });
      const [one, two] = [road.start('w1'), road.start('w2')];
      let decided: unknown;
      road.crm.script('read', 'missing');
      road.crm.afterNext('read', async () => {
        decided = await two.qualify(ask('a'), 'live');
      });

      const outcome = await one.qualify(ask('a'), 'live');

      expect(outcome).toMatchObject({ decision: { kind: 'advance' } });
      expect(outcome).toEqual(decided);
    });

    it('answers a repeat that comes while the ask is under way with "later", and the repeat after it with the outcome', async () => {
      const road = createRoad({ contacts: { 101: LEAD } });
      const [one, two] = [road.start('w1'), road.start('w2')];
      let repeat: Promise<unknown> = Promise.resolve();
      road.crm.afterNext('write', () => {
        repeat = two.qualify(ask('a'), 'live').catch((error: unknown) => error);
      });

      const outcome = await one.qualify(ask('a'), 'live');

      await expect(repeat).resolves.toMatchObject({ code: 'HUBSPOT_BUSY', facts: { code: 'under-way' } });
      await expect(two.qualify(ask('a'), 'live')).resolves.toEqual(outcome);
      expect(road.store.transitions).toHaveLength(1);
    });
  });

  describe('when the lease is lost', () => {
    it('answers with what the other worker settled', async () => {
      const road = createRoad({ contacts: { 101: LEAD } });
      const two = road.start('w2');
      road.crm.afterNext('write', async () => {
        road.clock.now += 60_000;
        await two.takeUpOnce();
      });
      const one = road.start('w1');

      const outcome = await one.qualify(ask('a'), 'live');

      expect(outcome).toMatchObject({ move: { state: 'applied', stage: 'mql' } });
      expect(road.store.transitions).toHaveLength(1);
      expect(two.settled).toHaveLength(1);
    });

    it('leaves it to the other worker while that one is at it', async () => {
      const road = createRoad({ contacts: { 101: LEAD } });
      const two = road.start('w2');
      road.crm.afterNext('write', async () => {
        road.clock.now += 60_000;
        await two.evaluations.claim(1);
      });
      const one = road.start('w1');

      await expect(one.qualify(ask('a'), 'live')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      expect(one.settled).toEqual([]);
      expect(only(road).state).toBe('planned');
    });
  });

  describe('what the company adds', () => {
    it('counts each colleague once, by the newest visit, however HubSpot writes the date', async () => {
      const seen: (readonly number[])[] = [];
      const road = createRoad({
        contacts: {
          101: { ...SQL, associatedcompanyid: '9', hs_analytics_last_timestamp: '2026-03-01T00:00:00Z' },
          102: { ...SQL, associatedcompanyid: '9', hs_analytics_last_timestamp: '1772236800000' },
          103: { ...SQL, associatedcompanyid: '9', hs_analytics_last_timestamp: null },
        },
        model: {
          asksCompany: true,
          score: (contact) => {
            seen.push(contact.company['engaged_contacts'] ?? []);
            return SCORE;
          },
        },
      });
      const service = road.start('w1');

      for (const contactId of ['101', '102', '103']) await service.qualify(ask(contactId, { contactId }), 'live');

      expect(seen.at(-1)).toEqual([Date.parse('2026-03-01T00:00:00Z'), Date.parse('2026-02-28T00:00:00Z')]);
    });

    it('is unknown for a contact without a company', async () => {
      const seen: unknown[] = [];
      const score = (contact: { company: unknown }) => {
        seen.push(contact.company);
        return SCORE;
      };
      const road = createRoad({ contacts: { 101: SQL }, model: { asksCompany: true, score } });

      await road.start('w1').qualify(ask('a'), 'live');

      expect(seen).toEqual([{}]);
    });
  });

  describe('takeUp', () => {
    it('begins an ask that was only accepted', async () => {
      const road = createRoad({ contacts: { 101: LEAD } });
      const service = road.start('w1');
      await service.evaluations.defer(ask('a'));

      const outcome = await service.takeUp({ ask: ask('a'), state: 'accepted', attempts: 1 });

      expect(outcome).toMatchObject({ move: { state: 'applied', stage: 'mql' } });
    });

    it('keeps the decision that was planned, whatever the model says by now', async () => {
      let decided = 0;
      const decide = (from: string): Decision => ((decided += 1) === 1 ? advance(from, 'mql') : hold(from, 'changed'));
      const road = createRoad({ contacts: { 101: LEAD }, model: { decide } });
      const { second, evaluation } = await leftBehind(road, ask('a'));

      await expect(second.takeUp(evaluation)).resolves.toMatchObject({
        decision: { rule: 'enter:mql' },
        move: { state: 'applied' },
      });
    });

    it('ends an accepted ask that could not be begun for three days, and not a millisecond before', async () => {
      const road = createRoad({ contacts: { 101: LEAD } });
      const service = road.start('w1');
      await service.evaluations.defer(ask('a'));
      road.crm.always('read', 'busy');
      const accepted: Evaluation = { ask: ask('a'), state: 'accepted', attempts: 9 };

      road.clock.now = START + 3 * DAY_MS;
      await expect(service.takeUp(accepted)).rejects.toMatchObject({ code: 'HUBSPOT_BUSY' });
      road.clock.now = START + 3 * DAY_MS + 1;

      await expect(service.takeUp(accepted)).resolves.toMatchObject({
        decision: { kind: 'refused', code: 'hubspot-unavailable' },
      });
    });
  });
});

const NEXT: Readonly<Record<string, 'lead' | 'mql' | 'sql'>> = { subscriber: 'lead', lead: 'mql', mql: 'sql' };
