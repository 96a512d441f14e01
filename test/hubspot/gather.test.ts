import { AppError } from '../../src/app/errors.js';
import type { Urgency } from '../../src/app/ports.js';
import { createLane, type LaneOptions } from '../../src/hubspot/gather.js';

const WINDOW = { longestMs: 25, quietMs: 2 };

/** A lane whose jobs start when told, and whose batches are noted. */
function laneWith(options: Partial<LaneOptions<string, string>> = {}) {
  const jobs: { readonly urgency: Urgency; readonly start: () => Promise<void> }[] = [];
  const batches: string[][] = [];
  let admissions = 0;
  const admit = () => Promise.resolve(void (admissions += 1));
  const ask = createLane<string, string>({
    twins: 'share',
    window: WINDOW,
    pace: (urgency, job) => Promise.resolve(jobs.push({ urgency, start: () => job(admit) })),
    run: (entries) => {
      batches.push(entries.map(({ id }) => id));
      return Promise.resolve(new Map(entries.map(({ id, input }) => [id, `${id}=${input}`])));
    },
    ...options,
  });
  return { ask, jobs, batches, admissions: () => admissions };
}
const startAll = (jobs: { start: () => Promise<void> }[]) => Promise.all(jobs.map(({ start }) => start()));

describe('createLane', () => {
  it.each([
    [1, 1],
    [100, 1],
    [101, 2],
    [200, 2],
    [201, 3],
  ])('schedules for %i asks %i jobs', (asks, jobs) => {
    const lane = laneWith();

    for (let id = 1; id <= asks; id += 1) void lane.ask(String(id), 'x', 'live');

    expect(lane.jobs).toHaveLength(jobs);
  });

  it('forms a batch when its job starts, not when it is scheduled', async () => {
    const lane = laneWith();
    const first = lane.ask('a', '1', 'live');
    const second = lane.ask('b', '2', 'later');

    await startAll(lane.jobs);

    await expect(Promise.all([first, second])).resolves.toEqual(['a=1', 'b=2']);
    expect(lane.batches).toEqual([['a', 'b']]);
  });

  it('schedules a live job when only a later one is there', () => {
    const lane = laneWith();

    void lane.ask('a', '1', 'later');
    void lane.ask('b', '1', 'live');

    expect(lane.jobs.map(({ urgency }) => urgency)).toEqual(['later', 'live']);
  });

  it('asks the budget for nothing when others take everyone along', async () => {
    const lane = laneWith();
    void lane.ask('a', '1', 'later');
    void lane.ask('b', '1', 'live');

    await startAll(lane.jobs);

    expect(lane.batches).toEqual([['b', 'a']]);
    expect(lane.admissions()).toBe(1);
  });

  it('leaves nobody waiting without a job, whatever the order of asks and starts', async () => {
    const lane = laneWith({ twins: 'queue' });
    const answers: Promise<string>[] = [];
    for (let round = 0; round < 40; round += 1) {
      for (let index = 0; index < (round * 37) % 160; index += 1) {
        answers.push(lane.ask(String(index), String(round), index % 3 ? 'live' : 'later'));
      }
      if (round % 4 === 3) await lane.jobs.shift()?.start();
    }

    while (lane.jobs.length > 0) await lane.jobs.shift()?.start();

    await expect(Promise.all(answers)).resolves.toHaveLength(answers.length);
    expect(Math.max(...lane.batches.map((batch) => batch.length))).toBe(100);
  });

  it('fails everyone of a batch that failed, and only them', async () => {
    let failures = 1;
    const lane = laneWith({
      run: (entries) =>
        failures-- > 0
          ? Promise.reject(new AppError('HUBSPOT_BUSY', 'later'))
          : Promise.resolve(new Map(entries.map(({ id }) => [id, 'fine']))),
    });
    const first = Promise.allSettled([lane.ask('a', '1', 'live'), lane.ask('b', '1', 'live')]);
    await lane.jobs.shift()?.start();
    const second = lane.ask('c', '1', 'live');
    await lane.jobs.shift()?.start();

    expect((await first).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(second).resolves.toBe('fine');
  });

  it('fails one row alone', async () => {
    const lane = laneWith({
      run: () =>
        Promise.resolve(
          new Map<string, string | AppError>([
            ['a', new AppError('HUBSPOT_REJECTED', 'no')],
            ['b', 'fine'],
          ]),
        ),
    });
    const both = Promise.allSettled([lane.ask('a', '1', 'live'), lane.ask('b', '1', 'live')]);

    await startAll(lane.jobs);

    expect(await both).toMatchObject([{ status: 'rejected', reason: { code: 'HUBSPOT_REJECTED' } }, { value: 'fine' }]);
  });

  it('does not leave a row hanging that got no answer', async () => {
    const lane = laneWith({ run: () => Promise.resolve(new Map()) });
    const ends = Promise.allSettled([lane.ask('a', '1', 'live')]);

    await startAll(lane.jobs);

    expect(await ends).toMatchObject([{ status: 'rejected', reason: { code: 'INTERNAL' } }]);
  });

  it('lets what a batch calls besides ask the budget again', async () => {
    const lane = laneWith({
      run: async (entries, admit) => {
        await admit();
        await admit();
        return new Map(entries.map(({ id }) => [id, 'fine']));
      },
    });
    void lane.ask('a', '1', 'live');

    await startAll(lane.jobs);

    expect(lane.admissions()).toBe(2);
  });
});
