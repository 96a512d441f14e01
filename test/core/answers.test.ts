import { type Answer, answersOf } from '../../src/core/answers.js';
import type { Model } from '../../src/core/model.js';

const NOW = Date.parse('2026-11-22T09:30:00Z');
const EVIDENCE: Model['evidence'] = {
  framework: 'custom',
  answers: { timing: ['when', 'day'], authority: ['boss'] },
  timingWithinDays: 90,
};
const BOTH: readonly Answer[] = [
  { question: 'timing', state: 'missing', properties: ['when', 'day'] },
  { question: 'authority', state: 'missing', properties: ['boss'] },
];
const timing = (state: Answer['state'], ...properties: string[]): Answer => ({ question: 'timing', state, properties });

describe('answersOf', () => {
  it.each<[string, Record<string, string | null>, Answer]>([
    ['holds words', { when: 'soon' }, timing('held', 'when')],
    ['names the property that answers', { when: ' ', day: '2026-12-24' }, timing('held', 'day')],
    ['prefers an answer to a no', { when: 'no', day: '2026-12-24' }, timing('held', 'day')],
    ['takes a date too far off for no answer', { when: 'no', day: '2027-12-24' }, timing('no', 'when')],
    [
      'keeps a question open while another property may answer',
      { day: '2027-12-24' },
      timing('missing', 'when', 'day'),
    ],
    ['takes null for not answered', { when: null }, timing('missing', 'when', 'day')],
  ])('%s', (_what, properties, expected) => {
    const [first] = answersOf(EVIDENCE, { properties }, NOW);

    expect(first).toEqual(expected);
  });

  it('answers question by question, in order', () => {
    expect(answersOf(EVIDENCE, { properties: {} }, NOW)).toEqual(BOTH);
  });

  it('leaves out a question no property can answer', () => {
    const evidence: Model['evidence'] = { ...EVIDENCE, framework: 'fnat' };

    const questions = answersOf(evidence, { properties: {} }, NOW).map(({ question }) => question);

    expect(questions).toEqual(['authority', 'timing']);
  });
});
