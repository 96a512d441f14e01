import type { ClockStore } from './clock.js';
import type { Log } from '../ports.js';

export interface WakeClockDeps {
  readonly clocks: Pick<ClockStore, 'wake'>;
  readonly now: () => number;
  readonly log: Log;
}

/** Lets the clock of a contact look at once. Never rejects: one that was not woken looks at its own time. */
export type WakeClock = (portalId: number, contactId: string) => Promise<void>;

export function createWakeClock({ clocks, now, log }: WakeClockDeps): WakeClock {
  return async function wakeClock(portalId, contactId) {
    try {
      await clocks.wake(portalId, contactId, now());
    } catch (error) {
      log.warn('clock not woken; it looks at its own time', { portalId, contactId, error });
    }
  };
}
