import { daysAway } from '../../src/core/days-away.js';

describe('daysAway', () => {
  it.each([
    ['2026-12-24', { from: 20811, to: 20811 }],
    ['2026-12-24..2027-01-02', { from: 20811, to: 20820 }],
    ['2026-12-24 .. 2027-01-02', { from: 20811, to: 20820 }],
    ['2027-01-02..2026-12-24', { from: 20820, to: 20811 }],
    ['2026-02-30', undefined],
    ['2026-12-24..', undefined],
    ['2026-12-24..2026-12-25..2026-12-26', undefined],
    ['24-12-2026', undefined],
    ['1795262400000', undefined],
    ['2026-12-24T10:00', undefined],
    ['next week', undefined],
    ['', undefined],
  ])('reads %p', (written, expected) => {
    expect(daysAway(written)).toEqual(expected);
  });
});
