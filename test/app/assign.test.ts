import type { Want } from '../../src/app/ask.js';
import type { AssignModel, Model } from '../../src/core/model.js';
import { advance } from '../fakes/compiled-model.js';
import { ask, createRoad, QUALIFY, START, type Road, type RoadOptions } from '../fakes/road.js';

const MQL = { lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'OPEN' };
const LEAD = { lifecyclestage: 'lead', hs_lead_status: 'NEW' };
const [JONAS, SANNE] = ['64492918', '64492917'];
const TO: AssignModel['to'] = [
  { owner: 'Jonas.Peeters@sales.example', weight: 1, away: [] },
  { owner: SANNE, weight: 1, away: [] },
];

/** A road whose model assigns somebody; contact 101 is an MQL about to become SQL. */
function assigning(assign: Partial<AssignModel> = {}, more: RoadOptions & { says?: Partial<Model> } = {}): Road {
  const { contacts = { 101: MQL }, says, model } = more;
  return createRoad({
    contacts,
    model: { ...model, says: { assign: { keep: true, at: ['sql'], to: TO, ...assign }, ...says } },
  });
}
const ownerOf = (road: Road, contact = '101') => road.crm.contacts.get(contact)?.['hubspot_owner_id'];
const warnings = ({ log }: ReturnType<Road['start']>) =>
  log.entries.filter(({ level }) => level === 'warn').map(({ message }) => message);

