import { ACT_PROPERTIES } from './acts.js';
import { answersOf, type Answer } from './answers.js';
import {
  actLines,
  answerLine,
  type Line,
  linesWithin,
  questionLine,
  type Weighed,
  WHO_PROPERTIES,
  whoLines,
  whyLines,
} from './brief-lines.js';
import type { Contact } from './contact.js';
import type { Decision } from './decide-stage.js';
import type { Model } from './model.js';
import { cutText, plainText } from './plain-text.js';
import { type Advice, lackOf, type OutcomeFacts, recommend } from './recommend.js';
import { isStage } from './stages.js';

/** What a brief is made of. */
export interface BriefFacts {
  readonly contact: Pick<Contact, 'properties' | 'signals'>;
  readonly outcome: OutcomeFacts & {
    /** As said when it was decided; absent: what the model says of the stage. */
    readonly nextAction?: string;
  };
  readonly model: Model;
  /** Epoch milliseconds; ages are counted to here. */
  readonly now: number;
}

/** What a closer reads in half a minute. Every line names its source. */
export interface Brief {
  /** Name, job, company; only what is known. */
  readonly who: readonly Line[];
  /** Why now: the strongest reasons first, at most four. */
  readonly why: readonly Weighed[];
  /** Answers given, question by question. */
  readonly answers: readonly Weighed[];
  /** Questions not answered yet, then what else the next stage needs. */
  readonly missing: readonly Line[];
  /** The last acts, newest first, at most three. */
  readonly timeline: readonly Line[];
  readonly next?: Line;
  readonly recommendation: Line & { readonly kind: Advice };
  /** Whole, 0..100; absent when nothing was scored. */
  readonly score?: number;
}

/**
 * So that a whole message with its labels and times stays near a hundred words, which take half a minute.
 *
 * @source W08
 */
const WORDS = 75;
const MISSING = 5;
const ADVICE: Readonly<Record<Advice, string>> = {
  ready: 'Ready to call',
  'ask-first': 'Ask first',
  'not-yet': 'Not ready yet',
};

/** Contact properties a brief reads, sorted; those that date acts included. */
export function propertiesOfBrief({ evidence }: Model): readonly string[] {
  return [...new Set([...WHO_PROPERTIES, ...Object.values(evidence.answers).flat(), ...ACT_PROPERTIES])].sort();
}

/**
 * What sales is told of a lead: plain text, at most 75 words together whatever comes in. Long values are cut, and what
 * matters least is left out first. Made from the facts alone, without a language model: the same facts give the same brief.
 *
 * A language model that words it better would have one place, behind this function and before anything is rendered: one
 * port function `polish(brief): Promise<Brief>`, called where announcements are composed. It could change texts, never
 * sources, and a brief that came back without its sources would be dropped for this one.
 */
export function briefOf({ contact, outcome, model, now }: BriefFacts): Brief {
  const given = answersOf(model.evidence, contact, now);
  const who = whoLines(contact.properties);
  const why = reasonsOf(outcome);
  const answers = given.filter(({ state }) => state !== 'missing').map((one) => answerLine(one, contact.properties));
  const missing = missingOf(outcome.decision, given);
  const timeline = actLines(contact.signals, now);
  const next = nextOf(outcome, model);
  const { kind, sources } = recommend(outcome, model, given);
  const recommendation = { text: ADVICE[kind], sources, kind };

  const kept = linesWithin(WORDS, [
    recommendation,
    ...who,
    ...next,
    ...why.slice(0, 2),
    ...missing,
    ...timeline.slice(0, 1),
    ...answers,
    ...why.slice(2),
    ...timeline.slice(1),
  ]);
  const only = <T extends Line>(lines: readonly T[]): readonly T[] => lines.filter((line) => kept.has(line));
  return {
    who: only(who),
    why: only(why),
    answers: only(answers),
    missing: only(missing),
    timeline: only(timeline),
    ...(next[0] ? { next: next[0] } : {}),
    recommendation,
    ...(outcome.score ? { score: outcome.score.score } : {}),
  };
}

/** The reason a lead is out comes first; an entry that no rule of the score stands behind is a reason too. */
function reasonsOf({ decision, score }: OutcomeFacts): readonly Weighed[] {
  const scored = whyLines(score ?? { reasons: [] });
  if (decision === undefined) return scored;
  const sources = [`decision:${decision.rule}`];
  if (decision.kind === 'disqualify') {
    return [{ text: cutText(plainText(decision.because), 7), sources, against: true }, ...scored.slice(0, 3)];
  }
  if (scored.length > 0 || decision.kind !== 'advance') return scored;
  return [{ text: `Meets what the model asks of ${decision.to}`, sources, against: false }];
}

function missingOf(decision: Decision | undefined, given: readonly Answer[]): readonly Line[] {
  const questions = given.filter(({ state }) => state === 'missing');
  const named = new Set(given.map(lackOf));
  const others = (decision?.missing ?? []).filter((item) => !named.has(item));
  return [
    ...questions.map(questionLine),
    ...others.map((item) => ({ text: cutText(plainText(item), 5), sources: [`decision:${decision?.rule ?? ''}`] })),
  ].slice(0, MISSING);
}

/** What is missing is told by itself, so of a lead that is held only what its stage asks for is the next action. */
function nextOf({ stage, decision, nextAction }: BriefFacts['outcome'], { stages }: Model): readonly Line[] {
  const at = decision?.to ?? stage;
  const ofStage = isStage(at) ? stages[at]?.next : undefined;
  const held = decision?.kind === 'hold' && decision.missing.length > 0;
  const text = cutText(plainText(held ? ofStage : (nextAction ?? ofStage)), 10);
  return text === '' ? [] : [{ text, sources: [`stage:${at}`] }];
}
