import type { Urgency } from '../../src/app/ports.js';
import { createPace } from '../../src/hubspot/pace.js';
import { createSilence } from '../../src/hubspot/silence.js';
import { createOpenBudget } from '../fakes/memory-budget.js';

/** Work that holds its place until told to end, and a note of what started. */
function paceWith() {
  const pace = createPace(
    createOpenBudget(),
    createSilence(() => 0),
  );
  const started: string[] = [];
  const ends: (() => void)[] = [];
  const begin = (portalId: number, urgency: Urgency, name: string) =>
    pace(portalId, urgency, () => {
      started.push(name);
      return new Promise<void>((resolve) => ends.push(resolve));
    });
  const endAll = async (running: Promise<void>[]) => {
    const over = Promise.all(running).then(() => true);
    while (!(await Promise.race([over, nextMoment()]))) ends.splice(0).forEach((end) => end());
  };
  /** Over when a job of another portal went all the way, so that what was asked before it stands in its queue. */
  const queued = () => pace(99, 'later', () => Promise.resolve());
  return { begin, started, ends, endAll, queued };
}
const nextMoment = () => new Promise<false>((resolve) => setTimeout(() => resolve(false), 5));
const until = async (holds: () => boolean) => {
  while (!holds()) await nextMoment();
};
const times = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('createPace', () => {
  it('gives a free place to who waits before what can wait', async () => {
    const { begin, started, ends, endAll, queued } = paceWith();
    const running = times(12).map((index) => begin(1, 'live', `first ${index}`));
    await until(() => started.length === 12);
    running.push(begin(1, 'later', 'import'));
    await queued();
    running.push(begin(1, 'live', 'rep'));
    await queued();

    ends.shift()?.();
    await until(() => started.length === 13);

    expect(started.at(-1)).toBe('rep');
    await endAll(running);
    expect(started.at(-1)).toBe('import');
  });

  it('keeps two of twelve places free of what can wait', async () => {
    const { begin, started, endAll } = paceWith();
    const running = times(14).map((index) => begin(1, 'later', `import ${index}`));
    await until(() => started.length === 10);

    running.push(begin(1, 'live', 'rep 1'), begin(1, 'live', 'rep 2'), begin(1, 'live', 'rep 3'));
    await until(() => started.length === 12);

    expect(started.slice(10)).toEqual(['rep 1', 'rep 2']);
    await endAll(running);
    expect(started).toHaveLength(17);
  });

  it('lets one portal not wait for another', async () => {
    const { begin, started, endAll } = paceWith();
    const running = times(15).map((index) => begin(1, 'live', `portal 1 ${index}`));
    await until(() => started.length === 12);

    running.push(begin(2, 'live', 'portal 2'));
    await until(() => started.length === 13);

    expect(started.at(-1)).toBe('portal 2');
    await endAll(running);
  });
});
