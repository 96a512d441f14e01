import { compileScorer, type Score } from '../../src/core/score-contact.js';
import cases from '../cases/scoring.json';
import { type CaseInput, contactOf, fileOf, modelOf } from './case-model.js';

describe('compileScorer', () => {
  it.each(cases as unknown as [string, CaseInput, Partial<Score>][])('%s', (_name, input, expected) => {
    const score = compileScorer(modelOf(fileOf(input)))(contactOf(input), Date.parse(input.now));

    expect(score).toMatchObject(expected);
  });

  it('remembers nothing of the contact before', () => {
    const score = compileScorer(
      modelOf({ fit: { max: 10, rules: [{ id: 'a', when: { property: 'p', is: 'y' }, points: 10, because: 'A' }] } }),
    );
    const known = { properties: { p: 'y' }, signals: {}, unlistedSignals: 'never' as const, company: {} };

    expect(score(known, 0).fit).toBe(100);
    expect(score({ ...known, properties: {} }, 0)).toMatchObject({ fit: 0, unknown: ['a'] });
    expect(score(known, 0)).toMatchObject({ fit: 100, unknown: [] });
  });

  it('lists its answer in one order, so that equal scores are equal bytes', () => {
    const score = compileScorer(modelOf({}));
    const nobody = { properties: {}, signals: {}, unlistedSignals: 'never' as const, company: {} };

    expect(JSON.stringify(score(nobody, 0))).toBe(
      '{"score":0,"fit":null,"intent":null,"timing":null,"coverage":1,"reasons":[],"unknown":[]}',
    );
  });
});
