import { createTurns } from '../../src/hubspot/turns.js';

describe('createTurns', () => {
  it('lets one through at a time, live before later, in order of arrival', async () => {
    const turn = createTurns();
    const order: string[] = [];
    let inside = 0;
    const work = (name: string) => async () => {
      expect((inside += 1)).toBe(1);
      order.push(name);
      await Promise.resolve();
      inside -= 1;
    };

    await Promise.all([
      turn('later', work('import 1')),
      turn('later', work('import 2')),
      turn('live', work('live 1')),
      turn('later', work('import 3')),
      turn('live', work('live 2')),
    ]);

    expect(order).toEqual(['import 1', 'live 1', 'live 2', 'import 2', 'import 3']);
  });

  it('goes on after one that failed', async () => {
    const turn = createTurns();
    const done: string[] = [];

    const ends = await Promise.allSettled([
      turn('live', () => Promise.reject(new Error('no'))),
      turn('live', async () => void done.push('second')),
    ]);

    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(done).toEqual(['second']);
  });
});
