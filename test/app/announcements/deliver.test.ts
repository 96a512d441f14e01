import type { Channel } from '../../../src/app/ask.js';
import { createDeliver } from '../../../src/app/announcements/deliver.js';
import type { ClaimedDelivery, Delivery, Message, Sent } from '../../../src/app/announcements/delivery.js';
import { createMemoryDeliveries } from '../../fakes/memory-deliveries.js';
import { createMemoryLog } from '../../fakes/memory-log.js';
import { gate, idle } from '../../fakes/road.js';

const SLACK: Message = { channel: 'slack', body: '{"text":"Ada is ready"}' };
const SENT: Sent = { kind: 'sent' };
const LATER: Sent = { kind: 'later', because: 'Slack is away' };
const UNCERTAIN: Sent = { kind: 'uncertain', because: 'no answer in time' };
const REFUSED: Sent = { kind: 'refused', because: 'not configured: set SLACK_WEBHOOK_URL' };

function outbox(send: (delivery: ClaimedDelivery) => Promise<Sent> = () => Promise.resolve(SENT)) {
  const clock = { now: 0 };
  const store = createMemoryDeliveries(() => clock.now);
  const log = createMemoryLog();
  const made: ClaimedDelivery[] = [];

  const queue = async (key: string, message: Message = SLACK) => {
    const delivery: Delivery = { portalId: 4401, contactId: '101', key, target: 'sales@example.com', message };
    const [portalId, contactId] = [4401, '101'];
    store.announce({ portalId, contactId, key, stage: 'sql', channels: ['slack'], urgent: false, at: 0 });
    const composer = store.open('composer');
    for (const group of await composer.claimAnnouncements(1)) await composer.compose(group, [delivery]);
  };

  function start(worker: string, diesAt?: 'before-outbox-claim' | 'after-send', channel: Channel = 'slack') {
    return createDeliver({
      deliveries: store.open(worker),
      channel,
      send: (delivery) => {
        made.push(delivery);
        return send(delivery);
      },
      failpoint: (place) => {
        if (place === diesAt) throw new Error(`died at ${place}`);
      },
      log,
      random: () => 1,
    });
  }

  /** One round each second. @returns the seconds at which something left */
  async function rounds(deliverOnce: () => Promise<number>, seconds: number): Promise<number[]> {
    const tried: number[] = [];
    for (let second = 0; second < seconds; second += 1) {
      clock.now = second * 1_000;
      if ((await deliverOnce()) > 0) tried.push(second);
    }
    return tried;
  }

  return { clock, store, log, made, queue, start, rounds, deliverOnce: start('w1') };
}

