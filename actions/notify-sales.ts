import { CHANNELS, type Channel } from '../src/app/ask.js';
import { defineAction, textOf, type Inputs } from './define-action.js';
import { BECAUSE_OUTPUT, becauseOf } from './texts.js';

const LABELS: Readonly<Record<Channel, string>> = {
  'owner-task': 'Task for the owner',
  email: 'E-mail to the owner',
  slack: 'Slack',
  webhook: 'Webhook',
};
const DUTCH: Readonly<Record<Channel, string>> = {
  'owner-task': 'Taak voor de eigenaar',
  email: 'E-mail aan de eigenaar',
  slack: 'Slack',
  webhook: 'Webhook',
};

const isChannel = (word: unknown): word is Channel => CHANNELS.some((channel) => channel === word);
function channelsOf(inputs: Inputs): readonly Channel[] {
  const { channels } = inputs;
  return Array.isArray(channels) ? channels.filter(isChannel) : [];
}

/** Kept is not yet sent: `handoff deliveries` shows what became of it. */
const SAID = {
  recorded: 'Kept, and sent within the minute',
  held: 'A form put the contact there without proof: handoff quarantine release or revert',
  already: 'This stage of the contact is announced already; a note or urgency is added if it was not sent yet',
} as const;

/** Tells sales of the contact's stage, once per transition. */
export const notifySales = defineAction({
  uid: 'notify-sales',
  name: { en: 'Notify sales', nl: 'Sales inlichten' },
  description: {
    en: 'Tells sales why this lead is ready, once for each time the contact changes stage',
    nl: 'Vertelt sales waarom deze lead klaar is, één keer per faseverandering van het contact',
  },
  when: 'A lead reached a stage and sales has to hear why, once',
  card: { en: 'Notify sales: {{channels}}', nl: 'Sales inlichten: {{channels}}' },
  inputs: [
    {
      name: 'channels',
      type: 'enumeration',
      fieldType: 'checkbox',
      required: false,
      label: { en: 'Channels', nl: 'Kanalen' },
      description: {
        en: 'Where to; empty: the channels the model names for the stage',
        nl: 'Waarheen; leeg: de kanalen die het model voor de fase noemt',
      },
      options: CHANNELS.map((value) => ({ value, label: { en: LABELS[value], nl: DUTCH[value] } })),
    },
    {
      name: 'urgency',
      type: 'enumeration',
      fieldType: 'select',
      required: false,
      label: { en: 'Urgency', nl: 'Urgentie' },
      description: { en: 'Empty: normal', nl: 'Leeg: normaal' },
      options: [
        { value: 'normal', label: { en: 'Normal', nl: 'Normaal' } },
        { value: 'urgent', label: { en: 'Urgent', nl: 'Dringend' } },
      ],
    },
    {
      name: 'note',
      type: 'string',
      fieldType: 'textarea',
      required: false,
      label: { en: 'Note', nl: 'Notitie' },
      description: { en: 'Added to the message', nl: 'Komt bij het bericht' },
    },
  ],
  outputs: [
    { name: 'sent', label: { en: 'Sent', nl: 'Verstuurd' }, values: ['recorded', 'already', 'held'] },
    { name: 'key', label: { en: 'Key', nl: 'Sleutel' } },
    BECAUSE_OUTPUT,
  ],
  want: (inputs) => ({
    kind: 'notify',
    channels: channelsOf(inputs),
    urgent: inputs['urgency'] === 'urgent',
    note: textOf(inputs, 'note'),
  }),
  render: (outcome) => ({
    sent: outcome.announced?.sent ?? '',
    key: outcome.announced?.key ?? '',
    because: outcome.announced ? SAID[outcome.announced.sent] : becauseOf(outcome),
  }),
});
