import type { Urgency } from '../../src/app/ports.js';
import { createWaiting, type Twins } from '../../src/hubspot/waiting.js';

/** Enters rows written as `id:input`, in order. */
function waitingWith(twins: Twins, rows: readonly (readonly [string, Urgency])[]) {
  const waiting = createWaiting<string, void>(twins);
  const enter = (row: string, urgency: Urgency) => {
    const [id = '', input = ''] = row.split(':');
    waiting.enter(id, { input, resolve: () => undefined, reject: () => undefined }, urgency);
  };
  for (const [row, urgency] of rows) enter(row, urgency);
  const take = (most: number) => waiting.take(most);
  return { ...waiting, enter, take };
}
const named = (entries: readonly { id: string; input: string }[]) => entries.map(({ id, input }) => `${id}:${input}`);

describe('createWaiting', () => {
  it('takes live ones first, each in order of arrival', () => {
    const { take } = waitingWith('share', [
      ['a:1', 'later'],
      ['b:1', 'live'],
      ['c:1', 'later'],
      ['d:1', 'live'],
    ]);

    expect(named(take(3))).toEqual(['b:1', 'd:1', 'a:1']);
    expect(named(take(3))).toEqual(['c:1']);
  });

  it('shares one row between twins', () => {
    const { take, size } = waitingWith('share', [
      ['a:1', 'live'],
      ['a:2', 'live'],
    ]);

    expect(size('live')).toBe(1);
    expect(take(10).map(({ waiters }) => waiters.map(({ input }) => input))).toEqual([['1', '2']]);
  });

  it('queues twins, each in its own batch, in the order they came', () => {
    const { take, release, enter } = waitingWith('queue', [
      ['a:1', 'live'],
      ['a:2', 'live'],
      ['b:1', 'live'],
    ]);

    const first = take(10);
    enter('a:3', 'live');

    expect(named(first)).toEqual(['a:1', 'b:1']);
    expect(take(10)).toEqual([]);
    release(first);
    const second = take(10);
    expect(named(second)).toEqual(['a:2']);
    release(second);
    expect(named(take(10))).toEqual(['a:3']);
  });

  it('takes a waiting twin along when somebody live asks for the same', () => {
    const { take, size } = waitingWith('queue', [
      ['a:1', 'later'],
      ['b:1', 'later'],
      ['b:2', 'live'],
    ]);

    expect([size('live'), size('later')]).toEqual([1, 1]);
    expect(named(take(1))).toEqual(['b:1']);
  });

  it('keeps a twin live when it waited behind a row under way', () => {
    const { take, release, enter, size } = waitingWith('queue', [['a:1', 'later']]);
    const first = take(1);
    enter('a:2', 'live');

    release(first);

    expect([size('live'), size('later')]).toEqual([1, 0]);
  });
});
