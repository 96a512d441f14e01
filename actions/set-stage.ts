import type { Outcome } from '../src/app/outcome.js';
import type { Stage } from '../src/core/model.js';
import { isStage } from '../src/core/stages.js';
import { defineAction, textOf } from './define-action.js';
import { BECAUSE_OUTPUT, becauseOf, stageAfter } from './texts.js';

/** The stages a workflow may set; the off-ramps have actions of their own, which ask for a reason. */
const SETTABLE: readonly { readonly value: Stage; readonly label: string }[] = [
  { value: 'subscriber', label: 'Subscriber' },
  { value: 'lead', label: 'Lead' },
  { value: 'mql', label: 'MQL' },
  { value: 'sal', label: 'SAL' },
  { value: 'sql', label: 'SQL' },
  { value: 'opportunity', label: 'Opportunity (SAO)' },
  { value: 'customer', label: 'Customer' },
];

/** What is said when we ourselves kept the stage where it was. */
const KEPT: Readonly<Record<string, string>> = {
  'already-there': 'The contact is already at this stage',
  'would-go-back': 'That is a step back; tick "allow backward" to take it',
  'unknown-stage': 'The contact is at a stage this app does not know, so it is left alone',
  'stage-not-in-portal': 'This portal has no such stage',
};

function resultOf({ decision, move }: Outcome): string {
  if (move) return move.state;
  return decision.kind === 'hold' && decision.rule === 'already-there' ? 'ignored' : 'refused';
}

function whyOf(outcome: Outcome): string {
  const { decision } = outcome;
  if (decision.kind !== 'hold') return becauseOf(outcome);
  return KEPT[decision.rule] ?? `The stage ${decision.from} is protected`;
}

/** Sets one stage, safely: forward, or clear-then-set when allowed; read back in either case. */
export const setStage = defineAction({
  uid: 'set-stage',
  name: { en: 'Set stage', nl: 'Fase zetten' },
  description: {
    en: 'Sets the lifecycle stage and checks that HubSpot did it; backward only when allowed',
    nl: 'Zet de levenscyclusfase en controleert of HubSpot het deed; alleen terug als dat mag',
  },
  card: { en: 'Set stage to {{stage}}', nl: 'Fase zetten op {{stage}}' },
  inputs: [
    {
      name: 'stage',
      type: 'enumeration',
      fieldType: 'select',
      required: true,
      label: { en: 'Stage', nl: 'Fase' },
      description: { en: 'The stage to set', nl: 'De fase om te zetten' },
      options: SETTABLE.map(({ value, label }) => ({ value, label: { en: label, nl: label } })),
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
  outputs: [
    { name: 'result', label: { en: 'Result', nl: 'Resultaat' } },
    { name: 'stage', label: { en: 'Stage', nl: 'Fase' } },
    BECAUSE_OUTPUT,
  ],
  want: (inputs) => {
    const stage = textOf(inputs, 'stage') ?? '';
    if (!isStage(stage)) return { kind: 'refuse', code: 'invalid-input', because: 'stage: expected one of our stages' };
    const allowBackward = inputs['allowBackward'] === true;
    return { kind: 'set-stage', stage, reason: textOf(inputs, 'reason'), allowBackward };
  },
  render: (outcome) => ({ result: resultOf(outcome), stage: stageAfter(outcome), because: whyOf(outcome) }),
});
