import type { Log } from '../app/ports.js';

/** @source ports.ts: "Cached for ten minutes" */
const FRESH_MS = 10 * 60_000;
/** After a failed refresh the old one serves this long before the next try. */
const RETRY_MS = 30_000;

interface Kept<T> {
  readonly value: T;
  readonly until: number;
}

export interface KeptDeps<T> {
  readonly read: (portalId: number) => Promise<T>;
  readonly now: () => number;
  readonly log: Log;
}

export interface KeptPerPortal<T> {
  (portalId: number): Promise<T>;
  /** What is kept and still fresh. */
  fresh(portalId: number): T | undefined;
}

/** Keeps one thing of each portal: read once at a time, and the old one stays when it cannot be read again. */
export function createKeptPerPortal<T>({ read, now, log }: KeptDeps<T>): KeptPerPortal<T> {
  const kept = new Map<number, Kept<T>>();
  const reading = new Map<number, Promise<T>>();

  function keep(portalId: number, value: T, ms: number): T {
    kept.set(portalId, { value, until: now() + ms });
    return value;
  }

  async function refresh(portalId: number): Promise<T> {
    try {
      return keep(portalId, await read(portalId), FRESH_MS);
    } catch (error) {
      const old = kept.get(portalId);
      if (!old) throw error;
      log.warn('what a portal said is kept although it is old', { portalId, error });
      return keep(portalId, old.value, RETRY_MS);
    } finally {
      reading.delete(portalId);
    }
  }

  function fresh(portalId: number): Kept<T> | undefined {
    const old = kept.get(portalId);
    return old && now() < old.until ? old : undefined;
  }

  async function get(portalId: number): Promise<T> {
    const there = fresh(portalId);
    if (there) return there.value;
    const running = reading.get(portalId) ?? refresh(portalId);
    reading.set(portalId, running);
    return running;
  }

  return Object.assign(get, { fresh: (portalId: number) => fresh(portalId)?.value });
}
