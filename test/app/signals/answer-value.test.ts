import { answerValue } from '../../../src/app/signals/answer-value.js';
import type { PropertyKind } from '../../../src/app/ports.js';

const OPTIONS: PropertyKind = {
  type: 'enumeration',
  options: [{ value: 'q1', label: 'This quarter' }, { value: 'later' }],
};

describe('answerValue', () => {
  it.each<[PropertyKind | undefined, string, string]>([
    [undefined, '2026-12-01, or later', '2026-12-01, or later'],
    [{ type: 'number' }, '0', '0'],
    [{ type: 'number' }, '1e3', '1000'],
    [{ type: 'date' }, '2026-12-01', '2026-12-01'],
    [{ type: 'date' }, '2026-12-01T23:30:00Z', '2026-12-01'],
    [{ type: 'date' }, '1796083200000', '2026-12-01'],
    [{ type: 'datetime' }, '2026-12-01T10:00:00+01:00', '2026-12-01T09:00:00.000Z'],
    [{ type: 'bool' }, 'Yes', 'true'],
    [{ type: 'bool' }, 'nee', 'false'],
    [OPTIONS, 'Q1', 'q1'],
    [OPTIONS, 'this quarter', 'q1'],
    [OPTIONS, 'later', 'later'],
  ])('for %j, %s is kept as %s', (kind, given, value) => {
    expect(answerValue(kind, given)).toEqual({ value });
  });

  it.each<[PropertyKind, string, string]>([
    [{ type: 'number' }, 'ten', 'a number'],
    [{ type: 'date' }, 'in May', 'a date such as 2026-12-01'],
    [{ type: 'date' }, '2026-02-30', 'a date such as 2026-12-01'],
    [{ type: 'datetime' }, 'tomorrow', 'a time such as 2026-12-01T09:00:00Z'],
    [{ type: 'bool' }, 'maybe', 'yes or no'],
    [OPTIONS, 'next year', 'one of its 2 options'],
  ])('for %j, %s is none: it takes %s', (kind, given, takes) => {
    expect(answerValue(kind, given)).toEqual({ takes });
  });
});
