import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from './app/ports.js';

/** A round that did this many may have more to do. */
const FULL_ROUND = 100;

/** Does `work` again and again, never twice at once; at once when it says there may be more. */
export function repeat(everyMs: number, work: () => Promise<number | void>, log: Log): () => Promise<void> {
  const stop = new AbortController();
  const running = (async () => {
    while (!stop.signal.aborted) {
      const done = await work().catch((error: unknown) => log.warn('background work put off', { error }));
      if (typeof done === 'number' && done >= FULL_ROUND) continue;
      await pause(everyMs, undefined, { signal: stop.signal, ref: false }).catch(() => undefined);
    }
  })();
  return () => {
    stop.abort();
    return running;
  };
}

/** A deadline: `passed` resolves after so many milliseconds, unless it is cancelled. */
export function after(ms: number) {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), ms);
  });
  return { passed, cancel: () => clearTimeout(timer) };
}
