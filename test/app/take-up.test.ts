import { AppError } from '../../src/app/errors.js';
import type { Evaluation, Outcome } from '../../src/app/outcome.js';
import { createTakeUp, takeUpDelayMs } from '../../src/app/take-up.js';
import { createGiveBack } from '../../src/app/give-back.js';
import { createMemoryEvaluations } from '../fakes/memory-evaluations.js';
import { createMemoryLog } from '../fakes/memory-log.js';
import { ask, createRoad, idle, QUALIFY } from '../fakes/road.js';

describe('takeUpDelayMs', () => {
  it.each([
    [1, 0, 500],
    [1, 1, 1000],
    [2, 0, 1000],
    [2, 1, 2000],
    [3, 0.5, 3000],
    [4, 1, 8000],
    [10, 1, 512_000],
    [11, 1, 600_000],
    [11, 0, 300_000],
    [1000, 1, 600_000],
  ])('leaves an ask alone after attempt %d with chance %d for %d ms', (attempts, random, ms) => {
    expect(takeUpDelayMs(attempts, random)).toBe(ms);
  });
});

describe('takeUpOnce', () => {
  function loopWith(takeUp: (evaluation: Evaluation) => Promise<never>) {
    const clock = { now: 0 };
    const store = createMemoryEvaluations(() => clock.now);
    const evaluations = store.open('w1');
    const log = createMemoryLog();
    const giveBack = createGiveBack({ evaluations, log, pause: async () => undefined });
    const takeUpOnce = createTakeUp({ evaluations, takeUp, giveBack, log, random: () => 1 });
    const leave = async (key: string) => {
      await evaluations.defer(ask(key));
      await evaluations.release(4401, key, 0);
    };
    return { clock, store, log, takeUpOnce, leave };
  }

  it('finds nothing to do, and says nothing', async () => {
    const { log, takeUpOnce } = loopWith(() => Promise.reject(new AppError('INTERNAL', 'never')));

    await expect(takeUpOnce()).resolves.toBe(0);
    expect(log.entries).toEqual([]);
  });

  it('takes the asks of one contact in turn, those of others beside them', async () => {
    const store = createMemoryEvaluations(() => 0);
    const evaluations = store.open('w1');
    const log = createMemoryLog();
    const steps: string[] = [];
    const takeUp = async ({ ask: { key } }: Evaluation): Promise<Outcome> => {
      steps.push(`${key} begins`);
      await idle();
      steps.push(`${key} ends`);
      return { decision: { kind: 'hold', from: 'lead', to: 'lead', rule: 'at:lead', missing: [], flags: [] } };
    };
    const giveBack = createGiveBack({ evaluations, log, pause: async () => undefined });
    store.accept(ask('a'));
    store.accept(ask('b'));
    store.accept(ask('c', { contactId: '102' }));

    await createTakeUp({ evaluations, takeUp, giveBack, log, random: () => 1 })();

    expect(steps).toEqual(['a begins', 'c begins', 'a ends', 'b begins', 'c ends', 'b ends']);
  });

  it('leaves an ask alone a little longer after each failure', async () => {
    const { clock, takeUpOnce, leave } = loopWith(() => Promise.reject(new AppError('HUBSPOT_BUSY', 'busy')));
    await leave('a');
    const taken: number[] = [];

    for (let second = 0; second < 16; second += 1) {
      clock.now = second * 1000;
      if ((await takeUpOnce()) > 0) taken.push(second);
    }

    expect(taken).toEqual([0, 1, 3, 7, 15]);
  });

  it('looks again when it was told to, however often it has looked, and says nothing', async () => {
    const { clock, log, takeUpOnce, leave } = loopWith(() =>
      Promise.reject(new AppError('NOT_YET', 'no answer', { retryAfterMs: 5_000 })),
    );
    await leave('a');
    const taken: number[] = [];

    for (let second = 0; second < 21; second += 1) {
      clock.now = second * 1000;
      if ((await takeUpOnce()) > 0) taken.push(second);
    }

    expect(taken).toEqual([0, 5, 10, 15, 20]);
    expect(log.entries.filter(({ level }) => level !== 'debug')).toEqual([]);
  });

  it.each([
    ['a wait for a rep, a minute at most: it was taken up to look', { kind: 'await-acceptance', minutes: 60 }, 60],
    ['anything else, ten minutes at most', QUALIFY, 600],
  ] as const)('leaves alone after a hundred times %s', async (_name, want, seconds) => {
    let failure = new AppError('NOT_YET', 'no answer', { retryAfterMs: 1_000 });
    const { clock, takeUpOnce, store } = loopWith(() => Promise.reject(failure));
    const evaluations = store.open('w1');
    await evaluations.defer(ask('a', { want }));
    await evaluations.release(4401, 'a', 0);
    for (let look = 0; look < 100; look += 1) {
      clock.now += 1_000;
      await takeUpOnce();
    }
    failure = new AppError('HUBSPOT_BUSY', 'busy');
    clock.now += 1_000;
    await takeUpOnce();

    clock.now += seconds * 1_000 - 1;
    const before = await takeUpOnce();
    clock.now += 1;

    expect([before, await takeUpOnce()]).toEqual([0, 1]);
  });

  it('warns of what HubSpot did, and cries for a bug of ours', async () => {
    const failures = [new AppError('HUBSPOT_BUSY', 'busy'), new TypeError('a bug')];
    const { log, takeUpOnce, leave } = loopWith(() => Promise.reject(failures.shift() ?? new Error()));
    await leave('a');
    await leave('b');

    await expect(takeUpOnce()).resolves.toBe(2);

    expect(log.said('ask taken up again later')).toMatchObject([{ level: 'warn' }]);
    expect(log.said('ask could not be taken up')).toMatchObject([{ level: 'error' }]);
  });

  it('does not give back what another one here is at', async () => {
    const underWay = new AppError('HUBSPOT_BUSY', 'under way', { facts: { code: 'under-way' } });
    const { store, takeUpOnce, leave } = loopWith(() => Promise.reject(underWay));
    await leave('a');

    await takeUpOnce();

    expect(store.holderOf('a')).toBe('w1');
  });

  it('ends its round while the store is away, and gives back when it returns', async () => {
    const { store, takeUpOnce, leave } = loopWith(() => Promise.reject(new AppError('STORE_UNAVAILABLE', 'away')));
    await leave('a');
    store.fail('release', 'before', 3);

    await expect(takeUpOnce()).resolves.toBe(1);
    await idle();

    expect(store.holderOf('a')).toBeUndefined();
  });

  it('takes at most a hundred at once, each by one worker only', async () => {
    const contacts = Object.fromEntries(Array.from({ length: 150 }, (_, at) => [String(1000 + at), {}]));
    const road = createRoad({ contacts });
    const [one, two] = [road.start('w1'), road.start('w2')];
    for (const contactId of Object.keys(contacts)) {
      await one.evaluations.defer(ask(contactId, { contactId }));
      await one.evaluations.release(4401, contactId, 0);
    }

    await expect(Promise.all([one.takeUpOnce(), two.takeUpOnce()])).resolves.toEqual([100, 50]);

    expect(road.store.transitions).toHaveLength(150);
  });

  it('takes up nothing that a living worker holds', async () => {
    const road = createRoad();
    const [one, two] = [road.start('w1'), road.start('w2')];
    await one.evaluations.defer(ask('a'));

    road.clock.now += 50_000;
    await one.evaluations.renew();
    road.clock.now += 59_999;
    await expect(two.takeUpOnce()).resolves.toBe(0);
    road.clock.now += 1;
    await expect(two.takeUpOnce()).resolves.toBe(1);
  });
});
