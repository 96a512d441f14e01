export interface Backoff {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * How long to leave alone what has failed.
 *
 * @param attempts how often it was tried, from 1
 * @param random   0..1
 * @returns milliseconds: doubling from `firstMs` to `longestMs`, half of it by chance
 */
export function retryDelayMs({ firstMs, longestMs }: Backoff, attempts: number, random: number): number {
  const full = Math.min(longestMs, firstMs * 2 ** Math.min(attempts - 1, 20));
  return Math.round(full / 2 + (full / 2) * random);
}
