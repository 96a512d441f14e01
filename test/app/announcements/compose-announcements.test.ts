import { createComposeAnnouncements, type Occasion } from '../../../src/app/announcements/compose-announcements.js';
import type { Delivery, OpenAnnouncement } from '../../../src/app/announcements/delivery.js';
import { createMemoryCrm, OWNERS } from '../../fakes/memory-crm.js';
import { createMemoryDeliveries } from '../../fakes/memory-deliveries.js';
import { createMemoryLog } from '../../fakes/memory-log.js';
import { createMemorySignals } from '../../fakes/memory-signals.js';

const PORTAL = 4401;

function anAnnouncement(key: string, more: Partial<OpenAnnouncement> = {}): Omit<OpenAnnouncement, 'attempts'> {
  return { portalId: PORTAL, contactId: '101', key, stage: 'sql', channels: ['slack'], urgent: false, at: 0, ...more };
}

/** One Slack message for the occasion, saying which announcements it is about. */
function inOneMessage({ announcements }: Occasion): Delivery[] {
  return announcements.slice(0, 1).map(({ portalId, contactId }) => ({
    portalId,
    contactId,
    key: announcements.map(({ key }) => key).join('+'),
    target: 'hooks.slack.com',
    message: { channel: 'slack', body: '{}' },
  }));
}

function portal(compose: (occasion: Occasion) => readonly Delivery[] = inOneMessage) {
  const clock = { now: 0 };
  const store = createMemoryDeliveries(() => clock.now);
  const contact = { hubspot_owner_id: '64492917', country: 'Belgium', lifecyclestage: 'salesqualifiedlead' };
  const crm = createMemoryCrm({ 101: contact, 102: { country: 'Netherlands' } });
  const log = createMemoryLog();
  const seen: Occasion[] = [];
  const signals = createMemorySignals(() => undefined);
  const start = (worker: string) =>
    createComposeAnnouncements({
      crm,
      signals,
      deliveries: store.open(worker),
      compose: (occasion) => {
        seen.push(occasion);
        return compose(occasion);
      },
      propertiesFor: (announcements) => (announcements.some(({ stage }) => stage === 'sql') ? ['country'] : []),
      log,
      random: () => 1,
    });
  return { clock, store, crm, signals, log, seen, start, composeOnce: start('w1') };
}

