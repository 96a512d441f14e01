import { createGiveBack } from '../../src/app/give-back.js';
import { createMemoryEvaluations } from '../fakes/memory-evaluations.js';
import { createMemoryLog } from '../fakes/memory-log.js';
import { ask } from '../fakes/road.js';

function storeHeldBy(worker: string) {
  const clock = { now: 0 };
  const store = createMemoryEvaluations(() => clock.now);
  const evaluations = store.open(worker);
  const log = createMemoryLog();
  const waited: number[] = [];
  const giveBack = createGiveBack({ evaluations, log, pause: async (ms) => void waited.push(ms) });
  return { clock, store, evaluations, log, waited, giveBack };
}

describe('giveBack', () => {
  it('gives the ask to whoever comes after the delay', async () => {
    const { clock, store, evaluations, giveBack } = storeHeldBy('w1');
    await evaluations.defer(ask('a'));

    await giveBack(ask('a'), 1000);
    const other = store.open('w2');

    clock.now = 999;
    await expect(other.claim(10)).resolves.toEqual([]);
    clock.now = 1000;
    await expect(other.claim(10)).resolves.toHaveLength(1);
  });

  it('waits until the store is back', async () => {
    const { clock, store, evaluations, waited, giveBack } = storeHeldBy('w1');
    await evaluations.defer(ask('a'));
    store.fail('release', 'before', 3);

    await giveBack(ask('a'), 0);

    expect(waited).toEqual([1000, 1000, 1000]);
    clock.now = 1;
    await expect(store.open('w2').claim(10)).resolves.toHaveLength(1);
  });

  it('says once that the store is away and once that all is given back, each time, however many wait', async () => {
    const { store, evaluations, log, giveBack } = storeHeldBy('w1');
    const asks = ['a', 'b', 'c'].map((name) => ask(name));
    const away = async (failures: number) => {
      for (const one of asks) await evaluations.defer(one);
      store.fail('release', 'before', failures);
      await Promise.all(asks.map((one) => giveBack(one, 0)));
      return [log.said('asks not given back yet').length, log.said('asks given back').length];
    };

    expect([await away(5), await away(3), await away(0)]).toEqual([
      [1, 1],
      [2, 2],
      [2, 2],
    ]);
  });

  it('leaves alone what another worker holds', async () => {
    const { store, giveBack } = storeHeldBy('w1');
    await store.open('w2').defer(ask('a'));

    await giveBack(ask('a'), 0);

    expect(store.holderOf('a')).toBe('w2');
  });
});
