/** Work side by side, a set number at a time, first come first served. */
export interface Lanes {
  run(task: () => Promise<void>): void;
  busy(): boolean;
  /** Resolves when nothing runs and nothing waits. */
  idle(): Promise<void>;
  /** Starts nothing more; what waits is dropped. */
  close(): void;
}

/**
 * @param width how many tasks run at once, at least 1. Tasks must not reject: they answer for their own failures.
 */
export function createLanes(width: number): Lanes {
  let waiting: (() => Promise<void>)[] = [];
  let taken = 0;
  let running = 0;
  let watchers: (() => void)[] = [];
  let closed = false;

  const busy = (): boolean => running > 0 || taken < waiting.length;

  function next(): (() => Promise<void>) | undefined {
    if (taken === waiting.length) {
      waiting = [];
      taken = 0;
      return undefined;
    }
    taken += 1;
    return waiting[taken - 1];
  }

  function fill(): void {
    while (running < width) {
      const task = next();
      if (task === undefined) break;
      running += 1;
      void task().finally(done);
    }
  }

  function done(): void {
    running -= 1;
    fill();
    if (busy()) return;
    const told = watchers;
    watchers = [];
    for (const tell of told) tell();
  }

  return {
    run(task) {
      if (closed) return;
      waiting.push(task);
      fill();
    },
    busy,
    idle: () => (busy() ? new Promise((resolve) => watchers.push(resolve)) : Promise.resolve()),
    close() {
      closed = true;
      waiting = [];
      taken = 0;
    },
  };
}
