import { isSettable, SETTABLE } from '../src/app/list-choices.js';
import { defineAction, invalidInput, textOf } from './define-action.js';
import { BECAUSE_OUTPUT, RESULT_OUTPUT, resultOf, STAGE_OUTPUT, stageAfter, whyNotOf } from './texts.js';

/** Sets one stage, safely: forward, or clear-then-set when allowed; read back in either case. */
export const setStage = defineAction({
  uid: 'set-stage',
  name: { en: 'Set stage', nl: 'Fase zetten' },
  description: {
    en: 'Sets the lifecycle stage and checks that HubSpot did it; backward only when allowed',
    nl: 'Zet de levenscyclusfase en controleert of HubSpot het deed; alleen terug als dat mag',
  },
  when: 'Your own workflow has decided, and the stage has to be set safely, or set back',
  card: { en: 'Set stage to {{stage}}', nl: 'Fase zetten op {{stage}}' },
  inputs: [
    {
      name: 'stage',
      type: 'enumeration',
      fieldType: 'select',
      required: true,
      label: { en: 'Stage', nl: 'Fase' },
      description: { en: 'The stage to set', nl: 'De fase om te zetten' },
      choices: 'stages',
    },
    {
      name: 'reason',
      type: 'string',
      fieldType: 'text',
      required: false,
      label: { en: 'Reason', nl: 'Reden' },
      description: { en: 'Kept in the log', nl: 'Blijft in het logboek' },
    },
    {
      name: 'allowBackward',
      type: 'bool',
      fieldType: 'booleancheckbox',
      required: false,
      label: { en: 'Allow backward', nl: 'Terug toestaan' },
      description: {
        en: 'HubSpot only moves forward; a step back clears the stage first',
        nl: 'HubSpot gaat alleen vooruit; een stap terug maakt de fase eerst leeg',
      },
    },
  ],
  outputs: [RESULT_OUTPUT, STAGE_OUTPUT, BECAUSE_OUTPUT],
  want: (inputs) => {
    const stage = textOf(inputs, 'stage') ?? '';
    if (!isSettable(stage)) return invalidInput(`stage: expected one of ${SETTABLE.join(', ')}`);
    const allowBackward = inputs['allowBackward'] === true;
    return { kind: 'set-stage', stage, reason: textOf(inputs, 'reason'), allowBackward };
  },
  render: (outcome) => ({ result: resultOf(outcome), stage: stageAfter(outcome), because: whyNotOf(outcome) }),
});