describe('assigning', () => {
  it('writes the owner with the stage, in one request (W06)', async () => {
    const road = assigning();

    await road.start('w1').qualify(ask('a'), 'live');

    const writes = road.crm.callsOf('write').map(({ properties }) => properties);
    expect(writes).toHaveLength(1);
    expect(writes[0]).toMatchObject({ lifecyclestage: 'salesqualifiedlead', hubspot_owner_id: JONAS });
    expect(road.assignments.ledger).toMatchObject([
      {
        contactId: '101',
        owner: JONAS,
        email: 'jonas.peeters@sales.example',
        because: 'in-turn',
        passedOver: [{ owner: SANNE, because: 'not-their-turn' }],
        stage: 'sql',
        at: START,
      },
    ]);
  });

  it('takes turns', async () => {
    const road = assigning({}, { contacts: { 101: MQL, 102: MQL, 103: MQL } });
    const service = road.start('w1');

    for (const contactId of ['101', '102', '103']) await service.qualify(ask(contactId, { contactId }), 'live');

    expect(['101', '102', '103'].map((contact) => ownerOf(road, contact))).toEqual([JONAS, SANNE, JONAS]);
  });

  const SET: Want = { kind: 'set-stage', stage: 'sql', reason: 'Called', allowBackward: false };
  it('assigns as well when a rep sets the stage', async () => {
    const road = assigning();

    await road.start('w1').qualify(ask('a', { want: SET, way: 'manual', actor: 'user:7' }), 'live');

    expect(ownerOf(road)).toBe(JONAS);
  });

  it('lets an owner the contact has stay, unless the model says otherwise (D08)', async () => {
    const contacts = { 101: { ...MQL, hubspot_owner_id: '9' } };
    const keeps = assigning({}, { contacts });
    const flips = assigning({ keep: false }, { contacts });

    await keeps.start('w1').qualify(ask('a'), 'live');
    await flips.start('w1').qualify(ask('a'), 'live');

    expect([ownerOf(keeps), ownerOf(flips)]).toEqual(['9', JONAS]);
    expect(keeps.assignments.count('assign')).toBe(0);
  });

  it('assigns whom the workflow names, and takes nobody’s turn', async () => {
    const road = assigning();

    await road.start('w1').qualify(ask('a', { want: { ...QUALIFY, assignTo: '77' } }), 'live');

    expect(ownerOf(road)).toBe('77');
    expect(road.assignments.count('assign')).toBe(0);
  });

  it.each<[string, Partial<AssignModel>, Want]>([
    ['in mode suggest', {}, { ...QUALIFY, mode: 'suggest' }],
    ['in mode observe', {}, { ...QUALIFY, mode: 'observe' }],
    ['at another stage', { at: ['opportunity'] }, QUALIFY],
    ['with its score', {}, { kind: 'score', model: undefined }],
  ])('assigns nobody %s', async (_name, assign, want) => {
    const road = assigning(assign);

    await road.start('w1').qualify(ask('a', { want }), 'live');

    expect(ownerOf(road)).toBeUndefined();
    expect(road.assignments.count('assign')).toBe(0);
  });

  it('assigns when the stage is passed through on the way', async () => {
    const decide = (from: string) => ({ ...advance(from, 'sql'), passed: ['mql'] }) as ReturnType<typeof advance>;
    const road = assigning({ at: ['mql'] }, { contacts: { 101: LEAD }, model: { decide } });

    await road.start('w1').qualify(ask('a'), 'live');

    expect(ownerOf(road)).toBe(JONAS);
    expect(road.assignments.ledger).toMatchObject([{ stage: 'sql' }]);
  });

  it('gives a lead to the territory it is from, and not to those who are away', async () => {
    const when = { property: 'country', is: 'Netherlands' };
    const to = [
      { owner: JONAS, weight: 9, away: ['2026-03-02'] },
      { owner: JONAS, weight: 9, away: [], when },
      { owner: SANNE, weight: 1, away: [] },
    ];
    const road = assigning({ to }, { contacts: { 101: { ...MQL, country: 'Belgium' } } });

    await road.start('w1').qualify(ask('a'), 'live');

    expect(road.assignments.ledger).toMatchObject([
      {
        owner: SANNE,
        because: 'only-one',
        passedOver: [
          { owner: JONAS, because: 'away' },
          { owner: JONAS, because: 'territory' },
        ],
      },
    ]);
  });

  it('lets the lead move on without an owner when nobody is left, and says so', async () => {
    const road = assigning({ to: [{ owner: 'gone@example.com', weight: 1, away: [] }] });
    const service = road.start('w1');

    const outcome = await service.qualify(ask('a'), 'live');

    expect(outcome.move).toMatchObject({ state: 'applied', stage: 'sql' });
    expect(ownerOf(road)).toBeUndefined();
    expect(warnings(service)).toEqual(['somebody on the list is not in HubSpot', 'lead moves on without an owner']);
    expect(road.assignments.ledger).toMatchObject([
      { owner: null, because: 'nobody-left', passedOver: [{ owner: 'gone@example.com', because: 'not-in-hubspot' }] },
    ]);
  });

  it('says once, without the name, that somebody on the list is not in HubSpot', async () => {
    const to = [{ owner: 'gone@example.com', weight: 1, away: [] }, ...TO];
    const road = assigning({ to }, { contacts: { 101: MQL, 102: MQL } });
    const service = road.start('w1');

    await service.qualify(ask('a'), 'live');
    await service.qualify(ask('b', { contactId: '102' }), 'live');

    expect(warnings(service)).toEqual(['somebody on the list is not in HubSpot']);
    expect(JSON.stringify(service.log.entries)).not.toContain('gone@');
    expect(JSON.stringify(service.log.entries)).toContain('assign.to[0]');
  });

  it('lets the lead move on when HubSpot does not list its users', async () => {
    const road = assigning();
    road.crm.script('owners', 'refused');

    const outcome = await road.start('w1').qualify(ask('a'), 'live');

    expect(outcome.move).toMatchObject({ state: 'applied' });
    expect(road.assignments.ledger).toMatchObject([{ owner: null, because: 'nobody-left' }]);
  });

  it('costs nothing where the model assigns nobody', async () => {
    const road = createRoad({ contacts: { 101: MQL } });

    await road.start('w1').qualify(ask('a'), 'live');

    expect(road.assignments.count('assign')).toBe(0);
    expect(road.crm.calls.map(({ operation }) => operation)).toEqual(['profile', 'read', 'write', 'read']);
  });

  describe('the same owner', () => {
    it.each(['after-insert', 'before-hubspot-write', 'after-hubspot-write'] as const)(
      'after a crash at %s',
      async (place) => {
        const road = assigning({}, { contacts: { 101: MQL, 102: MQL } });
        const first = road.start('w1', { diesAt: [place, 1] });
        await Promise.race([first.qualify(ask('a'), 'live').catch(() => undefined), first.died]);
        await road.start('w2').qualify(ask('b', { contactId: '102' }), 'live');

        road.clock.now += 60_000;
        await road.start('w2').takeUpOnce();

        expect([ownerOf(road), ownerOf(road, '102')]).toEqual([JONAS, SANNE]);
        expect(road.assignments.ledger).toHaveLength(2);
      },
    );

    it.each(['before', 'after'] as const)(
      'when the store goes away %s the assignment, and the ask comes again',
      async (when) => {
        const road = assigning({}, { contacts: { 101: MQL, 102: MQL } });
        const service = road.start('w1');
        if (when === 'before') road.assignments.fail('assign', 'after');
        else road.store.fail('plan', 'before');
        await expect(service.qualify(ask('a'), 'live')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });

        await service.qualify(ask('b', { contactId: '102' }), 'live');
        await service.qualify(ask('a'), 'live');

        expect([ownerOf(road), ownerOf(road, '102')]).toEqual([JONAS, SANNE]);
      },
    );

    it('for two asks of one move, in two services', async () => {
      const road = assigning();

      await Promise.all([
        road.start('w1').qualify(ask('a'), 'live'),
        road.start('w2').qualify(ask('b', { way: 'manual' }), 'live'),
      ]);

      expect(road.store.transitions).toMatchObject([{ to: 'sql' }]);
      expect(road.crm.callsOf('write').map(({ properties }) => properties?.['hubspot_owner_id'])).toContain(JONAS);
      expect(ownerOf(road)).toBe(JONAS);
      expect(road.assignments.ledger).toHaveLength(1);
    });
  });

  it('answers an ask that another service is carrying out as a repeat', async () => {
    const road = assigning();
    const first = road.start('w1', { diesAt: ['before-hubspot-write', 1] });
    await Promise.race([first.qualify(ask('a'), 'live').catch(() => undefined), first.died]);

    const again = road.start('w2').qualify(ask('a'), 'live');

    await expect(again).rejects.toMatchObject({ code: 'HUBSPOT_BUSY', facts: { code: 'under-way' } });
    expect(road.assignments.count('assign')).toBe(2);
  });

  it('waits for another move of the lead, and assigns once it is where it is', async () => {
    const road = assigning({}, { contacts: { 101: LEAD } });
    const first = road.start('w1', { diesAt: ['before-hubspot-write', 1] });
    await Promise.race([first.qualify(ask('a'), 'live').catch(() => undefined), first.died]);
    const helper = road.start('w3');
    const onPause = async (): Promise<void> => {
      road.clock.now += 60_000;
      await helper.takeUpOnce();
    };

    const outcome = await road.start('w2', { onPause }).qualify(ask('b', { want: SET }), 'live');

    expect(outcome.move).toMatchObject({ state: 'applied', stage: 'sql' });
    expect(road.store.transitions.map(({ from, to }) => `${from} ${to}`)).toEqual(['lead mql', 'mql sql']);
    expect(road.assignments.ledger).toHaveLength(1);
    expect(ownerOf(road)).toBe(JONAS);
  });

  it('assigns a lead that others moved in HubSpot once the road has seen where it is', async () => {
    const road = assigning({}, { contacts: { 101: LEAD } });
    const service = road.start('w1');
    await service.qualify(ask('a'), 'live');
    road.crm.contacts.set('101', LEAD);

    await service.qualify(ask('b', { want: SET }), 'live');

    expect(road.store.transitions.map(({ from, to }) => `${from} ${to}`)).toEqual(['lead mql', 'mql lead', 'lead sql']);
    expect(road.assignments.ledger).toMatchObject([{ owner: JONAS, seq: 1 }]);
  });
});
