import type { Budget } from '../../src/app/ports.js';

export interface MemoryBudgetOptions {
  /** Calls one portal may make in any rolling ten seconds. */
  readonly callsPer10s: number;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

export interface MemoryBudget extends Budget {
  /** When each call of a portal was let through. */
  admitted(portalId: number): readonly number[];
  /** Every pause asked for, in order. */
  readonly pauses: { readonly portalId: number; readonly ms: number }[];
}

/**
 * The budget's rule in memory (GCRA): a tenth of the limit at once, the rest evenly, so that no rolling window holds more
 * than the limit. A pause moves the earliest next call.
 */
export function createMemoryBudget({ callsPer10s, now, sleep }: MemoryBudgetOptions): MemoryBudget {
  const burst = Math.max(1, Math.floor(callsPer10s / 10));
  const gapMs = 10_000 / (callsPer10s * 0.99 - burst);
  const nextAt = new Map<number, number>();
  const admissions = new Map<number, number[]>();
  const pauses: { portalId: number; ms: number }[] = [];

  return {
    pauses,
    admitted: (portalId) => admissions.get(portalId) ?? [],
    async take(portalId) {
      const at = Math.max(nextAt.get(portalId) ?? 0, now()) + gapMs;
      nextAt.set(portalId, at);
      const waitMs = at - burst * gapMs - now();
      if (waitMs > 0) await sleep(waitMs);
      admissions.set(portalId, [...(admissions.get(portalId) ?? []), now()]);
    },
    pause(portalId, ms) {
      pauses.push({ portalId, ms });
      nextAt.set(portalId, Math.max(nextAt.get(portalId) ?? 0, now() + ms + burst * gapMs));
      return Promise.resolve();
    },
  };
}

/** A budget that lets everything through and counts. */
export function createOpenBudget(): MemoryBudget {
  return createMemoryBudget({ callsPer10s: 1e9, now: () => 0, sleep: () => Promise.resolve() });
}
