import { rateOf } from '../../src/store/budget.js';

describe('rateOf', () => {
  it.each([
    [190, 19, 16.91],
    [100, 10, 8.9],
    [10, 1, 0.89],
    [2, 1, 0.099],
    [1, 1, 0.099],
  ])('splits %d calls per 10 s into %d at once and %d a second', (limit, burst, perSecond) => {
    expect(rateOf(limit).burst).toBe(burst);
    expect(rateOf(limit).perSecond).toBeCloseTo(perSecond, 6);
  });

  it.each([1, 2, 3, 9, 10, 11, 19, 100, 110, 190, 250, 1000])('keeps any rolling 10 s within %d', (limit) => {
    const { burst, perSecond } = rateOf(limit);

    expect(burst + Math.floor(10 * perSecond)).toBeLessThanOrEqual(limit);
  });
});
