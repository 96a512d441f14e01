import type { Answer } from './answers.js';
import type { Decision } from './decide-stage.js';
import type { Model } from './model.js';
import type { Score } from './score-contact.js';
import { rankOf } from './stages.js';

/** ready: call · ask-first: something has to be asked before a call is worth it · not-yet: not one for sales now. */
export type Advice = 'ready' | 'ask-first' | 'not-yet';

/** What came of asking about a contact, as far as a brief needs it. */
export interface OutcomeFacts {
  /** Where the contact is, in our words. */
  readonly stage: string;
  /** Absent where no model was asked. */
  readonly decision?: Decision;
  readonly score?: Score;
}

/** How many rules of the score are cited beside what decided. */
const CITED = 2;
const MQL_RANK = rankOf('mql') ?? 0;
const SQL_RANK = rankOf('sql') ?? 0;
const OUT: ReadonlySet<string> = new Set(['recycled', 'disqualified']);

/**
 * What sales is advised to do, and the rules that rests on. At SQL and later: ready, unless the score is low or nothing is
 * known of who they are (G27). From MQL on: ask first, as long as there is a question open. Held because of an answer not
 * given, by a requirement or on the way to the next stage: ask first. Else not yet.
 *
 * @returns `sources`: `decision:<rule>` (without a decision `stage:<stage>`) and `rule:<id>` of the score
 */
export function recommend(
  outcome: OutcomeFacts,
  model: Model,
  answers: readonly Answer[],
): { readonly kind: Advice; readonly sources: readonly string[] } {
  const { decision, score, stage } = outcome;
  const base = decision ? `decision:${decision.rule}` : `stage:${stage}`;
  const cite = (rules: readonly string[]): string[] => [base, ...rules.slice(0, CITED).map((rule) => `rule:${rule}`)];
  const reasons = score?.reasons ?? [];
  const rulesFor = reasons.filter(({ points }) => points > 0).map(({ rule }) => rule);
  const rulesAgainst = reasons.filter(({ points }) => points < 0).map(({ rule }) => rule);

  const goal = goalOf(outcome);
  const rank = OUT.has(goal) ? -1 : (rankOf(goal) ?? -1);
  if (rank >= SQL_RANK) {
    const unseen = rank === SQL_RANK ? unknownFit(score, model) : [];
    if (unseen.length > 0) return { kind: 'ask-first', sources: cite(unseen) };
    const low = decision?.kind === 'hold' && decision.flags.includes('low-score');
    return low ? { kind: 'ask-first', sources: [base] } : { kind: 'ready', sources: cite(rulesFor) };
  }
  const asks = rank >= 0 && (decision?.missing.length ? waitsForAnswer(decision, answers) : asksAt(rank, answers));
  return asks ? { kind: 'ask-first', sources: [base] } : { kind: 'not-yet', sources: cite(rulesAgainst) };
}

/** What the model would have: a review is an SQL that a rep sets. */
function goalOf({ stage, decision }: OutcomeFacts): string {
  if (decision === undefined || decision.kind === 'hold') return stage;
  return decision.kind === 'review' ? 'sql' : decision.to;
}

const isOpen = ({ state }: Answer): boolean => state === 'missing';

function asksAt(rank: number, answers: readonly Answer[]): boolean {
  return rank >= MQL_RANK && answers.some(isOpen);
}

function waitsForAnswer({ rule, missing }: Decision, answers: readonly Answer[]): boolean {
  return rule.startsWith('require:') || answers.some((answer) => isOpen(answer) && missing.includes(lackOf(answer)));
}

/** How a decision names an answer it misses. */
export function lackOf({ question }: Answer): string {
  return `answer to ${question}`;
}

/** Rules about who they are that have no verdict, when none of the others hit. */
function unknownFit(score: Score | undefined, { axes }: Model): readonly string[] {
  if (score === undefined || score.reasons.some(({ axis }) => axis === 'fit')) return [];
  const fit = axes.find(({ axis }) => axis === 'fit')?.model.rules ?? [];
  return fit.flatMap(({ id }) => (score.unknown.includes(id) ? [id] : []));
}
