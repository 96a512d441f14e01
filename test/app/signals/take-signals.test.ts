import fc from 'fast-check';
import type { GivenSignal } from '../../../src/app/signals/judge-signal.js';
import { compileModel } from '../../../src/files/compile-model.js';
import { type CaseModel, modelOf } from '../../core/case-model.js';
import { PROFILE } from '../../fakes/memory-crm.js';
import { createRoad, START, type Road, type RoadOptions } from '../../fakes/road.js';

const BY = { way: 'workflow', actor: 'signal:api', action: 'signals' } as const;
const MINUTE = 60_000;

/** Asks for a need and a date, and for a talk of three messages. */
const FILE: CaseModel = {
  intent: {
    max: 100,
    rules: [
      {
        id: 'demo',
        when: { signal: 'demo_booked', withinDays: 30 },
        points: 30,
        halfLifeDays: 14,
        because: 'Booked a demo',
      },
      { id: 'wrote', when: { signal: 'message', atLeast: 2, withinDays: 30 }, points: 20, because: 'Writes to us' },
      { id: 'order', when: { sequence: ['message', 'demo_booked'] }, points: 10, because: 'Wrote, then booked' },
      { id: 'deep', when: { property: 'handoff_conversation_depth', atLeast: 3 }, points: 25, because: 'A long talk' },
      { id: 'no', when: { signal: 'declined' }, points: -40, because: 'Said no thanks' },
    ],
  },
  evidence: { answers: { need: ['handoff_need'], timing: ['handoff_timing_date'], budget: ['handoff_budget'] } },
  stages: {
    mql: { enter: { intent: 20 } },
    sql: { enter: { any: [{ evidence: 2 }, { all: [{ stage: 'mql' }, { intent: 70 }] }] }, policy: 'auto' },
  },
};
const MQL = { lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'OPEN', email: 'ada@example.com' };
const LEAD = { lifecyclestage: 'lead', hs_lead_status: 'NEW', email: 'ada@example.com' };

const roadWith = (contacts: RoadOptions['contacts'] = { 101: LEAD }, profile = PROFILE) =>
  createRoad({ contacts, compiled: compileModel(modelOf(FILE)), profile });
const act = (id: string, signal = 'message', more: Partial<GivenSignal> & { text?: string; auto?: boolean } = {}) => {
  const { text, auto = false, ...rest } = more;
  const told = { signal, auto, ...(text === undefined ? {} : { text }) };
  return { id, contact: { contactId: '101' }, at: START - MINUTE, told, ...rest } satisfies GivenSignal;
};
const answer = (id: string, question: string, value: string, more: Partial<GivenSignal> = {}): GivenSignal => ({
  id,
  contact: { contactId: '101' },
  at: START - MINUTE,
  told: { question, value },
  ...more,
});
const statesOf = (results: readonly { readonly state: string }[]) => results.map(({ state }) => state);

/** Tells, and lets the loop do all that follows. */
async function tell(road: Road, given: readonly GivenSignal[], service = road.start('w1')) {
  const results = await service.takeSignals(4401, given, BY);
  while ((await service.takeUpOnce()) > 0);
  return results;
}
const contact = (road: Road, id = '101') => road.crm.contacts.get(id) ?? {};

