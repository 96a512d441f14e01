import type { InputField, OutputField } from '../src/app/action.js';
import type { Outcome } from '../src/app/outcome.js';
import { STAGES } from '../src/core/model.js';
import { keptText, reasonsText } from '../src/core/texts.js';

/** The input every scoring action has: which model judges. */
export const MODEL_INPUT: InputField = {
  name: 'model',
  type: 'enumeration',
  fieldType: 'select',
  choices: 'models',
  required: false,
  label: { en: 'Model', nl: 'Model' },
  description: {
    en: 'Name of the qualification model; empty: the default model',
    nl: 'Naam van het kwalificatiemodel; leeg: het standaardmodel',
  },
};

export const BECAUSE_OUTPUT: OutputField = { name: 'because', label: { en: 'Because', nl: 'Omdat' } };
export const SCORE_OUTPUT: OutputField = { name: 'score', label: { en: 'Lead score', nl: 'Leadscore' } };

/** Where the contact is after it, in our words. */
export const STAGE_OUTPUT: OutputField = {
  name: 'stage',
  label: { en: 'Stage', nl: 'Fase' },
  values: STAGES,
};

/** How a stage that was asked for ended. */
export const RESULT_OUTPUT: OutputField = {
  name: 'result',
  label: { en: 'Result', nl: 'Resultaat' },
  values: ['applied', 'ignored', 'refused'],
};

/** applied: the portal shows it · ignored: it was there already, or HubSpot said yes and did not · refused: somebody said no. */
export function resultOf({ decision, move }: Outcome): string {
  if (move) return move.state;
  return decision.kind === 'hold' && decision.rule === 'already-there' ? 'ignored' : 'refused';
}

/** Why a stage that was asked for was not set; empty when it was. */
export function whyNotOf(outcome: Outcome): string {
  const { decision, move } = outcome;
  if (move?.state === 'applied') return '';
  if (decision.kind !== 'hold') return becauseOf(outcome);
  return keptText(decision.rule, decision.from);
}

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
