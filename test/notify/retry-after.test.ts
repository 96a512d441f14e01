import { readRetryAfterMs } from '../../src/notify/retry-after.js';

const NOW = Date.parse('2026-11-21T12:00:00.000Z');

describe('readRetryAfterMs', () => {
  it.each([
    ['30', 30_000],
    ['1', 1_000],
    ['3600', 3_600_000],
    ['86400', 3_600_000],
    ['Sat, 21 Nov 2026 12:00:10 GMT', 10_000],
    ['Sun, 22 Nov 2026 12:00:00 GMT', 3_600_000],
    ['Sat, 21 Nov 2026 11:59:59 GMT', undefined],
    ['0', undefined],
    ['-5', undefined],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('reads %j as %j ms', (header, ms) => {
    expect(readRetryAfterMs(header, NOW)).toBe(ms);
  });
});
