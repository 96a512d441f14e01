import { DatabaseError } from 'pg';
import { AppError } from '../../src/app/errors.js';
import { createCoalescer, createGate } from '../../src/store/coalesce.js';

/** An error as PostgreSQL sends it. */
function sqlError(code: string): DatabaseError {
  return Object.assign(new DatabaseError('refused', 7, 'error'), { code });
}

describe('createCoalescer', () => {
  it('sends what is asked together in one statement, answers in the order asked', async () => {
    const batches: number[][] = [];
    const double = createCoalescer((items: readonly number[]) => {
      batches.push([...items]);
      return Promise.resolve(items.map((item) => item * 2));
    });

    expect(await Promise.all([double(1), double(2), double(3)])).toEqual([2, 4, 6]);
    expect(batches).toEqual([[1, 2, 3]]);
  });

  it('sends what arrives while a statement runs with the next one', async () => {
    const batches: number[][] = [];
    const opened: (() => void)[] = [];
    const same = createCoalescer(async (items: readonly number[]) => {
      batches.push([...items]);
      await new Promise<void>((resolve) => opened.push(resolve));
      return items;
    });

    const first = same(1);
    await new Promise(setImmediate);
    const later = [same(2), same(3)];
    opened[0]?.();
    await first;
    await new Promise(setImmediate);
    opened[1]?.();

    expect(await Promise.all(later)).toEqual([2, 3]);
    expect(batches).toEqual([[1], [2, 3]]);
  });

  it('puts at most 1000 into a statement', async () => {
    const sizes: number[] = [];
    const same = createCoalescer((items: readonly number[]) => {
      sizes.push(items.length);
      return Promise.resolve(items);
    });

    await Promise.all(Array.from({ length: 2_300 }, (_, n) => same(n)));

    expect(sizes).toEqual([1000, 1000, 300]);
  });

  it.each(['22P05', '23505', '40P01'])('runs rows apart when one of them sinks the batch (%s)', async (code) => {
    const same = createCoalescer((items: readonly string[]) =>
      items.includes('bad') ? Promise.reject(sqlError(code)) : Promise.resolve(items),
    );

    const answers = await Promise.allSettled([same('a'), same('bad'), same('b')]);

    expect(answers).toMatchObject([
      { status: 'fulfilled', value: 'a' },
      { status: 'rejected', reason: expect.any(AppError) },
      { status: 'fulfilled', value: 'b' },
    ]);
  });

  it.each(['40001', '40P01', '23505'])('tries again when writers collided (%s)', async (code) => {
    let tries = 0;
    const same = createCoalescer((items: readonly string[]) => {
      tries += 1;
      return tries < 3 ? Promise.reject(sqlError(code)) : Promise.resolve(items);
    });

    expect(await same('a')).toBe('a');
  });

  it('fails everyone, and once, when the store is away', async () => {
    let tries = 0;
    const same = createCoalescer((_items: readonly string[]) => {
      tries += 1;
      return Promise.reject<readonly string[]>(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }));
    });

    const answers = await Promise.allSettled([same('a'), same('b')]);

    const away = { status: 'rejected', reason: { code: 'STORE_UNAVAILABLE', retryAfterMs: 1000 } };
    expect(answers).toMatchObject([away, away]);
    expect(tries).toBe(1);
  });

  it('goes on after a failure', async () => {
    let fail = true;
    const same = createCoalescer((items: readonly string[]) =>
      fail ? Promise.reject(new Error('reset')) : Promise.resolve(items),
    );
    await expect(same('a')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    fail = false;

    expect(await same('b')).toBe('b');
  });

  it('tells an item it forgot', async () => {
    const forgetful = createCoalescer((items: readonly string[]) => Promise.resolve(items.slice(1)));

    const answers = await Promise.allSettled([forgetful('a'), forgetful('b')]);

    expect(answers).toMatchObject([{ value: 'b' }, { reason: { code: 'INTERNAL' } }]);
  });

  it('forms its batch when its turn at the gate comes, so that what arrives meanwhile joins', async () => {
    const gate = createGate(1);
    let open: () => void = () => undefined;
    void gate(() => new Promise<void>((resolve) => (open = resolve)));
    const batches: (readonly number[])[] = [];
    const same = createCoalescer((items: readonly number[]) => {
      batches.push(items);
      return Promise.resolve(items);
    }, gate);

    const early = same(1);
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    const late = same(2);
    open();
    await Promise.all([early, late]);

    expect(batches).toEqual([[1, 2]]);
  });
});
