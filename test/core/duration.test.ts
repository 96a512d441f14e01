import { durationMs } from '../../src/core/duration.js';

describe('durationMs', () => {
  it.each([
    ['5m', 300_000],
    ['24h', 86_400_000],
    ['1d', 86_400_000],
    ['14d', 1_209_600_000],
    ['0h', 0],
    [' 4h ', 14_400_000],
  ])('reads %s as %d ms', (written, expected) => {
    expect(durationMs(written)).toBe(expected);
  });

  it.each(['', '5', 'm', '5 m', '1.5h', '-1d', '5s', '5M', '1d2h', '5constructor'])(
    'reads nothing in "%s"',
    (written) => {
      expect(durationMs(written)).toBeUndefined();
    },
  );
});