describe('takeSignals', () => {
  it('moves a lead by what it did, in the name of who told it (M06)', async () => {
    const road = roadWith();

    const results = await tell(road, [act('1', 'demo_booked', { source: 'calendly' })]);

    expect(results).toEqual([{ id: '1', state: 'stored' }]);
    expect(contact(road)).toMatchObject({
      lifecyclestage: 'marketingqualifiedlead',
      handoff_reasons: '+30 Booked a demo',
    });
    expect(road.store.transitions).toMatchObject([
      { from: 'lead', to: 'mql', way: 'workflow', actor: 'signal:calendly' },
    ]);
  });

  it('W11, G10: answers count in the evaluation they cause, and are written with the stage in one request', async () => {
    const road = roadWith({ 101: MQL });

    await tell(road, [answer('1', 'need', 'Reports'), answer('2', 'timing', '2026-04-01')]);

    expect(contact(road)).toMatchObject({
      lifecyclestage: 'salesqualifiedlead',
      handoff_need: 'Reports',
      handoff_timing_date: '2026-04-01',
    });
    expect(road.crm.callsOf('write')).toHaveLength(1);
    expect(road.store.transitions.map(({ from, to }) => [from, to])).toEqual([['mql', 'sql']]);
    expect(road.signals.rows().map(({ value }) => value)).toEqual([undefined, undefined]);
  });

  it('causes one evaluation for each contact of a call, whatever is told of it', async () => {
    const road = roadWith({ 101: LEAD, 102: { ...LEAD, email: 'bob@example.com' } });

    await tell(road, [
      act('1'),
      act('2'),
      answer('3', 'need', 'Reports'),
      act('4', 'message', { contact: { contactId: '102' } }),
    ]);

    expect(road.store.evaluations().map(({ ask }) => ask.contactId)).toEqual(['101', '102']);
    expect(road.store.evaluations().every(({ state }) => state === 'settled')).toBe(true);
  });

  it('M07: e-mail and contact id of one person are one contact', async () => {
    const road = roadWith();

    await tell(road, [act('1'), act('2', 'message', { contact: { email: 'Ada@example.com' } })]);

    expect(road.store.evaluations()).toHaveLength(1);
    expect(contact(road)).toMatchObject({ handoff_conversation_depth: '2', handoff_reasons: '+20 Writes to us' });
  });

  describe('the conversation depth (S19)', () => {
    it('is kept true on the contact, and used when scoring', async () => {
      const road = roadWith({ 101: { ...LEAD, handoff_conversation_depth: '1' } });

      await tell(road, [act('1'), act('2'), act('3', 'whatsapp_voice_message'), act('4', 'auto_replied')]);

      expect(contact(road)).toMatchObject({
        handoff_conversation_depth: '3',
        handoff_reasons: '+25 A long talk · +20 Writes to us',
      });
    });

    it('is written though nothing else changes, and not when it has not', async () => {
      const road = roadWith();
      await tell(road, [act('1', 'instagram_voice_message')]);
      await tell(road, [act('2', 'instagram_voice_message')]);
      await tell(road, [act('3', 'something_else')]);

      const written = road.crm.callsOf('write').map(({ properties }) => properties?.['handoff_conversation_depth']);
      expect(written).toEqual(['1', '2']);
    });

    it('is not written where the portal has no such property, and counts all the same', async () => {
      const properties = new Set(PROFILE.properties);
      properties.delete('handoff_conversation_depth');
      const road = roadWith(undefined, { ...PROFILE, properties });

      await tell(road, [act('1'), act('2'), act('3')]);

      expect(contact(road)).not.toHaveProperty('handoff_conversation_depth');
      expect(contact(road)).toMatchObject({ handoff_reasons: '+25 A long talk · +20 Writes to us' });
    });
  });

  it.each<[string, Parameters<typeof act>, string, string]>([
    [
      'G05: an answer to the qualifier',
      ['1', 'qualifier_replied', { text: 'We need reports' }],
      'qualifier_replied',
      '',
    ],
    ['G05: no thanks', ['1', 'qualifier_replied', { text: 'Nee, bedankt' }], 'declined', '-40 Said no thanks'],
    ['a name nobody knows', ['1', 'booth_visited'], 'booth_visited', ''],
  ])('keeps %s by its name, and never its text', async (_name, given, signal, reasons) => {
    const road = roadWith();

    await tell(road, [act(...given)]);

    expect(road.signals.rows()).toMatchObject([{ signal }]);
    expect(JSON.stringify([road.signals.rows(), road.store.evaluations()])).not.toMatch(/reports|bedankt/);
    expect(contact(road)['handoff_reasons'] ?? '').toBe(reasons);
  });

  it('G08: an automatic reply is kept, and nothing is looked at', async () => {
    const road = roadWith();

    const results = await tell(road, [act('1', 'demo_booked', { auto: true })]);

    expect(statesOf(results)).toEqual(['stored']);
    expect(road.signals.rows()).toMatchObject([{ signal: 'auto_replied' }]);
    expect(road.store.evaluations()).toEqual([]);
    expect(contact(road)['lifecyclestage']).toBe('lead');
  });

  describe('told again', () => {
    it('changes nothing, asks nobody, and says so (P17)', async () => {
      const road = roadWith();
      const all = [act('1'), act('2', 'demo_booked'), answer('3', 'need', 'Reports')];
      await tell(road, all);
      const before = { ...contact(road) };
      const calls = road.crm.calls.length;

      const again = await tell(road, all);

      expect(statesOf(again)).toEqual(['repeated', 'repeated', 'repeated']);
      expect(contact(road)).toEqual(before);
      expect([road.crm.calls.length, road.store.evaluations().length]).toEqual([calls, 1]);
    });

    it('with something new, only that is news', async () => {
      const road = roadWith();
      await tell(road, [act('1')]);

      const again = await tell(road, [act('1', 'demo_booked'), act('2')]);

      expect(statesOf(again)).toEqual(['repeated', 'stored']);
      expect(contact(road)['handoff_reasons']).toBe('+20 Writes to us');
    });

    it('twice in one call, the first counts; one that was refused does not', async () => {
      const road = roadWith();

      const results = await tell(road, [act('1', 'message', { contact: { contactId: '999' } }), act('1'), act('1')]);

      expect(statesOf(results)).toEqual(['refused', 'stored', 'repeated']);
    });

    it('is known though the contact is gone by now', async () => {
      const road = roadWith();
      await tell(road, [act('1')]);
      road.crm.contacts.delete('101');

      expect(statesOf(await tell(road, [act('1')]))).toEqual(['repeated']);
    });
  });

  it.each<[string, GivenSignal, string]>([
    [
      'an address nobody has',
      act('1', 'message', { contact: { email: 'eve@example.com' } }),
      'No contact has this e-mail address: create the contact, then send it again',
    ],
    [
      'a contact that is not there',
      act('1', 'message', { contact: { contactId: '999' } }),
      'HubSpot has no contact with this id (any more): send the id it has now',
    ],
    [
      'what is still to come',
      act('1', 'message', { at: START + 5 * MINUTE + 1 }),
      'This is still to come: send it once it has happened',
    ],
    ['a model nobody has', act('1', 'message', { model: 'nope' }), 'There is no such model; known: case'],
    [
      'a question the model does not ask',
      answer('1', 'mood', 'good'),
      'The model case has no such question; it asks: budget, need, timing',
    ],
    [
      'a question the model asks and has no place for',
      answer('1', 'authority', 'me'),
      'The model case has no such question; it asks: budget, need, timing',
    ],
    [
      'an inherited name for a question',
      answer('1', 'constructor', 'x'),
      'The model case has no such question; it asks: budget, need, timing',
    ],
    [
      'a place the portal does not have',
      answer('1', 'budget', '10k'),
      'This portal has no property handoff_budget: run handoff setup',
    ],
    [
      'an answer its place does not take',
      answer('1', 'timing', 'soon'),
      'handoff_timing_date takes a date such as 2026-12-01',
    ],
  ])('refuses %s, says what to do, and keeps the others', async (_name, given, because) => {
    const road = roadWith();

    const results = await tell(road, [given, act('good')]);

    expect(results).toEqual([
      { id: '1', state: 'refused', because },
      { id: 'good', state: 'stored' },
    ]);
    expect(road.signals.rows().map(({ id }) => id)).toEqual(['good']);
  });

  it('keeps nothing of somebody who asked to be forgotten, whichever way it is told (P7)', async () => {
    const road = roadWith();
    road.forgotten.add('101');

    const results = await tell(road, [act('1'), act('2', 'message', { contact: { email: 'ada@example.com' } })]);

    expect(statesOf(results)).toEqual(['refused', 'refused']);
    expect([road.signals.rows(), road.store.evaluations()]).toEqual([[], []]);
  });

  it('takes an act a clock ahead of ours dates, as of now', async () => {
    const road = roadWith();

    await tell(road, [act('1', 'demo_booked', { at: START + 5 * MINUTE })]);

    expect(contact(road)['handoff_reasons']).toBe('+30 Booked a demo');
  });

  it('refuses what HubSpot would not look up, and says it when HubSpot is away', async () => {
    const road = roadWith();
    const byMail = act('1', 'message', { contact: { email: 'ada@example.com' } });
    road.crm.script('findByEmail', 'refused', 'busy');

    expect(statesOf(await tell(road, [byMail]))).toEqual(['refused']);
    await expect(tell(road, [byMail])).rejects.toMatchObject({ code: 'HUBSPOT_BUSY' });
    expect(statesOf(await tell(road, [byMail]))).toEqual(['stored']);
  });

  it('asks the model that was named last, in the name of the last source', async () => {
    const road = roadWith();

    await road
      .start('w1')
      .takeSignals(
        4401,
        [
          act('1', 'message', { source: 'a', model: 'case' }),
          act('2', 'message', { source: 'b' }),
          act('3'),
          act('4', 'message', { source: 'c', auto: true }),
        ],
        BY,
      );

    expect(road.store.evaluations().map(({ ask }) => [ask.actor, ask.want])).toEqual([
      ['signal:b', { kind: 'qualify', model: 'case', mode: 'act', assignTo: undefined }],
    ]);
  });

  it('takes a way, an actor and an action of its own (forms)', async () => {
    const road = roadWith();

    await road.start('w1').takeSignals(4401, [act('1')], { way: 'form', actor: 'form:7', action: 'forms' });

    expect(road.store.evaluations().map(({ ask: { way, actor, action } }) => [way, actor, action])).toEqual([
      ['form', 'form:7', 'forms'],
    ]);
  });

  it('an ask of another way sees what was told as well', async () => {
    const road = roadWith();
    const service = road.start('w1');
    await service.takeSignals(4401, [act('1', 'demo_booked'), answer('2', 'need', 'Reports')], BY);

    const [{ ask } = { ask: undefined }] = road.store.evaluations();
    if (!ask) throw new Error('expected an ask');
    await service.qualify(
      { ...ask, key: 'workflow', actor: 'workflow:1', action: 'score-lead', want: { kind: 'score', model: undefined } },
      'live',
    );

    expect(contact(road)).toMatchObject({
      lifecyclestage: 'lead',
      handoff_need: 'Reports',
      handoff_reasons: '+30 Booked a demo',
    });
  });

  it('observing writes no answer, and leaves it to be written', async () => {
    const road = roadWith();
    const service = road.start('w1');
    await service.takeSignals(4401, [answer('1', 'need', 'Reports')], BY);
    const [{ ask } = { ask: undefined }] = road.store.evaluations();
    if (!ask) throw new Error('expected an ask');

    await service.qualify(
      { ...ask, key: 'o', want: { kind: 'qualify', model: undefined, mode: 'observe', assignTo: undefined } },
      'live',
    );

    expect(contact(road)['handoff_need']).toBeUndefined();
    expect(road.signals.rows()[0]?.value).toBe('Reports');
  });

  it('keeps what a rep wrote after the answer was there', async () => {
    const road = roadWith();
    await tell(road, [answer('1', 'need', 'Reports')]);
    (road.crm.contacts.get('101') ?? {})['handoff_need'] = 'Dashboards, he says';

    await tell(road, [act('2', 'demo_booked')]);

    expect(contact(road)['handoff_need']).toBe('Dashboards, he says');
  });

  it.each(['after-insert', 'before-hubspot-write', 'after-hubspot-write', 'after-settle'] as const)(
    'what was taken is judged, whatever dies: %s (P1)',
    async (place) => {
      const road = roadWith({ 101: MQL });
      const first = road.start('w1', { diesAt: [place, 1] });
      await first.takeSignals(4401, [answer('1', 'need', 'Reports'), answer('2', 'timing', '2026-04-01')], BY);
      await Promise.race([first.takeUpOnce().catch(() => undefined), first.died]);
      road.clock.now += MINUTE;

      const second = road.start('w2');
      while ((await second.takeUpOnce()) > 0);

      expect(contact(road)).toMatchObject({ lifecyclestage: 'salesqualifiedlead', handoff_need: 'Reports' });
      expect(road.store.transitions).toHaveLength(1);
      expect(road.signals.rows().map(({ value }) => value)).toEqual([undefined, undefined]);
    },
  );

  it('an old act never moves a lead back', async () => {
    const road = roadWith({ 101: { ...LEAD, lifecyclestage: 'salesqualifiedlead', hs_lead_status: 'CONNECTED' } });

    await tell(road, [act('1', 'declined', { at: START - 400 * 86_400_000 }), act('2', 'message', { at: 1 })]);

    expect(contact(road)['lifecyclestage']).toBe('salesqualifiedlead');
    expect(road.store.transitions).toEqual([]);
  });

  it('in whatever order, in however many calls, however often: the same score and the same answers', async () => {
    const all: readonly GivenSignal[] = [
      act('1', 'message', { at: START - 5 * MINUTE }),
      act('2', 'message', { at: START - 4 * MINUTE }),
      act('3', 'demo_booked', { at: START - 3 * MINUTE }),
      act('4', 'qualifier_replied', { at: START - 4 * MINUTE, contact: { email: 'ada@example.com' } }),
      act('5', 'message', { auto: true }),
      answer('6', 'need', 'Reports', { at: START - 9 * MINUTE }),
      answer('7', 'need', 'Dashboards', { at: START - 2 * MINUTE }),
    ];
    const order = fc.shuffledSubarray([...all.keys(), ...all.keys()], { minLength: 14, maxLength: 14 });

    await fc.assert(
      fc.asyncProperty(order, fc.integer({ min: 1, max: 14 }), async (places, size) => {
        const road = roadWith();
        const service = road.start('w1');
        for (let from = 0; from < places.length; from += size) {
          const call = places.slice(from, from + size).flatMap((place) => all[place] ?? []);
          await tell(road, call, service);
        }

        expect(contact(road)).toMatchObject({
          handoff_score: '85',
          handoff_conversation_depth: '3',
          handoff_need: 'Dashboards',
          lifecyclestage: expect.not.stringMatching(/^lead$/) as string,
        });
      }),
      { numRuns: 60 },
    );
  });
});
