import { createHash } from 'node:crypto';
import { createWakeClock } from './app/clock/wake-clock.js';
import { createTakeSignals, type TakeSignals } from './app/signals/take-signals.js';
import type { Log } from './app/ports.js';
import type { Forgotten } from './app/privacy.js';
import type { Parts } from './join-notify.js';

interface SignalsParts extends Parts {
  readonly privacy: Forgotten;
}

/** What takes acts and answers from outside, whoever tells them. */
export function joinSignals(
  { log }: { readonly log: Log },
  { store, crm, models, privacy }: SignalsParts,
): TakeSignals {
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const wakeClock = createWakeClock({ clocks: store.clocks, now: Date.now, log });
  const { signals } = store;
  return createTakeSignals({ crm, models, privacy, signals, now: Date.now, hash, wakeClock, log });
}
