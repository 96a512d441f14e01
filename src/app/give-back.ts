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
 * it held without working on it would wait until that process ends. The log hears once that the store is away, and once that
 * all is given back, however many asks wait.
 *
 * @returns a function that never throws; an ask that was never stored, or that another worker holds, is left alone
 */
export function createGiveBack({ evaluations, pause, log }: GiveBackDeps) {
  let waiting = 0;

  async function untilBack({ portalId, key }: Ask, delayMs: number): Promise<void> {
    for (;;) {
      await pause(PAUSE_MS);
      try {
        return await evaluations.release(portalId, key, delayMs);
      } catch {
        // Said already, of the first that waited.
      }
    }
  }

  return async function giveBack(ask: Ask, delayMs: number): Promise<void> {
    try {
      await evaluations.release(ask.portalId, ask.key, delayMs);
    } catch (error) {
      waiting += 1;
      if (waiting === 1) log.warn('asks not given back yet', { error });
      await untilBack(ask, delayMs);
      waiting -= 1;
      if (waiting === 0) log.info('asks given back');
    }
  };
}

export type GiveBack = ReturnType<typeof createGiveBack>;
