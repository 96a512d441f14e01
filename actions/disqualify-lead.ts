import { defineAction, textOf } from './define-action.js';
import { BECAUSE_OUTPUT, RESULT_OUTPUT, resultOf, whyNotOf } from './texts.js';

/** Out, with a reason that is counted. The lifecycle stage stays; Lead Status says Unqualified. */
export const disqualifyLead = defineAction({
  uid: 'disqualify-lead',
  name: { en: 'Disqualify lead', nl: 'Lead diskwalificeren' },
  description: {
    en: 'Takes the lead out with a reason that is counted: Lead Status becomes Unqualified, the stage stays',
    nl: 'Haalt de lead eruit met een reden die wordt geteld: Leadstatus wordt Ongekwalificeerd, de fase blijft',
  },
  when: 'A lead is out for good, and the reason has to be counted',
  card: { en: 'Disqualify lead: {{reason}}', nl: 'Lead diskwalificeren: {{reason}}' },
  inputs: [
    {
      name: 'reason',
      type: 'enumeration',
      fieldType: 'select',
      choices: 'disqualify-reasons',
      required: true,
      label: { en: 'Reason', nl: 'Reden' },
      description: { en: 'One of the reasons in the model', nl: 'Een van de redenen in het model' },
    },
    {
      name: 'note',
      type: 'string',
      fieldType: 'textarea',
      required: false,
      label: { en: 'Note', nl: 'Notitie' },
      description: { en: 'Kept in the log beside the reason', nl: 'Blijft naast de reden in het logboek' },
    },
  ],
  outputs: [RESULT_OUTPUT, BECAUSE_OUTPUT],
  want: (inputs) => ({ kind: 'disqualify', reason: textOf(inputs, 'reason') ?? '', note: textOf(inputs, 'note') }),
  render: (outcome) => ({ result: resultOf(outcome), because: whyNotOf(outcome) }),
});
