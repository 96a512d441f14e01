import { compileScorer } from '../../src/core/score-contact.js';
import cases from '../cases/conditions.json';
import { type CaseInput, contactOf, fileOf, modelOf } from './case-model.js';

/** What a scorer of one rule lets see of its verdict. */
function verdictOn(input: CaseInput): string {
  const { reasons, unknown } = compileScorer(modelOf(fileOf(input)))(contactOf(input), Date.parse(input.now));
  if (unknown.includes('asked')) return 'unknown';
  return reasons.length === 1 ? 'hit' : 'miss';
}

describe('a condition', () => {
  it.each(cases as unknown as [string, CaseInput, string][])('%s', (_name, input, expected) => {
    expect(verdictOn(input)).toBe(expected);
  });
});
