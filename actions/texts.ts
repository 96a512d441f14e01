import type { InputField, OutputField } from '../src/app/action.js';
import type { Outcome } from '../src/app/outcome.js';
import { reasonsText } from '../src/core/texts.js';

/** The input every scoring action has: which model judges. */
export const MODEL_INPUT: InputField = {
  name: 'model',
  type: 'string',
  fieldType: 'text',
  required: false,
  label: { en: 'Model', nl: 'Model' },
  description: {
    en: 'Name of the qualification model; empty: the default model',
    nl: 'Naam van het kwalificatiemodel; leeg: het standaardmodel',
  },
};

export const BECAUSE_OUTPUT: OutputField = { name: 'because', label: { en: 'Because', nl: 'Omdat' } };
export const SCORE_OUTPUT: OutputField = { name: 'score', label: { en: 'Lead score', nl: 'Leadscore' } };

/** A number for HubSpot; empty where there is none. */
export const numberText = (value: number | null | undefined): string =>
  value === null || value === undefined ? '' : String(value);

/** Why, for a person: the reasons of the score, or why there is none. */
export function becauseOf(outcome: Outcome): string {
  const { decision, score, move } = outcome;
  if (decision.kind === 'refused') return decision.because;
  if (move && move.state !== 'applied') return move.because;
  if (decision.kind === 'disqualify') return decision.because;
  return score ? reasonsText(score.reasons) : '';
}

/** Where the contact is after it. */
export function stageAfter(outcome: Outcome): string {
  if (outcome.move) return outcome.move.stage;
  return outcome.decision.kind === 'refused' ? '' : outcome.decision.from;
}
