const SCALE = { 0: 1, 1: 10, 2: 100 } as const;

/**
 * Rounds half up (towards plus infinity), once, for people to read.
 *
 * Sums of faded points carry float noise: 69.49999999999999 is meant as 69.5. A billionth, far below what is shown and
 * far above the noise, decides such a tie. Never answers -0.
 *
 * @param decimals 0, 1 or 2 digits after the point
 * @example roundHalfUp(69.49999999999999, 0) // 70
 */
export function roundHalfUp(value: number, decimals: 0 | 1 | 2): number {
  const scale = SCALE[decimals];
  return Math.floor(value * scale + 0.5 + 1e-9) / scale;
}
