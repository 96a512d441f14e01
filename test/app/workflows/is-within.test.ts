import { isWithin } from '../../../src/app/workflows/is-within.js';

describe('isWithin', () => {
  it.each([
    ['the same', { a: 1, b: ['x'] }, { a: 1, b: ['x'] }, true],
    ['parts HubSpot added', { a: { b: 'x' } }, { a: { b: 'x', c: 1 }, d: [] }, true],
    ['another value', { a: 1 }, { a: 2 }, false],
    ['a part that is gone', { a: 1, b: 2 }, { a: 1 }, false],
    ['a longer list', ['x'], ['x', 'y'], false],
    ['a shorter list', ['x', 'y'], ['x'], false],
    ['a list in another order', ['x', 'y'], ['y', 'x'], false],
    ['nothing instead of something', { a: {} }, { a: null }, false],
    ['null for null', { a: null }, { a: null }, true],
    ['no flow at all', { a: 1 }, undefined, false],
    ['a map where a list was', [], {}, false],
  ])('judges %s', (_what, sent, found, within) => {
    expect(isWithin(sent, found)).toBe(within);
  });
});
