import { z } from 'zod';
import { findingsIn, findingsText, placeText, shapeFindings } from '../../../../src/hubspot/project/check/finding.js';

describe('findingsText', () => {
  it('goes file by file, and says for each place what to do', () => {
    const a = findingsIn('a-hsmeta.json');
    const b = findingsIn('b-hsmeta.json');

    const text = findingsText([a('uid', 'is missing', 'add it'), b('', 'is not JSON', 'correct it'), a('x', 'p', 'f')]);

    expect(text).toBe(
      [
        'a-hsmeta.json',
        '  uid: is missing',
        '    → add it',
        '  x: p',
        '    → f',
        'b-hsmeta.json',
        '  is not JSON',
        '    → correct it',
        '3 findings',
        '',
      ].join('\n'),
    );
  });

  it.each([
    [[], 'no findings\n'],
    [[findingsIn('a')('', 'p', 'f')], 'a\n  p\n    → f\n1 finding\n'],
  ])('counts %#', (findings, expected) => {
    expect(findingsText(findings)).toBe(expected);
  });
});

describe('placeText', () => {
  it.each([
    ['config', ['inputFields', 1, 'isRequired'], 'config.inputFields[1].isRequired'],
    ['', ['uid'], 'uid'],
    ['config', [], 'config'],
  ])('%s and %j is %s', (above, below, expected) => {
    expect(placeText(above, below)).toBe(expected);
  });
});

describe('shapeFindings', () => {
  it.each([
    [{}, 'a', 'is missing', 'add it: string'],
    [{ a: 1 }, 'a', 'invalid input: expected string, received number', 'give it a value of that type'],
    [{ a: '', b: 1 }, '', 'unrecognized key: "b"', 'take it out, or correct its spelling'],
  ])('says of %j what is wrong and what to do', (value, place, problem, fix) => {
    const { error } = z.strictObject({ a: z.string() }).safeParse(value);

    expect(error && shapeFindings('f', error, '')).toEqual([{ file: 'f', place, problem, fix }]);
  });
});
