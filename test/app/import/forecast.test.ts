import { minutesFor } from '../../../src/app/import/forecast.js';

describe('minutesFor', () => {
  it.each([
    [0, 190, 0],
    [5, 190, 0.1],
    [10_000, 190, 9.9],
    [40_000, 190, 39.5],
    [10_000, 100, 18.8],
  ])('takes %i calls at %i per 10 s for %f minutes', (calls, callsPer10s, minutes) => {
    expect(minutesFor(calls, callsPer10s)).toBe(minutes);
  });
});
