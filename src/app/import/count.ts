/** Reasons told apart in a summary; the rest are counted together. */
const MOST = 30;
const OTHERS = 'other reasons';

/** How often what was said, in the order it was first said. */
export interface Counter {
  add(what: string, times?: number): void;
  counts(): Record<string, number>;
}

/** Makes one that holds a bounded number of different reasons, whatever a file brings. */
export function createCounter(): Counter {
  const counts = new Map<string, number>();
  return {
    add(what, times = 1) {
      const name = counts.has(what) || counts.size < MOST ? what : OTHERS;
      counts.set(name, (counts.get(name) ?? 0) + times);
    },
    counts: () => Object.fromEntries(counts),
  };
}
