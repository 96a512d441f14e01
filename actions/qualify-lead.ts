import { MODES, type Mode } from '../src/app/ask.js';
import { numberText } from '../src/core/texts.js';
import { defineAction, invalidInput, textOf } from './define-action.js';
import { BECAUSE_OUTPUT, becauseOf, MODEL_INPUT, SCORE_OUTPUT, STAGE_OUTPUT, stageAfter } from './texts.js';

const isMode = (word: string | undefined): word is Mode => MODES.some((mode) => mode === word);

/** Scores, decides, and moves the stage when the model says so. */
export const qualifyLead = defineAction({
  uid: 'qualify-lead',
  name: { en: 'Qualify lead', nl: 'Lead kwalificeren' },
  description: {
    en: 'Scores the contact, decides by the written model, and moves the lifecycle stage when the model says so',
    nl: 'Scoort het contact, beslist volgens het geschreven model, en verplaatst de levenscyclusfase als het model dat zegt',
  },
  when: 'Something happened that may change what a lead is worth: a form, a visit, an answer',
  card: { en: 'Qualify lead with model {{model}} ({{mode}})', nl: 'Lead kwalificeren met model {{model}} ({{mode}})' },
  inputs: [
    MODEL_INPUT,
    {
      name: 'mode',
      type: 'enumeration',
      fieldType: 'select',
      required: false,
      label: { en: 'Mode', nl: 'Modus' },
      description: {
        en: 'Act moves the stage; suggest writes the decision only; observe writes nothing. Empty: act',
        nl: 'Handelen verplaatst de fase; voorstellen schrijft alleen de beslissing; kijken schrijft niets. Leeg: handelen',
      },
      options: [
        { value: 'act', label: { en: 'Act', nl: 'Handelen' } },
        { value: 'suggest', label: { en: 'Suggest', nl: 'Voorstellen' } },
        { value: 'observe', label: { en: 'Observe', nl: 'Kijken' } },
      ],
    },
    {
      name: 'assignTo',
      type: 'enumeration',
      fieldType: 'select',
      choices: 'owners',
      required: false,
      label: { en: 'Assign to', nl: 'Toewijzen aan' },
      description: {
        en: 'Who gets the contact when it becomes an SQL; empty: the owner stays',
        nl: 'Wie het contact krijgt als het een SQL wordt; leeg: de eigenaar blijft',
      },
    },
  ],
  outputs: [
    {
      name: 'decision',
      label: { en: 'Decision', nl: 'Beslissing' },
      values: ['advance', 'hold', 'review', 'recycle', 'disqualify', 'refused'],
    },
    STAGE_OUTPUT,
    { name: 'moved', label: { en: 'Moved', nl: 'Verplaatst' }, values: ['true', 'false'] },
    SCORE_OUTPUT,
    BECAUSE_OUTPUT,
    { name: 'missing', label: { en: 'Missing', nl: 'Ontbreekt' } },
    { name: 'nextAction', label: { en: 'Next action', nl: 'Volgende actie' } },
  ],
  want: (inputs) => {
    const mode = textOf(inputs, 'mode');
    const assignTo = textOf(inputs, 'assignTo');
    // HubSpot would refuse the whole write for it, the stage included.
    if (assignTo !== undefined && !/^\d+$/.test(assignTo)) {
      return invalidInput('assignTo: expected a HubSpot owner id, which is a number');
    }
    return {
      kind: 'qualify',
      model: textOf(inputs, 'model'),
      mode: isMode(mode) ? mode : 'act',
      assignTo,
    };
  },
  render: (outcome) => ({
    decision: outcome.decision.kind,
    stage: stageAfter(outcome),
    moved: String(outcome.move?.state === 'applied'),
    score: numberText(outcome.score?.score),
    because: becauseOf(outcome),
    missing: outcome.decision.kind === 'refused' ? '' : outcome.decision.missing.join(' · '),
    nextAction: outcome.nextAction ?? '',
  }),
});
