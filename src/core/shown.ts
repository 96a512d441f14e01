import { moveClock, type Clock } from './clock.js';
import type { Model } from './model.js';

/** What a clock looks at in a contact. Epoch milliseconds. */
export interface Shown {
  /** In our words. */
  readonly stage: string;
  readonly leadStatus: string;
  /** Signal → times. */
  readonly acts: Readonly<Record<string, readonly number[]>>;
  /** When somebody of ours last called, wrote or met the lead. */
  readonly contactedAt: number | undefined;
}

/** Signals by which a lead answers us. @source the signals that are told from outside, and those HubSpot dates */
const ANSWERS = [
  ...['email_replied', 'meeting_booked', 'meeting_confirmed', 'demo_booked', 'call_held'],
  ...['qualifier_replied', 'declined', 'message', 'answer_given', 'product_question_asked'],
];
/** A message on a channel of its own: `whatsapp_message_received`. */
const MESSAGE = /_(message_received|voice_message)$/;
/** No act of a lead that is alive: a machine answered, or nobody came. */
const NO_LIFE: ReadonlySet<string> = new Set(['auto_replied', 'no_show', 'setter_replied']);

function newestOf(shown: Shown, counts: (signal: string) => boolean, now: number): number | undefined {
  const times = Object.entries(shown.acts).flatMap(([signal, at]) => (counts(signal) ? at : []));
  const past = times.filter((at) => at <= now);
  return past.length === 0 ? undefined : Math.max(...past);
}

/** When the lead last answered, up to `now`. */
export function answeredAt(shown: Shown, now: number): number | undefined {
  return newestOf(shown, (signal) => ANSWERS.includes(signal) || MESSAGE.test(signal), now);
}

/** When the contact last moved: it came to its stage, was accepted, or did anything by itself. */
export function movedAt({ enteredAt, acceptedAt = 0 }: Clock, shown: Shown, now: number): number {
  const acted = newestOf(shown, (signal) => !NO_LIFE.has(signal), now) ?? 0;
  return Math.max(enteredAt, acceptedAt, acted);
}

/** How often the lead did not come since it was handed to sales. */
export function noShowsOf({ handedAt }: Clock, { acts }: Shown, now: number): number {
  const times = Object.hasOwn(acts, 'no_show') ? (acts['no_show'] ?? []) : [];
  return handedAt === undefined ? 0 : times.filter((at) => at > handedAt && at <= now).length;
}

/**
 * The clock as the portal shows it now: a contact that others moved begins anew where it is, a rep who took the lead on in
 * HubSpot has accepted it, and whoever spoke with it has opened the conversation.
 */
export function seenClock(before: Clock, shown: Shown, model: Model, now: number): Clock {
  const moved = before.stage !== shown.stage;
  const clock = moved ? moveClock(before, { stage: shown.stage, at: now }, model) : before;
  const accepts = clock.stage === 'sql' && shown.leadStatus === 'IN_PROGRESS' && clock.acceptedAt === undefined;
  const acceptedAt = accepts ? now : clock.acceptedAt;
  const acceptedBy = accepts ? '' : clock.acceptedBy;
  const since = clock.handedAt ?? clock.enteredAt;
  const { contactedAt } = shown;
  const spoke = contactedAt !== undefined && contactedAt >= since && contactedAt <= now ? contactedAt : undefined;
  return { ...clock, acceptedAt, acceptedBy, openedAt: clock.openedAt ?? spoke ?? acceptedAt };
}
