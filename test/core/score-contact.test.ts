import { compileScorer, type Score } from '../../src/core/score-contact.js';
import cases from '../cases/scoring.json';
import { type CaseInput, contactOf, fileOf, modelOf } from './case-model.js';

describe('compileScorer', () => {
  it.each(cases as unknown as [string, CaseInput, Partial<Score>][])('%s', (_name, input, expected) => {
    const score = compileScorer(modelOf(fileOf(input)))(contactOf(input), Date.parse(input.now));

    expect(score).toMatchObject(expected);
  });

  it.each([
    ['text', { property: 'p', is: 'y' }, 'y'],
    ['a number', { property: 'p', atLeast: 5 }, '7'],
    ['a date', { property: 'p', inNextDays: 1 }, '1970-01-01'],
    ['whether it is known', { property: 'p', known: true }, 'x'],
  ])('remembers nothing of the contact before: %s', (_what, when, value) => {
    const rules = [{ id: 'a', when, points: 10, because: 'A' }];
    const score = compileScorer(modelOf({ fit: { max: 10, rules } }));
    const known = { properties: { p: value }, signals: {}, unlistedSignals: 'never' as const, company: {} };

    expect(score(known, 0).fit).toBe(100);
    expect(score({ ...known, properties: {} }, 0).fit).toBe(0);
    expect(score(known, 0).fit).toBe(100);
  });

  it('lists its answer in one order, so that equal scores are equal bytes', () => {
    const score = compileScorer(modelOf({}));
    const nobody = { properties: {}, signals: {}, unlistedSignals: 'never' as const, company: {} };

    expect(JSON.stringify(score(nobody, 0))).toBe(
      '{"score":0,"fit":null,"intent":null,"timing":null,"coverage":1,"reasons":[],"unknown":[]}',
    );
  });
});
