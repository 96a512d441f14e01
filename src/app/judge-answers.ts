import { answerValue, type AnswerValue } from './signals/answer-value.js';
import { cardAnswersOf } from './card/card-answers.js';
import type { Judgement, Read } from './judgement.js';
import type { PropertyKind } from './ports.js';

/** Answers as they go on the contact, or what is wrong with them. */
type Placed = { readonly writes: Readonly<Record<string, string>> } | { readonly because: string };

/**
 * Puts a rep's answers on the contact and lets the model decide on it as a workflow would: an answer moves a lead on. It
 * never takes one out or back: that is a button of its own, and what the model says of it is written beside the score.
 *
 * @param qualify judges the contact with the answers on it; `act` moves it
 * @param now     epoch milliseconds
 */
export function judgeAnswers(
  answers: Readonly<Record<string, string>>,
  read: Read,
  { now, qualify }: { readonly now: number; readonly qualify: (read: Read, mode: 'act' | 'suggest') => Judgement },
): Judgement {
  const placed = placeAnswers(answers, read, now);
  if ('because' in placed) {
    return { outcome: { decision: { kind: 'refused', code: 'invalid-input', because: placed.because } }, writes: {} };
  }
  const answered = { ...read, properties: { ...read.properties, ...placed.writes } };
  const acted = qualify(answered, 'act');
  const moves = acted.outcome.decision.kind === 'advance';
  const judged = moves ? acted : qualify(answered, 'suggest');
  return { ...judged, writes: { ...judged.writes, ...placed.writes } };
}

function placeAnswers(answers: Readonly<Record<string, string>>, read: Read, now: number): Placed {
  const places = new Map(cardAnswersOf(read, now).map((answer) => [answer.question, answer]));
  const writes: Record<string, string> = {};
  for (const [question, given] of Object.entries(answers)) {
    const place = places.get(question);
    if (!place) return { because: 'The model asks no such question (any more). Load the card again.' };
    if (!read.profile.properties.has(place.property)) {
      return { because: `This portal has no property ${place.property}: an admin runs "handoff setup".` };
    }
    const answer = valueOf(given.trim(), read.profile.kinds.get(place.property));
    if ('takes' in answer) return { because: `${question} takes ${answer.takes}.` };
    if (answer.value !== (read.properties[place.property] ?? '')) writes[place.property] = answer.value;
  }
  return { writes };
}

/** In the form the property takes: HubSpot would refuse the whole contact for another. Nothing takes an answer back. */
function valueOf(given: string, kind: PropertyKind | undefined): AnswerValue {
  return given === '' ? { value: '' } : answerValue(kind, given);
}
