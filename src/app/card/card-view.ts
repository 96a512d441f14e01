import type { CardClock, CardReason, CardScore, CardTransition, CardView } from '../../http/card-contract.js';
import { briefOf } from '../../core/brief.js';
import { dateOf } from '../../core/date.js';
import { openQuestionsOf, type OpenQuestion } from '../../core/open-questions.js';
import { plainText, withoutStop } from '../../core/plain-text.js';
import type { Score } from '../../core/score-contact.js';
import { stageOf } from '../../core/stages.js';
import { numberText } from '../../core/texts.js';
import { cardAnswersOf } from './card-answers.js';
import { mayOf } from './card-may.js';
import { cardStageOf } from './card-stage.js';
import { contactOf, type Read } from '../judgement.js';
import type { Transition } from '../outcome.js';
import type { Acceptance } from '../ports.js';

/** What a card is made of. */
export interface CardFacts {
  readonly portalId: number;
  readonly contactId: string;
  readonly read: Read;
  /** Newest first. */
  readonly history: readonly Transition[];
  /** The answer to the hand-over the contact is in now, if anybody gave one. */
  readonly acceptance: Acceptance | undefined;
  /** Absent: no clock runs. */
  readonly clock: CardClock | undefined;
  readonly quarantine: CardView['quarantine'];
  /** When HubSpot was asked, in epoch milliseconds: what is shown is of that moment. */
  readonly readAt: number;
}

/** What a rep sees of a contact, scored by what HubSpot showed at that moment. Pure: the same facts give the same card. */
export function cardViewOf(facts: CardFacts): CardView {
  const { portalId, contactId, read, history, quarantine, readAt } = facts;
  const { properties, compiled, profile } = read;
  const { model } = compiled;
  const contact = contactOf(read);
  const at = stageOf(properties['lifecyclestage'], properties['hs_lead_status']);
  const score = compiled.score(contact, readAt);
  const decision = compiled.decide(contact, score, readAt);
  const brief = briefOf({ contact, model, now: readAt, outcome: { stage: at, decision, score } });
  const clock = clockOf(facts);
  const may = mayOf(read, readAt);
  return {
    portalId,
    contactId,
    name: nameOf(properties) ?? contactId,
    readAt: isoTime(readAt),
    stage: cardStageOf({ at, decision, model, profile }),
    score: cardScoreOf(score, read),
    reasons: score.reasons.map(({ rule, axis, points, because }): CardReason => ({ rule, axis, points, because })),
    questions: openQuestionsOf(model, contact, score, readAt).map(questionOf),
    answers: cardAnswersOf(read, readAt),
    ...(clock ? { clock } : {}),
    brief: {
      recommendation: brief.recommendation.kind,
      who: brief.who.map(({ text }) => text),
      why: brief.why.map(({ text, against }) => ({ text, against })),
      timeline: brief.timeline.map(({ text }) => text),
      next: brief.next?.text ?? '',
    },
    history: history.map(transitionOf),
    may: isAccepted(facts, at) ? { ...may, accept: false } : may,
    ...(quarantine ? { quarantine } : {}),
  };
}

function nameOf(properties: Read['properties']): string | undefined {
  const name = ['firstname', 'lastname'].map((part) => plainText(properties[part])).filter(Boolean);
  return name.join(' ') || plainText(properties['email']) || undefined;
}

/** What a score writes, and what is compared with it. */
const AXES = ['score', 'fit', 'intent', 'timing', 'coverage'] as const;

function cardScoreOf(score: Score, { properties, profile, compiled }: Read): CardScore {
  const { version } = compiled.model;
  const held = (name: string): string => plainText(properties[name]);
  const differs = AXES.filter((name) => profile.properties.has(`handoff_${name}`)).some(
    (name) => !isSameNumber(held(`handoff_${name}`), score[name]),
  );
  const writtenAt = dateOf(held('handoff_scored_at'));
  return {
    score: score.score,
    ...(score.fit === null ? {} : { fit: score.fit }),
    ...(score.intent === null ? {} : { intent: score.intent }),
    ...(score.timing === null ? {} : { timing: score.timing }),
    coverage: score.coverage,
    model: version,
    // A contact that was never scored holds nothing that could be old.
    stale: held('handoff_model') !== '' && (held('handoff_model') !== version || differs),
    ...(Number.isNaN(writtenAt) ? {} : { writtenAt: isoTime(writtenAt) }),
  };
}

/** HubSpot may write a number in another way than it was given. */
function isSameNumber(held: string, value: number | null): boolean {
  return held === numberText(value) || (held !== '' && value !== null && Number(held) === value);
}

/** The model's words as a question, and what would answer it. */
function questionOf({ rule, because, asks, required }: OpenQuestion): CardView['questions'][number] {
  const asked = asks.length === 0 ? '' : ` (${asks.join(', ')})`;
  return { rule, required, text: `${withoutStop(because)}?${asked}` };
}

/** Whoever sets SQL by hand has accepted the lead. */
function isAccepted({ acceptance, history: [last] }: CardFacts, at: string): boolean {
  return acceptance?.outcome === 'accepted' || (at === 'sql' && last?.to === 'sql' && last.way === 'manual');
}

/** Who accepted is known from the answer itself; of a rep who works in HubSpot, from the contact. */
function clockOf({ clock, acceptance, read: { properties } }: CardFacts): CardClock | undefined {
  if (!clock) return undefined;
  const by = acceptance?.outcome === 'accepted' ? acceptance.by : plainText(properties['handoff_accepted_by']);
  const told = acceptance?.outcome === 'accepted' ? acceptance.at : dateOf(properties['handoff_accepted_at'] ?? '');
  return {
    ...(Number.isNaN(told) ? {} : { acceptedAt: isoTime(told) }),
    ...(by === '' ? {} : { acceptedBy: by }),
    ...clock,
  };
}

function transitionOf({ from, to, way, actor, because, at }: Transition): CardTransition {
  return { from, to, way, actor, because, at: isoTime(at) };
}

const isoTime = (at: number): string => new Date(at).toISOString();
