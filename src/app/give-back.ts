import type { Ask } from './ask.js';
import type { EvaluationStore, Log } from './ports.js';

export interface GiveBackDeps {
  readonly evaluations: Pick<EvaluationStore, 'release'>;
  /** Waits; a test passes one that does not. */
  readonly pause: (ms: number) => Promise<void>;
  readonly log: Log;
}

/** While the store is away. */
const PAUSE_MS = 1000;

/**
 * Gives back an ask we no longer work on, however long the store is away: the lease of a living process is renewed, so what
 * it held without working on it would wait until that process ends.
 *
 * @returns a function that never throws; an ask that was never stored, or that another worker holds, is left alone
 */
export function createGiveBack({ evaluations, pause, log }: GiveBackDeps) {
  return async function giveBack({ portalId, contactId, key }: Ask, delayMs: number): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await evaluations.release(portalId, key, delayMs);
      } catch (error) {
        if (tries === 1) log.warn('ask not given back yet', { portalId, contactId, error });
        await pause(PAUSE_MS);
      }
    }
  };
}

export type GiveBack = ReturnType<typeof createGiveBack>;
