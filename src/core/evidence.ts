import { DAY_MS } from './duration.js';
import type { Facts } from './facts.js';
import { type EvidenceModel, FRAMEWORKS } from './model.js';
import type { Slot } from './slot.js';
import { testAny, type Verdict } from './verdict.js';

/** One question sales needs answered. hit: the answer is held · miss: the answer is no · unknown: not answered yet. */
export interface Question {
  readonly name: string;
  readonly test: () => Verdict;
}

const NO: ReadonlySet<string> = new Set(['false', 'no']);
/** Questions whose answer may be a date, which then has to lie near enough. */
const ABOUT_TIME: ReadonlySet<string> = new Set(['timing', 'timeline']);

/**
 * The questions of a model, in the framework's order (`custom`: file order).
 *
 * A question is held when any of its properties holds an answer other than no. Only the properties the model lists count:
 * a question without any (often `fit` in `fnat`) is a miss, for nobody can answer it.
 */
export function compileEvidence(evidence: EvidenceModel, facts: Facts): readonly Question[] {
  return questionsOf(evidence).map((name) => {
    const properties = Object.hasOwn(evidence.answers, name) ? (evidence.answers[name] ?? []) : [];
    const answers = properties.map((property) => {
      const slot = facts.slot(property);
      return {
        test: () => testAnswer(slot, ABOUT_TIME.has(name) ? evidence.timingWithinDays : undefined, facts.now()),
      };
    });
    return { name, test: () => testAny(answers) };
  });
}

/** The questions a model asks, in order. */
export function questionsOf({ framework, answers }: EvidenceModel): readonly string[] {
  return framework === 'custom' ? Object.keys(answers) : FRAMEWORKS[framework];
}

/** A date answers a question about time only when it lies ahead, and near enough; other words are an answer as they are. */
function testAnswer(slot: Slot, withinDays: number | undefined, now: number): Verdict {
  const text = slot.text();
  if (text === '') return 'unknown';
  const date = withinDays === undefined ? NaN : slot.date();
  if (withinDays === undefined || Number.isNaN(date)) return NO.has(text) ? 'miss' : 'hit';
  const ahead = date - (isWholeDay(text, date) ? startOfDay(now) : now);
  return ahead >= 0 && ahead <= withinDays * DAY_MS ? 'hit' : 'miss';
}

/** A date without a time of day (HubSpot also sends it as epoch milliseconds at midnight UTC): all of today counts. */
function isWholeDay(text: string, date: number): boolean {
  return date % DAY_MS === 0 && !text.includes(':');
}

function startOfDay(now: number): number {
  return Math.floor(now / DAY_MS) * DAY_MS;
}

/** At least `needed` answers held; unknown while those not given yet could make it so. */
export function testEvidence(questions: readonly Question[], needed: number): Verdict {
  let held = 0;
  let open = 0;
  for (const question of questions) {
    const verdict = question.test();
    if (verdict === 'hit') held += 1;
    if (verdict === 'unknown') open += 1;
  }
  if (held >= needed) return 'hit';
  return held + open >= needed ? 'unknown' : 'miss';
}
