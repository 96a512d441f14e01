import type { Decision } from '../core/decide-stage.js';
import type { Score } from '../core/score-contact.js';
import { DAY_MS } from '../core/duration.js';
import { numberText, reasonsText } from '../core/texts.js';
import type { Move } from './outcome.js';

/** HubSpot refuses longer values of a text property; @source HubSpot's limit for property values is 65,536 characters. */
const LONGEST = 2000;

/**
 * What a score writes on the contact. Unknown is written as an empty value, never as 0.
 *
 * @param version the model's version
 * @param now     epoch milliseconds
 */
export function scoreProperties(score: Score, version: string, now: number): Record<string, string> {
  return {
    handoff_score: numberText(score.score),
    handoff_fit: numberText(score.fit),
    handoff_intent: numberText(score.intent),
    handoff_timing: numberText(score.timing),
    handoff_coverage: numberText(score.coverage),
    handoff_reasons: reasonsText(score.reasons).slice(0, LONGEST),
    handoff_model: version,
    handoff_scored_at: new Date(now).toISOString(),
  };
}

/** What a decision writes beside the score. */
export function decisionProperties(decision: Decision, nextAction: string): Record<string, string> {
  return {
    handoff_decision: decision.kind,
    handoff_missing: decision.missing.join(' · ').slice(0, LONGEST),
    handoff_next_action: nextAction,
    ...(decision.kind === 'disqualify' ? { handoff_disqualify_reason: decision.because.slice(0, LONGEST) } : {}),
  };
}

/** What is asked of a lead that goes back to marketing. */
export interface Recycling {
  readonly reason: string;
  /** Whole days until somebody looks again; absent: nobody said. */
  readonly wakeUpAfterDays: number | undefined;
  readonly recycleCount: number;
  readonly now: number;
}

/** Marks a lead for nurturing, with the reason and how often it came back. Nurturing is a flag, not a stage (D17). */
export function recycleProperties({ reason, wakeUpAfterDays, recycleCount, now }: Recycling): Record<string, string> {
  const wakeUp = wakeUpAfterDays === undefined ? '' : new Date(now + wakeUpAfterDays * DAY_MS).toISOString();
  return {
    handoff_recycle_count: String(recycleCount),
    handoff_recycle_reason: reason.slice(0, LONGEST),
    handoff_nurture: 'true',
    handoff_wake_up_date: wakeUp.slice(0, 10),
  };
}

/** Takes the flag off a lead that leaves nurturing, whichever way it goes. */
export function nurtureProperties(
  move: Move | undefined,
  held: Readonly<Record<string, string | null>>,
): Record<string, string> {
  if (!move || move.to === 'recycled' || held['handoff_nurture'] !== 'true') return {};
  return { handoff_nurture: 'false', handoff_wake_up_date: '' };
}

/** Written with every score, and no reason to write by itself. */
const STAMP = 'handoff_scored_at';

/**
 * Drops what the portal has no property for, and drops everything when nothing but the time stamp would change: a contact
 * that scores the same costs no write.
 *
 * @param held    what the contact holds now
 * @param defined properties that exist in the portal
 */
export function changedProperties(
  wanted: Readonly<Record<string, string>>,
  held: Readonly<Record<string, string | null>>,
  defined: ReadonlySet<string>,
): Record<string, string> {
  const writable = Object.entries(wanted).filter(([name]) => defined.has(name));
  const changed = writable.filter(([name, value]) => name !== STAMP && (held[name] ?? '') !== value);
  return changed.length === 0 ? {} : Object.fromEntries([...changed, ...writable.filter(([name]) => name === STAMP)]);
}

/** Properties read with every contact, so that unchanged values are not written again. */
export const WRITTEN_PROPERTIES: readonly string[] = [
  'handoff_score',
  'handoff_fit',
  'handoff_intent',
  'handoff_timing',
  'handoff_coverage',
  'handoff_reasons',
  'handoff_model',
  'handoff_decision',
  'handoff_missing',
  'handoff_next_action',
  'handoff_disqualify_reason',
  'handoff_recycle_count',
  'handoff_recycle_reason',
  'handoff_nurture',
  'handoff_wake_up_date',
  'handoff_conversation_depth',
];
