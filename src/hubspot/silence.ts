import { AppError } from '../app/errors.js';

/**
 * Portals HubSpot told us to leave alone for longer than anybody should wait. Kept in this process: another one finds out
 * with one call of its own.
 */
export function createSilence(now: () => number) {
  const until = new Map<number, number>();

  return {
    /** Leaves a portal alone for so many milliseconds. */
    keep(portalId: number, ms: number): void {
      until.set(portalId, now() + ms);
    },
    /** @throws {AppError} `HUBSPOT_BUSY` with the time left, while a portal is left alone */
    check(portalId: number): void {
      const leftMs = (until.get(portalId) ?? 0) - now();
      if (leftMs > 0) throw new AppError('HUBSPOT_BUSY', 'HubSpot asked us to wait', { retryAfterMs: leftMs });
    },
  };
}

export type Silence = ReturnType<typeof createSilence>;
