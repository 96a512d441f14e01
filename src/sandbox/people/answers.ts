import { between, type Range } from './chance.js';
import type { Random } from '../random.js';

type Properties = Record<string, string>;

const NEEDS = [
  'Leads get lost between marketing and sales',
  'We want one score that both teams trust',
  'Replacing a spreadsheet our reps keep by hand',
  'Reply to demo requests within five minutes',
  'Report on what happens after hand-over',
];
const BUDGETS = [
  '€ 5,000 - 10,000 a year',
  '10k-25k',
  'around 40,000 euro',
  'Approved for this year',
  'Up to € 900 a month',
];
const CAPACITIES = ['Two people, four hours a week', 'Ops team can take it on in January', 'An admin, part time'];
const AUTHORITIES = ['Decides alone', 'Signs together with the CFO', 'Recommends to the board'];
const SOON = ['This quarter', 'As soon as possible', 'Before the new budget year', 'Contract ends in two months'];
const LATER = ['Somewhere next year', 'Just looking for now'];

/** One question of BANT, answered as a form or a rep writes it down. */
const QUESTIONS: readonly ((random: Random, now: number) => Properties)[] = [
  (random) => ({ handoff_need: random.pick(NEEDS) ?? '' }),
  (random, now) => {
    const soon = random.chance(0.75);
    const days = between(random, soon ? [7, 85] : [100, 300]);
    return {
      handoff_timing_answer: random.pick(soon ? SOON : LATER) ?? '',
      handoff_timing_date: new Date(now + days * 86_400_000).toISOString().slice(0, 10),
    };
  },
  (random): Properties =>
    random.chance(0.7)
      ? { handoff_budget: random.pick(BUDGETS) ?? '' }
      : { handoff_capacity: random.pick(CAPACITIES) ?? '' },
  (random): Properties =>
    random.chance(0.8)
      ? { handoff_authority: random.pick(AUTHORITIES) ?? '' }
      : { handoff_decision_maker_contact: 'directie@klant.example' },
];

/** Answers to so many of the four questions, which ones by chance. @param now epoch milliseconds */
export function answersOf(count: Range, random: Random, now: number): Properties {
  const asked = random.shuffle(QUESTIONS).slice(0, between(random, count));
  return Object.fromEntries(asked.flatMap((answer) => Object.entries(answer(random, now))));
}
