import { numberText } from '../src/core/texts.js';
import { defineAction, textOf } from './define-action.js';
import { becauseOf, MODEL_INPUT, SCORE_OUTPUT } from './texts.js';

/** Scores a contact and writes the score properties. Never moves a stage. */
export const scoreLead = defineAction({
  uid: 'score-lead',
  name: { en: 'Score lead', nl: 'Lead scoren' },
  description: {
    en: 'Scores the contact on fit, intent and timing, and writes the score and its reasons to the contact',
    nl: 'Scoort het contact op fit, intentie en timing, en schrijft de score met redenen op het contact',
  },
  when: 'You want the score on the contact, for lists, sorting or a branch of your own, and nothing moved',
  card: { en: 'Score lead with model {{model}}', nl: 'Lead scoren met model {{model}}' },
  inputs: [MODEL_INPUT],
  outputs: [
    SCORE_OUTPUT,
    { name: 'fit', label: { en: 'Fit', nl: 'Fit' } },
    { name: 'intent', label: { en: 'Intent', nl: 'Intentie' } },
    { name: 'timing', label: { en: 'Timing', nl: 'Timing' } },
    { name: 'coverage', label: { en: 'Coverage', nl: 'Dekking' } },
    { name: 'reasons', label: { en: 'Reasons', nl: 'Redenen' } },
    { name: 'model', label: { en: 'Model version', nl: 'Modelversie' } },
  ],
  want: (inputs) => ({ kind: 'score', model: textOf(inputs, 'model') }),
  render: (outcome) => ({
    score: numberText(outcome.score?.score),
    fit: numberText(outcome.score?.fit),
    intent: numberText(outcome.score?.intent),
    timing: numberText(outcome.score?.timing),
    coverage: numberText(outcome.score?.coverage),
    reasons: becauseOf(outcome),
    model: outcome.model ?? '',
  }),
});
