/** Later work by the sandbox's clock. */
export interface Timeline {
  now(): number;
  /** @param due epoch milliseconds; past means as soon as possible. @returns a function that calls it off */
  at(due: number, run: () => void): () => void;
  /** Moves the clock forward, from one due moment to the next, waiting for `quiet` before each. */
  advance(ms: number, quiet: () => Promise<void>): Promise<void>;
  /** Runs what is due: to be called when the clock was moved from outside. */
  wake(): void;
  close(): void;
}

interface Entry {
  readonly due: number;
  /** Absent once called off: the entry then only waits to be swept away. */
  run: (() => void) | undefined;
}

/** The longest a Node timer can wait. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * A clock with due moments: a real timer follows the clock, and `advance` runs ahead of it.
 *
 * @param now          epoch milliseconds
 * @param advanceClock moves `now` itself; absent: the timeline keeps the difference to itself
 */
export function createTimeline(now: () => number, advanceClock?: (ms: number) => void): Timeline {
  const entries: Entry[] = [];
  let ahead = 0;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const current = (): number => now() + ahead;

  function move(ms: number): void {
    if (ms <= 0) return;
    if (advanceClock) advanceClock(ms);
    else ahead += ms;
  }

  function first(): Entry | undefined {
    while (entries.length > 0 && entries.at(-1)?.run === undefined) entries.pop();
    return entries.at(-1);
  }

  function arm(): void {
    clearTimeout(timer);
    const next = closed ? undefined : first();
    if (next === undefined) return;
    timer = setTimeout(wake, Math.min(Math.max(next.due - current(), 1), LONGEST_MS)).unref();
  }

  function wake(): void {
    for (let next = first(); next !== undefined && next.due <= current() && !closed; next = first()) {
      entries.pop();
      next.run?.();
    }
    arm();
  }

  return {
    now: current,
    at(due, run) {
      const entry: Entry = { due, run };
      entries.splice(placeOf(entries, due), 0, entry);
      if (first() === entry) arm();
      return () => {
        entry.run = undefined;
      };
    },
    async advance(ms, quiet) {
      const target = current() + ms;
      await quiet();
      for (let next = first(); next !== undefined && next.due <= target; next = first()) {
        move(next.due - current());
        wake();
        await quiet();
      }
      move(target - current());
      wake();
      await quiet();
    },
    wake,
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}

/** Latest first, so that the next one is popped from the end; of equal moments the earlier entry comes out first. */
function placeOf(entries: readonly Entry[], due: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.due ?? 0) > due) low = middle + 1;
    else high = middle;
  }
  return low;
}
