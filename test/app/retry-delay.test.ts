import { retryDelayMs } from '../../src/app/retry-delay.js';

describe('retryDelayMs', () => {
  const backoff = { firstMs: 5_000, longestMs: 900_000 };

  it.each([
    [1, 0, 2_500],
    [1, 1, 5_000],
    [2, 0, 5_000],
    [2, 0.5, 7_500],
    [3, 1, 20_000],
    [8, 1, 640_000],
    [9, 1, 900_000],
    [9, 0, 450_000],
    [5_000, 1, 900_000],
  ])('after attempt %d with chance %d is %d ms', (attempts, random, ms) => {
    expect(retryDelayMs(backoff, attempts, random)).toBe(ms);
  });
});
