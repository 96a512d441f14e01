import { reasonsText } from '../src/core/texts.js';
import { defineAction, textOf } from './define-action.js';
import { MODEL_INPUT, numberText, SCORE_OUTPUT } from './texts.js';

/** Scores a contact and writes the score properties. Never moves a stage. */
export const scoreLead = defineAction({
  uid: 'score-lead',
  name: { en: 'Score lead', nl: 'Lead scoren' },
  description: {
    en: 'Scores the contact on fit, intent and timing, and writes the score and its reasons to the contact',
    nl: 'Scoort het contact op fit, intentie en timing, en schrijft de score met redenen op het contact',
  },
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
  render: ({ score, model }) => ({
    score: numberText(score?.score),
    fit: numberText(score?.fit),
    intent: numberText(score?.intent),
    timing: numberText(score?.timing),
    coverage: numberText(score?.coverage),
    reasons: score ? reasonsText(score.reasons) : '',
    model: model ?? '',
  }),
});
