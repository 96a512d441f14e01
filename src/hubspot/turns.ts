import type { Urgency } from '../app/ports.js';

/**
 * Lets one through at a time, whoever is live before whoever can wait, each in order of arrival.
 *
 * @returns waits for its turn, then does `work`; the next turn begins when that ends, well or badly
 */
export function createTurns() {
  const waiting: Readonly<Record<Urgency, (() => void)[]>> = { live: [], later: [] };
  let taken = false;

  function pass(): void {
    const next = waiting.live.shift() ?? waiting.later.shift();
    if (next) next();
    else taken = false;
  }

  return async function turn(urgency: Urgency, work: () => Promise<void>): Promise<void> {
    if (taken) await new Promise<void>((resolve) => waiting[urgency].push(resolve));
    taken = true;
    try {
      await work();
    } finally {
      pass();
    }
  };
}
