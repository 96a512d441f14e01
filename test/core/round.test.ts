import { roundHalfUp } from '../../src/core/round.js';

describe('roundHalfUp', () => {
  it.each([
    [69.4, 0, 69],
    [69.5, 0, 70],
    [69.49999999999999, 0, 70],
    [69.499, 0, 69],
    [-0.5, 0, 0],
    [-0.6, 0, -1],
    [1.25, 1, 1.3],
    [-1.25, 1, -1.2],
    [1.005, 2, 1.01],
    [0.994, 2, 0.99],
    [0.995, 2, 1],
  ] as const)('rounds %d to %d decimals: %d', (value, decimals, expected) => {
    expect(roundHalfUp(value, decimals)).toBe(expected);
  });

  it('never answers -0', () => {
    expect(Object.is(roundHalfUp(-0.01, 1), 0)).toBe(true);
    expect(Object.is(roundHalfUp(-0, 0), 0)).toBe(true);
  });
});
