import fc from 'fast-check';
import { dateOf } from '../../src/core/date.js';

describe('dateOf', () => {
  it.each([
    ['1970-01-01', 0],
    ['1969-12-31', -86_400_000],
    ['2000-02-29', 951_782_400_000],
    ['2026-11-21', 1_795_219_200_000],
    ['2026-11-21T10:00:00+01:00', 1_795_251_600_000],
    ['2026-11-21T10:00:00.123Z', 1_795_255_200_123],
    ['2026-11-21T10:00:00.1239Z', 1_795_255_200_123],
    ['2026-11-21T10:00:00.5', 1_795_255_200_500],
    ['2026-11-20T23:30:00-10:30', 1_795_255_200_000],
    ['1795255200000', 1_795_255_200_000],
    ['-14182940000', -14_182_940_000],
    ['8640000000000000', 8_640_000_000_000_000],
  ])('reads %s', (text, expected) => {
    expect(dateOf(text)).toBe(expected);
  });

  it.each([
    '',
    ' ',
    '-',
    'soon',
    '2026-02-30',
    '2025-02-29',
    '8640000000000001',
    '12345678901234567890',
    '--12345678901',
  ])('reads no date in "%s"', (text) => {
    expect(dateOf(text)).toBeNaN();
  });

  it('reads back every moment of four-digit years as JavaScript writes it', () => {
    const moment = fc.date({ min: new Date('0000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });

    fc.assert(fc.property(moment, (date) => dateOf(date.toISOString()) === date.getTime()));
  });

  it('reads no text into a date outside the calendar', () => {
    const digits = fc.array(fc.constantFrom(...'0123456789-T:Z.+ '), { maxLength: 26 });

    fc.assert(
      fc.property(digits, (characters) => {
        const moment = dateOf(characters.join(''));
        return Number.isNaN(moment) || Math.abs(moment) <= 8.64e15;
      }),
    );
  });
});
