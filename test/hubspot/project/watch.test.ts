import { createGather, isSource, oneAtATime, watchSources } from '../../../src/hubspot/project/watch.js';
import { createTempProject, writeCard, type TempProject } from './temp-project.js';

let project: TempProject;
let stop: () => void;
/** Resolves with the next call. */
let next: () => Promise<void>;

beforeEach(() => {
  project = createTempProject();
  let wake = (): void => undefined;
  next = () => new Promise((resolve) => (wake = resolve));
  stop = watchSources(project.root, () => {
    wake();
    return Promise.resolve();
  });
});
afterEach(() => {
  stop();
  project.end();
});

describe('watchSources', () => {
  it.each([
    ['a definition', 'src/hubspot/project/app-meta.ts'],
    ['a profile', 'hsprofile.prod.json'],
    ['the pins', 'package.json'],
  ])('runs again when %s changes', async (_name, file) => {
    const ran = next();

    project.write(file, 'changed');

    await expect(ran).resolves.toBeUndefined();
  });

  it('sees a folder of cards that was not there before, and what is written in it later', async () => {
    const appeared = next();
    writeCard(project);
    await appeared;
    const changed = next();

    project.write('cards/lead-card.tsx', 'changed');

    await expect(changed).resolves.toBeUndefined();
  });
});

describe('createGather', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('works once for what happens in one go, and again for what happens later', () => {
    let times = 0;
    const { happened } = createGather(async () => void (times += 1));
    for (let n = 0; n < 20; n++) {
      happened();
      jest.advanceTimersByTime(99);
    }
    const inOneGo = times;

    jest.advanceTimersByTime(1);
    const quiet = times;
    happened();
    jest.advanceTimersByTime(100);

    expect([inOneGo, quiet, times]).toEqual([0, 1, 2]);
  });

  it('does nothing more once it is cancelled', () => {
    let times = 0;
    const { happened, cancel } = createGather(async () => void (times += 1));
    happened();

    cancel();
    jest.advanceTimersByTime(1_000);

    expect(times).toBe(0);
  });
});

describe('oneAtATime', () => {
  it('waits for work that lasts, and then does it once more', async () => {
    const finish: (() => void)[] = [];
    const ask = oneAtATime(() => new Promise((resolve) => finish.push(resolve)));
    const all = ask();
    await ask();
    await ask();
    const started = finish.length;

    finish[0]?.();
    while (finish.length < 2) await Promise.resolve();
    finish[1]?.();
    await all;

    expect([started, finish.length]).toEqual([1, 2]);
  });

  it('can be asked again when it is done', async () => {
    let times = 0;
    const ask = oneAtATime(async () => void (times += 1));
    await ask();

    await ask();

    expect(times).toBe(2);
  });
});

describe('isSource', () => {
  it.each([
    ['hsproject.json', true],
    ['hsprofile.prod.json', true],
    ['package.json', true],
    ['local.json', true],
    ['cards', true],
    ['package-lock.json', false],
    ['build', false],
    ['.hsprofile.prod.json.swp', false],
    ['README.md', false],
  ])('%s: %s', (name, expected) => {
    expect(isSource(name)).toBe(expected);
  });
});
