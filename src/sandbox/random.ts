/** A seeded source of chance: the same seed gives the same numbers in the same order. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** A whole number in [0, below). `below` above zero. */
  int(below: number): number;
  chance(probability: number): boolean;
  /** One of them; `undefined` only when there is none. */
  pick<T>(items: readonly T[]): T | undefined;
  /** A new array with the same items in another order. */
  shuffle<T>(items: readonly T[]): T[];
}

/**
 * mulberry32: small, quick, good enough for faults and sample people; not for secrets.
 *
 * @param seed any whole number; only its lower 32 bits count
 */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }
  const int = (below: number): number => Math.floor(next() * below);
  return {
    next,
    int,
    chance: (probability) => probability > 0 && next() < probability,
    pick: (items) => items[int(items.length)],
    shuffle: (items) => shuffled(items, next),
  };
}

function shuffled<T>(items: readonly T[], next: () => number): T[] {
  return items
    .map((item) => ({ item, place: next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
