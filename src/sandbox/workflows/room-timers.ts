/** The timers of one run of code: all of them end with it. */
export interface RoomTimers {
  readonly set: (work: (...given: unknown[]) => void, ms?: number, ...given: unknown[]) => object;
  readonly clear: (timer: unknown) => void;
  pending(): number;
  /** Resolves when one of them has fired, or was cleared. */
  changed(): Promise<void>;
  clearAll(): void;
}

/** @param failed hears what a timer's work throws: there it would end a real process */
export function createRoomTimers(failed: (error: unknown) => void): RoomTimers {
  const timers = new Map<object, NodeJS.Timeout>();
  let watchers: (() => void)[] = [];

  function forget(handle: object): void {
    clearTimeout(timers.get(handle));
    timers.delete(handle);
    for (const tell of watchers.splice(0)) tell();
  }

  return {
    set: (work, ms, ...given) => {
      const handle = {};
      const fire = (): void => {
        forget(handle);
        try {
          work(...given);
        } catch (error) {
          failed(error);
        }
      };
      timers.set(handle, setTimeout(fire, ms));
      return handle;
    },
    clear: (timer) => {
      if (typeof timer === 'object' && timer !== null && timers.has(timer)) forget(timer);
    },
    pending: () => timers.size,
    changed: () => new Promise((resolve) => watchers.push(resolve)),
    clearAll() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
      watchers = [];
    },
  };
}
