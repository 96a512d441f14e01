import { AppError } from '../../src/app/errors.js';

type When = 'before' | 'after';

/** Runs the operations of a store in memory, and lets a test break them. */
export interface StoreFaults<Operation extends string> {
  readonly transact: <T>(operation: Operation, effect: () => T) => Promise<T>;
  /** The next `times` calls of this operation fail, `before` or `after` they took effect. */
  readonly fail: (operation: Operation, when: When, times?: number) => void;
  /** The next call of this operation takes effect only then. */
  readonly hold: (operation: Operation, until: Promise<unknown>) => void;
  /** Calls made. */
  readonly count: (operation: Operation) => number;
}

/** Nothing waits in the middle of an operation, so each is one transaction. */
export function createStoreFaults<Operation extends string>(): StoreFaults<Operation> {
  const faults: { readonly operation: Operation; readonly when: When }[] = [];
  const holds = new Map<Operation, Promise<unknown>>();
  const counts = new Map<Operation, number>();
  const unavailable = () => new AppError('STORE_UNAVAILABLE', 'The store is away', { retryAfterMs: 1000 });

  return {
    async transact(operation, effect) {
      counts.set(operation, (counts.get(operation) ?? 0) + 1);
      const held = holds.get(operation);
      holds.delete(operation);
      if (held) await held;
      const at = faults.findIndex((fault) => fault.operation === operation);
      const when = at < 0 ? undefined : faults.splice(at, 1)[0]?.when;
      if (when === 'before') throw unavailable();
      const result = effect();
      if (when === 'after') throw unavailable();
      return result;
    },
    fail(operation, when, times = 1) {
      for (let n = 0; n < times; n += 1) faults.push({ operation, when });
    },
    hold: (operation, until) => void holds.set(operation, until),
    count: (operation) => counts.get(operation) ?? 0,
  };
}
