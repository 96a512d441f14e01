import { createHash } from 'node:crypto';
import { createTakeSignals, type TakeSignals } from './app/take-signals.js';
import type { Log } from './app/ports.js';
import type { Parts } from './join-notify.js';

/** What takes acts and answers from outside, whoever tells them. */
export function joinSignals({ log }: { readonly log: Log }, { store, crm, models }: Parts): TakeSignals {
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const wakeClock = (portalId: number, contactId: string) => store.clocks.wake(portalId, contactId, Date.now());
  return createTakeSignals({ crm, models, signals: store.signals, now: Date.now, hash, wakeClock, log });
}
