import { dueInWords, wallClock } from '../../../src/notify/render/clock.js';

const at = (iso: string): number => Date.parse(iso);

describe('wallClock', () => {
  it.each([
    ['2026-11-22T09:35:00Z', 'Europe/Amsterdam', 'Sun 22 Nov 10:35 CET'],
    ['2026-07-01T22:05:00Z', 'Europe/Amsterdam', 'Thu 2 Jul 00:05 CEST'],
    ['2026-11-22T02:00:00Z', 'America/New_York', 'Sat 21 Nov 21:00 GMT-5'],
    ['2026-11-22T09:35:00Z', 'UTC', 'Sun 22 Nov 09:35 UTC'],
    ['2026-11-22T09:35:00Z', 'Middle-Earth/Shire', 'Sun 22 Nov 09:35 UTC'],
    ['2026-11-22T09:35:00Z', '', 'Sun 22 Nov 09:35 UTC'],
  ])('shows %s in "%s" as %s', (iso, timeZone, expected) => {
    expect(wallClock(at(iso), timeZone)).toBe(expected);
  });
});

describe('dueInWords', () => {
  it.each([
    ['2026-11-22T09:35:00Z', { moment: 'Respond by Sun 22 Nov 09:35 UTC', away: 'in 5 minutes' }],
    ['2026-11-22T09:30:00Z', { moment: 'Respond by Sun 22 Nov 09:30 UTC', away: 'just now' }],
    ['2026-11-22T08:30:00Z', { moment: 'Was due Sun 22 Nov 08:30 UTC', away: '1 hour ago' }],
  ])('says of %s when it is due and how far off that is', (iso, expected) => {
    expect(dueInWords(at(iso), at('2026-11-22T09:30:00Z'), 'UTC')).toEqual(expected);
  });
});
