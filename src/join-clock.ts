import { createHash } from 'node:crypto';
import type { Ask } from './app/ask.js';
import type { Log } from './app/ports.js';
import type { Reply } from './app/reply.js';
import { createRunClock } from './app/clock/run-clock.js';
import type { Parts } from './join-notify.js';
import { repeat } from './timers.js';

const LOOK_EVERY_MS = 1_000;

/** What looks at the clocks of contacts, and puts those who are to leave their stage on the road. @returns starts it */
export function joinClock(
  { log, clockNow: now = Date.now }: { readonly log: Log; readonly clockNow?: () => number },
  { store, crm, models, failpoint }: Parts,
  execute: (ask: Ask) => Promise<Reply>,
) {
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const { clocks, signals } = store;
  const runClock = createRunClock({ clocks, signals, crm, models, execute, hash, now, failpoint, log });
  return (): (() => Promise<void>) => repeat(LOOK_EVERY_MS, runClock, log);
}