describe('composeOnce', () => {
  it('finds nothing to do, and says nothing', async () => {
    const { composeOnce, crm, log } = portal();

    await expect(composeOnce()).resolves.toBe(0);

    expect([crm.calls, log.entries]).toEqual([[], []]);
  });

  it('makes messages of what was told of the contact as well', async () => {
    const { composeOnce, store, signals, seen } = portal();
    const booked = { id: '1', contactId: '101', signal: 'demo_booked', at: 5, source: undefined, wakes: true };
    await signals.take(4401, [booked], []);
    store.announce(anAnnouncement('a'));

    await composeOnce();

    expect(seen).toMatchObject([{ told: { acts: { demo_booked: [5] }, answers: {} } }]);
  });

  it('makes messages of the announcement, the contact as it is now and its owner', async () => {
    const { composeOnce, store, seen } = portal();
    store.announce(anAnnouncement('a', { note: 'Before noon' }));

    await expect(composeOnce()).resolves.toBe(1);

    expect(seen).toEqual([
      {
        announcements: [{ ...anAnnouncement('a', { note: 'Before noon' }), attempts: 1 }],
        properties: { hubspot_owner_id: '64492917', country: 'Belgium' },
        owner: OWNERS[1],
        people: OWNERS,
      },
    ]);
    expect(store.rows()).toMatchObject([{ key: 'a', state: 'queued', channel: 'slack', target: 'hooks.slack.com' }]);
    expect(store.notComposed()).toEqual([]);
  });

  it('makes one message of all that is open of a contact, and one of each contact (P19)', async () => {
    const { composeOnce, store } = portal();
    store.announce(anAnnouncement('a'));
    store.announce(anAnnouncement('b', { contactId: '102' }));
    store.announce(anAnnouncement('c'), 20_000);

    await expect(composeOnce()).resolves.toBe(2);

    expect(
      store
        .rows()
        .map(({ contactId, key }) => `${contactId} ${key}`)
        .sort(),
    ).toEqual(['101 a+c', '102 b']);
  });

  it('leaves alone what is not due', async () => {
    const { composeOnce, store, clock } = portal();
    store.announce(anAnnouncement('a'), 20_000);

    clock.now = 19_999;
    await expect(composeOnce()).resolves.toBe(0);
    clock.now = 20_000;
    await expect(composeOnce()).resolves.toBe(1);
  });

  it.each([
    ['has none', {}],
    ['has one HubSpot does not list', { hubspot_owner_id: '999' }],
    ['has an empty one', { hubspot_owner_id: '' }],
  ])('makes messages without an owner where the contact %s', async (_name, properties) => {
    const { composeOnce, store, crm, seen } = portal();
    crm.contacts.set('101', properties);
    store.announce(anAnnouncement('a'));

    await composeOnce();

    expect(seen.map(({ owner }) => owner)).toEqual([undefined]);
    expect(store.rows()).toHaveLength(1);
  });

  it.each(['refused', 'unauthorized'] as const)(
    'makes them without a name when listing people is %s: nobody keeps a lead from sales for that',
    async (fault) => {
      const { composeOnce, store, crm, seen, log } = portal();
      crm.script('owners', fault);
      store.announce(anAnnouncement('a'));

      await composeOnce();

      expect(seen).toMatchObject([{ owner: undefined, properties: { hubspot_owner_id: '64492917' } }]);
      expect(log.said('announced without the name of the owner')).toMatchObject([{ level: 'warn' }]);
    },
  );

  it('ends without a message when the contact is gone', async () => {
    const { composeOnce, store, seen, log } = portal();
    store.announce(anAnnouncement('a', { contactId: '404' }));

    await composeOnce();

    expect([seen, store.rows(), store.notComposed()]).toEqual([[], [], []]);
    expect(log.entries.map(({ level }) => level)).toEqual(['info']);
  });

  it.each([
    ['read', 'busy'],
    ['read', 'uncertain-not-applied'],
    ['read', 'unauthorized'],
    ['owners', 'busy'],
  ] as const)('waits longer each time while %s is %s, and gives nothing up', async (operation, fault) => {
    const { composeOnce, store, crm, clock } = portal();
    crm.always(operation, fault);
    store.announce(anAnnouncement('a'));
    const tried: number[] = [];

    for (let second = 0; second < 32; second += 1) {
      clock.now = second * 1_000;
      if ((await composeOnce()) > 0) tried.push(second);
    }
    crm.always(operation, 'none');
    clock.now = 3_600_000;
    await composeOnce();

    expect(tried).toEqual([0, 1, 3, 7, 15, 31]);
    expect(store.rows()).toMatchObject([{ key: 'a', state: 'queued' }]);
  });

  it('holds nobody up for one that cannot be composed, and cries for a bug of ours', async () => {
    const { composeOnce, store, log } = portal((occasion) => {
      if (occasion.announcements[0]?.contactId === '101') throw new TypeError('a bug');
      return inOneMessage(occasion);
    });
    store.announce(anAnnouncement('a'));
    store.announce(anAnnouncement('b', { contactId: '102' }));

    await composeOnce();

    expect(store.rows().map(({ key }) => key)).toEqual(['b']);
    expect(store.notComposed()).toEqual(['a']);
    expect(log.entries.map(({ level }) => level)).toEqual(['error']);
  });

  it.each(['before', 'after'] as const)('queues it once when the store goes away %s it was composed', async (when) => {
    const { composeOnce, store, clock } = portal();
    store.announce(anAnnouncement('a'));
    store.fail('compose', when);

    await composeOnce();
    clock.now = 1_000;
    await composeOnce();

    expect(store.rows().map(({ key }) => key)).toEqual(['a']);
  });

  it('keeps nothing for itself when the store was away for a while', async () => {
    const { composeOnce, store, start, clock } = portal();
    store.announce(anAnnouncement('a'));
    store.fail('compose', 'before');
    store.fail('releaseAnnouncements', 'before');

    await expect(composeOnce()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await composeOnce();
    clock.now += 1_000;

    await expect(start('w2')()).resolves.toBe(1);
  });

  it('asks HubSpot for what is urgent before what nobody waits for', async () => {
    const { store, crm, composeOnce } = portal();
    const asked: string[] = [];
    const read = crm.read.bind(crm);
    crm.read = (portalId, contactId, properties, urgency) => {
      asked.push(`${contactId} ${urgency}`);
      return read(portalId, contactId, properties, urgency);
    };
    store.announce(anAnnouncement('a'));
    store.announce(anAnnouncement('b', { contactId: '102' }));
    store.announce(anAnnouncement('c', { contactId: '102', urgent: true }));

    await composeOnce();

    expect(asked).toEqual(['101 later', '102 live']);
  });

  it('takes at most a hundred contacts at once, each by one worker only', async () => {
    const { store, crm, start } = portal();
    for (let at = 0; at < 150; at += 1) {
      crm.contacts.set(String(1_000 + at), {});
      store.announce(anAnnouncement(`k${at}`, { contactId: String(1_000 + at) }));
    }

    await expect(Promise.all([start('w1')(), start('w2')()])).resolves.toEqual([100, 50]);

    expect(store.rows()).toHaveLength(150);
  });
});
