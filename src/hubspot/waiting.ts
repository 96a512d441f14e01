import type { Urgency } from '../app/ports.js';

/** One asker of one id. */
export interface Waiter<I, A> {
  readonly input: I;
  readonly resolve: (answer: A) => void;
  readonly reject: (error: unknown) => void;
}

/** One row of a batch: an id once, and everybody who gets its answer. */
export interface Entry<I, A> {
  readonly id: string;
  readonly input: I;
  readonly waiters: readonly Waiter<I, A>[];
}

/** Same id twice. share: one row answers all · queue: each has its own row, the next only when the last is over. */
export type Twins = 'share' | 'queue';

/**
 * Who waits for a row in a batch: live before later, in order of arrival, an id at most once at a time.
 */
export function createWaiting<I, A>(twins: Twins) {
  type Line = Map<string, Waiter<I, A>[]>;
  const lines: Readonly<Record<Urgency, Line>> = { live: new Map(), later: new Map() };
  /** Ids whose row is under way, and who waits for it to be over. */
  const underWay = new Map<string, { readonly waiters: Waiter<I, A>[]; urgency: Urgency }>();

  function join(id: string, waiters: readonly Waiter<I, A>[], urgency: Urgency): void {
    const early = lines.later.get(id);
    if (urgency === 'live' && early) {
      lines.later.delete(id); // they go ahead together, in the order they came
      lines.live.set(id, [...early, ...waiters]);
      return;
    }
    const line = lines.live.has(id) ? lines.live : lines[urgency];
    const there = line.get(id);
    if (there) there.push(...waiters);
    else line.set(id, [...waiters]);
  }

  function enter(id: string, waiter: Waiter<I, A>, urgency: Urgency): void {
    const over = underWay.get(id);
    if (!over) return join(id, [waiter], urgency);
    over.waiters.push(waiter);
    if (urgency === 'live') over.urgency = 'live';
  }

  function entryOf(id: string, waiters: readonly Waiter<I, A>[], urgency: Urgency): Entry<I, A> | undefined {
    const [first, ...rest] = waiters;
    if (!first) return undefined;
    if (twins === 'share') return { id, input: first.input, waiters };
    underWay.set(id, { waiters: rest, urgency });
    return { id, input: first.input, waiters: [first] };
  }

  /** Takes up to `most` ids, live ones first. */
  function take(most: number): Entry<I, A>[] {
    const taken: Entry<I, A>[] = [];
    for (const urgency of ['live', 'later'] as const) {
      for (const [id, waiters] of lines[urgency]) {
        if (taken.length === most) return taken;
        lines[urgency].delete(id);
        const entry = entryOf(id, waiters, urgency);
        if (entry) taken.push(entry);
      }
    }
    return taken;
  }

  /** These rows are over: whoever queued behind them waits for the next batch. */
  function release(entries: readonly Entry<I, A>[]): void {
    for (const { id } of entries) {
      const over = underWay.get(id);
      underWay.delete(id);
      if (over && over.waiters.length > 0) join(id, over.waiters, over.urgency);
    }
  }

  const size = (urgency: Urgency): number => lines[urgency].size;
  return { enter, take, release, size };
}