describe('deliverOnce', () => {
  it('finds nothing to do, and says nothing', async () => {
    const { deliverOnce, log } = outbox();

    await expect(deliverOnce()).resolves.toBe(0);

    expect(log.entries).toEqual([]);
  });

  it('sends what is of its channel, and keeps that it was sent (W05)', async () => {
    const { start, deliverOnce, store, queue, made } = outbox();
    await queue('a');
    await queue('b', { channel: 'owner-task', properties: { hs_task_subject: 'Call' } });

    await expect(deliverOnce()).resolves.toBe(1);
    await expect(deliverOnce()).resolves.toBe(0);
    const half = store.rows().map(({ channel, state }) => [channel, state]);
    await expect(start('w1', undefined, 'owner-task')()).resolves.toBe(1);

    expect(made[0]).toMatchObject({ key: 'a', message: SLACK, attempts: 1, maybeSent: false });
    expect(half).toEqual([
      ['slack', 'sent'],
      ['owner-task', 'queued'],
    ]);
    expect(store.rows().map(({ state, attempts }) => [state, attempts])).toEqual([
      ['sent', 1],
      ['sent', 1],
    ]);
  });

  it('tries again what did not arrive, later each time, with the same key and words (P3)', async () => {
    const answers = [LATER, LATER, LATER];
    const { deliverOnce, queue, rounds, made, store } = outbox(() => Promise.resolve(answers.shift() ?? SENT));
    await queue('a');

    const tried = await rounds(deliverOnce, 60);

    expect(tried).toEqual([0, 5, 15, 35]);
    expect(made.map(({ key, message, maybeSent }) => [key, message, maybeSent])).toEqual([
      ['a', SLACK, false],
      ['a', SLACK, false],
      ['a', SLACK, false],
      ['a', SLACK, false],
    ]);
    expect(store.rows()).toMatchObject([{ state: 'sent', attempts: 4, because: '' }]);
  });

  it('shows what is being retried, and why', async () => {
    const { deliverOnce, queue, store, log } = outbox(() => Promise.resolve(LATER));
    await queue('a');

    await deliverOnce();

    expect(store.rows()).toMatchObject([{ state: 'retrying', because: 'Slack is away', attempts: 1 }]);
    expect(log.said('delivery put off')).toMatchObject([{ level: 'warn', fields: { channel: 'slack', attempt: 1 } }]);
  });

  it('stops after twelve attempts', async () => {
    const { clock, deliverOnce, queue, store, made } = outbox(() => Promise.resolve(LATER));
    await queue('a');

    for (let hour = 0; hour < 20; hour += 1) {
      clock.now = hour * 3_600_000;
      await deliverOnce();
    }

    expect(made).toHaveLength(12);
    expect(store.rows()).toMatchObject([{ state: 'refused', because: 'given up after 12 attempts: Slack is away' }]);
  });

  it('stops at once at a refusal, and shows it (P18)', async () => {
    const { deliverOnce, queue, rounds, store, log } = outbox(() => Promise.resolve(REFUSED));
    await queue('a');

    await expect(rounds(deliverOnce, 30)).resolves.toEqual([0]);

    expect(store.rows()).toMatchObject([
      { state: 'refused', because: 'not configured: set SLACK_WEBHOOK_URL', attempts: 1 },
    ]);
    expect(log.said('delivery refused')).toHaveLength(1);
  });

  it('says quietly what nobody has set up, and keeps it as refused', async () => {
    const { deliverOnce, queue, store, log } = outbox(() => Promise.resolve({ kind: 'unset', because: 'set X' }));
    await queue('a');

    await deliverOnce();

    expect(store.rows()).toMatchObject([{ state: 'refused', because: 'set X', attempts: 1 }]);
    expect(log.said('delivery not possible')).toMatchObject([{ level: 'info' }]);
    expect(log.said('delivery refused')).toEqual([]);
  });

  it('repeats once what may have arrived, telling the sender to look first, and then leaves it to people (P18)', async () => {
    const { deliverOnce, queue, rounds, store, made, log } = outbox(() => Promise.resolve(UNCERTAIN));
    await queue('a');

    await expect(rounds(deliverOnce, 60)).resolves.toEqual([0, 5]);

    expect(made.map(({ key, maybeSent }) => [key, maybeSent])).toEqual([
      ['a', false],
      ['a', true],
    ]);
    expect(store.rows()).toMatchObject([{ state: 'uncertain', because: 'no answer in time', attempts: 2 }]);
    expect(log.said('delivery left uncertain')).toHaveLength(1);
  });

  it('repeats what may have arrived as often as what did not, where the sender looks first', async () => {
    const answers: Sent[] = [UNCERTAIN, UNCERTAIN, UNCERTAIN].map((sent) => ({ ...sent, looksFirst: true }));
    const { deliverOnce, queue, rounds, store } = outbox(() => Promise.resolve(answers.shift() ?? SENT));
    await queue('a');

    await expect(rounds(deliverOnce, 60)).resolves.toEqual([0, 5, 15, 35]);

    expect(store.rows()).toMatchObject([{ state: 'sent', attempts: 4 }]);
  });

  it('takes a sender that breaks as uncertain, and cries for the bug', async () => {
    const { deliverOnce, queue, store, log } = outbox(() => Promise.reject(new TypeError('a bug')));
    await queue('a');

    await deliverOnce();

    expect(store.rows()).toMatchObject([{ state: 'uncertain', because: 'the sender failed' }]);
    expect(log.said('sender failed')).toMatchObject([{ level: 'error' }]);
  });

  it('never says to whom or what', async () => {
    const { deliverOnce, queue, log } = outbox(() => Promise.resolve(LATER));
    await queue('a');

    await deliverOnce();

    expect(JSON.stringify(log.entries)).not.toMatch(/sales@example.com|Ada/);
  });

  it('sends it once more, and says that it may have arrived, when the process died before it was recorded (P3)', async () => {
    const { clock, queue, start, store, made } = outbox();
    await queue('a');
    await expect(start('w1', 'after-send')()).rejects.toThrow('died at after-send');

    clock.now = 59_999;
    const early = await start('w2')();
    clock.now = 60_000;
    const late = await start('w2')();

    expect([early, late]).toEqual([0, 1]);
    expect(made.map(({ key, maybeSent }) => [key, maybeSent])).toEqual([
      ['a', false],
      ['a', true],
    ]);
    expect(store.rows()).toMatchObject([{ state: 'sent', attempts: 2 }]);
  });

  it('sends nothing twice when the process died before it took anything', async () => {
    const { queue, start, made } = outbox();
    await queue('a');

    await expect(start('w1', 'before-outbox-claim')()).rejects.toThrow('died at before-outbox-claim');
    await start('w2')();

    expect(made.map(({ maybeSent }) => maybeSent)).toEqual([false]);
  });

  it('gives up what kills every process that sends it, unsent', async () => {
    const { clock, queue, start, store, made } = outbox();
    await queue('a');
    for (let life = 0; life < 72; life += 1) {
      await expect(start(`w${life}`, 'after-send')()).rejects.toThrow('died');
      clock.now += 60_000;
    }

    await start('last')();

    expect(made).toHaveLength(72); // sixty deaths are not held against it
    expect(store.rows()).toMatchObject([{ state: 'uncertain', because: 'given up after 12 attempts' }]);
  });

  it('records what it sent when the store is back, before it sends anything else, and sends nothing twice', async () => {
    const { clock, queue, deliverOnce, store, made } = outbox();
    await queue('a');
    store.fail('settleDelivery', 'before', 3);

    await expect(deliverOnce()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await queue('b');
    await expect(deliverOnce()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    const whileAway = made.map(({ key }) => key);
    clock.now = 30_000;
    await deliverOnce();

    expect(whileAway).toEqual(['a']);
    expect(made.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(store.rows().map(({ state }) => state)).toEqual(['sent', 'sent']);
  });

  it('takes no more than it sends side by side, and goes on until a hundred', async () => {
    const opened = gate();
    let busy = 0;
    let most = 0;
    const { queue, deliverOnce, store } = outbox(async () => {
      busy += 1;
      most = Math.max(most, busy);
      await opened.opened;
      busy -= 1;
      return SENT;
    });
    for (let at = 0; at < 130; at += 1) await queue(`k${at}`);

    const round = deliverOnce();
    await idle();
    const sending = store.rows().filter(({ state }) => state === 'sending');
    opened.open();

    await expect(round).resolves.toBe(100);
    await expect(deliverOnce()).resolves.toBe(30);
    expect([sending.length, most]).toEqual([20, 20]);
  });

  it('never sends what another worker is sending', async () => {
    const opened = gate();
    const { queue, start, made } = outbox(async () => {
      await opened.opened;
      return SENT;
    });
    await queue('a');

    const first = start('w1')();
    await idle();
    const second = await start('w2')();
    opened.open();

    await expect(first).resolves.toBe(1);
    expect([second, made.length]).toEqual([0, 1]);
  });
});
