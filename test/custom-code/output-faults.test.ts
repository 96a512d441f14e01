import { faultOf } from '../../src/custom-code/output-faults.js';

describe('faultOf', () => {
  it.each<[string, unknown[], string | undefined]>([
    ['takes strings', [{ outputFields: { score: '12', because: '' } }], undefined],
    ['takes no outputs at all', [{ outputFields: {} }], undefined],
    ['takes 65,000 characters', [{ outputFields: { because: 'x'.repeat(65_000) } }], undefined],
    ['misses a call', [], 'the callback was not called'],
    ['counts calls', [{ outputFields: {} }, { outputFields: {} }], 'the callback was called more than once'],
    ['misses an argument', [undefined], 'the callback was not given { outputFields: { … } }'],
    ['misses the outputs', [{ score: '12' }], 'the callback was not given { outputFields: { … } }'],
    ['refuses a list', [{ outputFields: ['12'] }], 'the callback was not given { outputFields: { … } }'],
    ['refuses a number', [{ outputFields: { because: '', score: 12 } }], 'output score: not a string'],
    ['refuses null', [{ outputFields: { score: null } }], 'output score: not a string'],
    [
      'refuses one character more',
      [{ outputFields: { why: 'x'.repeat(65_001) } }],
      'output why: longer than 65,000 characters',
    ],
  ])('%s', (_what, calls, fault) => {
    expect(faultOf(calls)).toBe(fault);
  });
});
