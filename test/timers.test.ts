import { after, repeat } from '../src/timers.js';
import { createMemoryLog } from './fakes/memory-log.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('repeat', () => {
  it('goes on at once after a full round, and waits after one that was not', async () => {
    const rounds = [100, 100, 3, 100];
    let calls = 0;

    const stop = repeat(1_000_000, () => Promise.resolve(rounds[calls++] ?? 0), createMemoryLog());
    await turn();
    await stop();

    expect(calls).toBe(3);
  });

  it('survives a round that fails, and says so', async () => {
    const log = createMemoryLog();

    const stop = repeat(1_000_000, () => Promise.reject(new Error('no')), log);
    await turn();
    await stop();

    expect(log.said('background work put off')).toHaveLength(1);
  });
});

describe('after', () => {
  it('passes when the time is up', async () => {
    expect(await after(0).passed).toBe('late');
  });
});
