import { fieldValue, holds, type Field } from '../../../src/app/import/field-value.js';

const field = (type: string, more: Partial<Field> = {}): Field => ({
  name: 'it',
  type,
  several: false,
  readOnly: false,
  options: [],
  ...more,
});
const SIZE = field('enumeration', {
  options: [
    { value: '1-5', label: '1 to 5' },
    { value: 'big', label: 'Big' },
  ],
});
const ROLES = { ...SIZE, several: true };

describe('fieldValue', () => {
  it.each([
    ['text as it is', field('string'), '007', { value: '007' }],
    ['a number', field('number'), '-12.5', { value: '-12.5' }],
    [
      'a number with separators, which mean two things',
      field('number'),
      '1,234',
      { problem: 'it: not a number such as 1250.50' },
    ],
    ['a date', field('date'), '2026-11-21', { value: '2026-11-21' }],
    ['the date of a time', field('date'), '2026-11-21T23:30:00', { value: '2026-11-21' }],
    ['a date that means two things', field('date'), '01/02/2026', { problem: 'it: not a date such as 2026-11-21' }],
    ['a time', field('datetime'), '2026-11-21T09:30:00Z', { value: '2026-11-21T09:30:00.000Z' }],
    ['a time without a zone as UTC', field('datetime'), '2026-06-01 10:00', { value: '2026-06-01T10:00:00.000Z' }],
    ['a time with a zone', field('datetime'), '2026-06-01T10:00+02:00', { value: '2026-06-01T08:00:00.000Z' }],
    ['a day as its beginning', field('datetime'), '2026-06-01', { value: '2026-06-01T00:00:00.000Z' }],
    ['no day of a month', field('date'), '2026-02-30', { problem: 'it: not a date such as 2026-11-21' }],
    ['no month', field('date'), '2026-13-01', { problem: 'it: not a date such as 2026-11-21' }],
    ['no hour', field('datetime'), '2026-06-01T25:00', { problem: 'it: not a time such as 2026-11-21T09:30:00Z' }],
    [
      'the time of no day',
      field('datetime'),
      '2026-02-30T10:00Z',
      { problem: 'it: not a time such as 2026-11-21T09:30:00Z' },
    ],
    ['yes', field('bool'), 'Yes', { value: 'true' }],
    ['0', field('bool'), '0', { value: 'false' }],
    ['neither yes nor no', field('bool'), 'maybe', { problem: 'it: not yes or no' }],
    ['a choice by value', SIZE, '1-5', { value: '1-5' }],
    ['a choice by what people see', SIZE, 'big', { value: 'big' }],
    ['no choice of it', SIZE, 'huge', { problem: 'it: not one of its choices' }],
    ['several choices', ROLES, '1 TO 5; Big', { value: '1-5;big' }],
    ['several where one is allowed', SIZE, '1-5;big', { problem: 'it: not one of its choices' }],
  ])('reads %s', (_, of, text, expected) => {
    expect(fieldValue(of, text)).toEqual(expected);
  });
});

describe('holds', () => {
  it.each([
    ['the same text', field('string'), 'a', 'a', true],
    ['text that looks like the same number', field('string'), '7', '007', false],
    ['the same number', field('number'), '5', '5.0', true],
    ['the same time', field('datetime'), '1763717400000', '2025-11-21T09:30:00.000Z', true],
    ['the same choices in another order', ROLES, 'big;1-5', '1-5;big', true],
    ['nothing', field('string'), null, 'a', false],
  ])('knows %s', (_, of, held, value, expected) => {
    expect(holds(of, held, value)).toBe(expected);
  });
});
