import { numberText } from '../src/core/texts.js';
import { defineAction, invalidInput, numberOf, textOf } from './define-action.js';
import { BECAUSE_OUTPUT, RESULT_OUTPUT, resultOf, whyNotOf } from './texts.js';

/** Ten years: beyond that a date was meant. */
const MOST_DAYS = 3650;

/** Back to MQL, to be nurtured: with a reason, a count, and the day to look again. */
export const recycleLead = defineAction({
  uid: 'recycle-lead',
  name: { en: 'Recycle lead', nl: 'Lead terug naar marketing' },
  description: {
    en: 'Takes the lead back to MQL with a reason, counts how often, and marks it for nurturing',
    nl: 'Zet de lead met een reden terug naar MQL, telt hoe vaak, en markeert hem voor nurturing',
  },
  when: 'Sales gives a lead back, or it went quiet: it is nurtured again, with a reason',
  card: { en: 'Recycle lead: {{reason}}', nl: 'Lead terug naar marketing: {{reason}}' },
  inputs: [
    {
      name: 'reason',
      type: 'string',
      fieldType: 'text',
      required: true,
      label: { en: 'Reason', nl: 'Reden' },
      description: { en: 'Why sales gives it back', nl: 'Waarom sales hem teruggeeft' },
    },
    {
      name: 'wakeUpAfter',
      type: 'number',
      fieldType: 'number',
      required: false,
      label: { en: 'Wake up after (days)', nl: 'Wakker maken na (dagen)' },
      description: {
        en: 'Whole days until somebody looks again; empty: no date is set',
        nl: 'Hele dagen tot iemand weer kijkt; leeg: er wordt geen datum gezet',
      },
    },
  ],
  outputs: [RESULT_OUTPUT, { name: 'count', label: { en: 'Times recycled', nl: 'Aantal keer terug' } }, BECAUSE_OUTPUT],
  want: (inputs) => {
    const wakeUpAfterDays = numberOf(inputs, 'wakeUpAfter');
    const isDays =
      wakeUpAfterDays === undefined ||
      (Number.isInteger(wakeUpAfterDays) && wakeUpAfterDays >= 0 && wakeUpAfterDays <= MOST_DAYS);
    if (!isDays) return invalidInput(`wakeUpAfter: expected whole days, 0 to ${MOST_DAYS}`);
    return { kind: 'recycle', reason: textOf(inputs, 'reason') ?? '', wakeUpAfterDays };
  },
  render: (outcome) => ({
    result: resultOf(outcome),
    // What was planned counts only once the portal shows it.
    count: numberText(countOf(outcome)),
    because: whyNotOf(outcome),
  }),
});

function countOf({ recycleCount, move }: Parameters<typeof recycleLead.render>[0]): number | undefined {
  if (recycleCount === undefined || move === undefined || move.state === 'applied') return recycleCount;
  return recycleCount - 1;
}
