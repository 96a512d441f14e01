import { relativeTime } from '../../src/core/relative-time.js';

const NOW = 1_795_251_600_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('relativeTime', () => {
  it.each<[number, string]>([
    [0, 'just now'],
    [-29_000, 'just now'],
    [-30_000, '1 minute ago'],
    [29_000, 'now'],
    [5 * MINUTE, 'in 5 minutes'],
    [-59 * MINUTE, '59 minutes ago'],
    [-59.6 * MINUTE, '1 hour ago'],
    [-HOUR, '1 hour ago'],
    [-23 * HOUR, '23 hours ago'],
    [-23.6 * HOUR, '1 day ago'],
    [-59 * DAY, '59 days ago'],
    [-60 * DAY, '2 months ago'],
    [-700 * DAY, '23 months ago'],
    [-730 * DAY, '2 years ago'],
    [3 * DAY, 'in 3 days'],
  ])('says %d ms from now as "%s"', (away, expected) => {
    expect(relativeTime(NOW + away, NOW)).toBe(expected);
  });
});
