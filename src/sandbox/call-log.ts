import { mostWithin } from './api/rate-window.js';

/** One call of HubSpot's API that reached the sandbox. */
export interface LoggedCall {
  readonly portalId: number;
  /** Epoch ms of the real clock: rates are about real traffic. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** `contacts/batch/update`, `owners/list`, `unknown` … */
  readonly endpoint: string;
  /** 0: never answered. */
  readonly status: number;
  readonly faults: readonly string[];
}

export interface CallCounts {
  readonly total: number;
  readonly rateLimited: number;
  readonly byEndpoint: Readonly<Record<string, number>>;
  readonly byStatus: Readonly<Record<string, number>>;
}

/** A list that forgets its oldest entries, and says how many. */
export interface Ledger<T> {
  readonly add: (entry: T) => void;
  /** Entries from that place on; places count from 0 and never change. */
  readonly from: (place: number, limit: number) => { readonly next: number; readonly entries: readonly T[] };
  readonly clear: () => void;
}

/** @param capacity entries kept at least; up to twice as many are held */
export function createLedger<T>(capacity: number): Ledger<T> {
  let entries: T[] = [];
  let dropped = 0;
  return {
    add: (entry) => {
      entries.push(entry);
      if (entries.length < capacity * 2) return;
      entries = entries.slice(-capacity);
      dropped += capacity;
    },
    from: (place, limit) => {
      const start = Math.max(0, place - dropped);
      const found = entries.slice(start, start + limit);
      return { next: dropped + start + found.length, entries: found };
    },
    clear: () => {
      dropped += entries.length;
      entries = [];
    },
  };
}

export interface CallLog {
  add(call: LoggedCall): void;
  readonly counts: () => CallCounts;
  /** Most calls of one portal, search apart, that arrived within any 10 s; those answered 429 count too. */
  readonly maxInWindow: (portalId?: number) => number;
  from(place: number, limit: number): { readonly next: number; readonly entries: readonly LoggedCall[] };
  reset(): void;
  /** A counted call arrived. Kept apart from `add`, which waits for the answer. */
  arrived(portalId: number, at: number): void;
}

const KEPT_CALLS = 200_000;
const WINDOW_MS = 10_000;

export function createCallLog(): CallLog {
  const ledger = createLedger<LoggedCall>(KEPT_CALLS);
  const arrivals = new Map<number, number[]>();
  const byEndpoint = new Map<string, number>();
  const byStatus = new Map<string, number>();
  let total = 0;
  const more = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);

  return {
    add: (call) => {
      total += 1;
      more(byEndpoint, call.endpoint);
      more(byStatus, String(call.status));
      ledger.add(call);
    },
    counts: () => ({
      total,
      rateLimited: byStatus.get('429') ?? 0,
      byEndpoint: Object.fromEntries(byEndpoint),
      byStatus: Object.fromEntries(byStatus),
    }),
    maxInWindow: (portalId) => {
      const lists = portalId === undefined ? [...arrivals.values()] : [arrivals.get(portalId) ?? []];
      return Math.max(0, ...lists.map((times) => mostWithin(times, WINDOW_MS)));
    },
    from: ledger.from,
    reset: () => {
      total = 0;
      for (const counts of [byEndpoint, byStatus, arrivals]) counts.clear();
      ledger.clear();
    },
    arrived: (portalId, at) => {
      const times = arrivals.get(portalId) ?? [];
      times.push(at);
      arrivals.set(portalId, times);
    },
  };
}
