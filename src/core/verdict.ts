/** unknown: what was asked for is not there, or cannot be read. It is neither zero nor no. */
export type Verdict = 'hit' | 'miss' | 'unknown';

/** The time of something that has none: older than everything. */
export const UNDATED = -Infinity;

/** A condition made ready to run against the facts it was compiled with. */
export interface Compiled {
  readonly test: () => Verdict;
  /** Of a condition that hit: epoch milliseconds of the newest act behind it, `UNDATED` when nothing dated is. */
  readonly newest: () => number;
  /** Of a condition without verdict: the properties, signals and company facts that would give it one. */
  readonly asks: () => readonly string[];
}

/** Makes a test say the opposite. */
export function inverse(test: () => Verdict): () => Verdict {
  return () => opposite(test());
}

/** Swaps hit and miss; unknown stays. */
function opposite(verdict: Verdict): Verdict {
  if (verdict === 'unknown') return verdict;
  return verdict === 'hit' ? 'miss' : 'hit';
}

interface Testable {
  readonly test: () => Verdict;
}

/** Any miss → miss, else any unknown → unknown, else hit. Of nothing: hit. */
export function testAll(parts: readonly Testable[]): Verdict {
  let verdict: Verdict = 'hit';
  for (const part of parts) {
    const own = part.test();
    if (own === 'miss') return own;
    if (own === 'unknown') verdict = own;
  }
  return verdict;
}

/** Any hit → hit, else any unknown → unknown, else miss. Of nothing: miss. */
export function testAny(parts: readonly Testable[]): Verdict {
  let verdict: Verdict = 'miss';
  for (const part of parts) {
    const own = part.test();
    if (own === 'hit') return own;
    if (own === 'unknown') verdict = own;
  }
  return verdict;
}

/** A condition that all parts must meet. */
export function allOf(parts: readonly Compiled[]): Compiled {
  return { test: () => testAll(parts), newest: () => newestOf(parts), asks: () => asksOf(parts) };
}

/** A condition that one part must meet. */
export function anyOf(parts: readonly Compiled[]): Compiled {
  return { test: () => testAny(parts), newest: () => newestOf(parts), asks: () => asksOf(parts) };
}

/** A condition that the part must not meet. Absence has no date. */
export function notOf(part: Compiled): Compiled {
  return { test: inverse(part.test), newest: () => UNDATED, asks: () => part.asks() };
}

/** Only parts that hit lend their date. */
function newestOf(parts: readonly Compiled[]): number {
  let newest = UNDATED;
  for (const part of parts) if (part.test() === 'hit') newest = Math.max(newest, part.newest());
  return newest;
}

function asksOf(parts: readonly Compiled[]): readonly string[] {
  return parts.flatMap((part) => (part.test() === 'unknown' ? part.asks() : []));
}
