import { numberText } from '../src/core/texts.js';
import { defineAction, invalidInput, numberOf } from './define-action.js';
import { BECAUSE_OUTPUT, becauseOf } from './texts.js';

/** 30 days. */
const MOST_MINUTES = 43_200;

/** Holds the workflow until a rep accepts or refuses the lead, or the clock runs out. */
export const awaitAcceptance = defineAction({
  uid: 'await-acceptance',
  name: { en: 'Await acceptance', nl: 'Wachten op acceptatie' },
  description: {
    en: 'Waits until a rep accepts or refuses the lead, or the time is up; then the workflow goes on',
    nl: 'Wacht tot een verkoper de lead accepteert of weigert, of de tijd om is; dan gaat de workflow verder',
  },
  when: 'A lead was handed over and the workflow must know whether a rep took it in time',
  card: { en: 'Await acceptance, at most {{minutes}} minutes', nl: 'Wacht op acceptatie, hooguit {{minutes}} minuten' },
  inputs: [
    {
      name: 'minutes',
      type: 'number',
      fieldType: 'number',
      required: true,
      label: { en: 'Minutes', nl: 'Minuten' },
      description: {
        en: 'How long a rep has to answer; leads called within five minutes are worth most',
        nl: 'Hoe lang een verkoper heeft om te antwoorden; leads die binnen vijf minuten gebeld worden zijn het meest waard',
      },
    },
  ],
  outputs: [
    {
      name: 'outcome',
      label: { en: 'Outcome', nl: 'Uitkomst' },
      values: ['accepted', 'refused', 'late'],
    },
    { name: 'by', label: { en: 'Answered by', nl: 'Beantwoord door' } },
    { name: 'afterMinutes', label: { en: 'After minutes', nl: 'Na minuten' } },
    BECAUSE_OUTPUT,
  ],
  want: (inputs) => {
    const minutes = numberOf(inputs, 'minutes') ?? 0;
    if (minutes <= 0 || minutes > MOST_MINUTES) {
      return invalidInput(`minutes: expected more than 0, at most ${MOST_MINUTES} (30 days)`);
    }
    return { kind: 'await-acceptance', minutes };
  },
  render: (outcome) => ({
    outcome: outcome.handover?.outcome ?? '',
    by: outcome.handover?.by ?? '',
    afterMinutes: numberText(outcome.handover?.afterMinutes),
    because: becauseOf(outcome),
  }),
});
