import { says, wholeWords, wordsOf } from './whole-words.js';

/* Acts of a lead that are told to us from outside: by a chat, an AI setter, the product, a calendar. */

/** Signals with a meaning of their own, and when they are sent. Any other name is taken as well: it means what a model makes of it. */
export const SIGNALS = {
  qualifier_replied: 'The lead answered the first qualifying question; send its text, and a "no thanks" counts as one',
  message: 'The lead wrote to us: one for each message',
  answer_given: 'The lead answered one of the questions of the model; kept with every answer that is sent',
  declined: 'The lead said no thanks',
  auto_replied: 'A machine answered in somebody’s name; kept, and nothing follows from it',
  setter_replied: 'The first reply of a person, or of an AI setter, that asks a qualifying question',
  product_question_asked: 'The lead asked about the product itself, in a call or an e-mail',
  demo_booked: 'A demo has a slot',
  meeting_booked: 'A call or meeting has a slot',
  meeting_confirmed: 'The lead confirmed the slot',
  call_held: 'The booked call took place',
  no_show: 'The lead did not come',
  trial_started: 'A trial of the product began',
  colleague_invited: 'The lead invited a colleague into the trial: one for each',
  feature_used: 'A feature that tells was used in the trial: one for each day',
  paid_trial_started: 'A paid trial began',
} as const satisfies Record<string, string>;

/** What a signal may be called. */
export const SIGNAL_NAME = /^[a-z][a-z0-9_]{0,63}$/;

/** Of whole words, in English and Dutch. */
const NO_THANKS = wholeWords([
  ...['no thanks', 'no thank you', 'not interested', 'unsubscribe'],
  ...['do not contact', 'don t contact', 'stop contacting', 'remove me', 'leave me alone'],
  ...['nee bedankt', 'nee dank je', 'nee dankje', 'nee dankjewel', 'nee dank u', 'geen interesse'],
  ...['niet geïnteresseerd', 'niet geinteresseerd', 'geen behoefte', 'niets voor mij', 'niets voor ons'],
  ...['schrijf me uit', 'laat me met rust'],
]);

/** A no only where it is all that was said: "no, we have not started yet" is an answer. */
const BARE_NO = new Set(
  wholeWords(['no', 'nope', 'nah', 'nee', 'neen', 'nee hoor', 'stop', 'afmelden', 'uitschrijven']),
);

/** Does this reply turn us down? In English or Dutch; a language we do not know says neither. */
export function saysNoThanks(text: string): boolean {
  const words = wordsOf(text);
  return BARE_NO.has(words) || says(words, NO_THANKS);
}

/** An act as it is told. */
export interface ToldAct {
  readonly signal: string;
  /** Sent by a machine in somebody's name: an acknowledgement of receipt, an out-of-office reply. */
  readonly auto: boolean;
  /** What was written; looked at and not kept. */
  readonly text?: string;
}

/** The name an act is kept under. */
export function signalOf({ signal, auto, text }: ToldAct): string {
  if (auto) return 'auto_replied';
  return signal === 'qualifier_replied' && text !== undefined && saysNoThanks(text) ? 'declined' : signal;
}

/** Kept, and no reason to look at the lead again. */
export function movesNothing(signal: string): boolean {
  return signal === 'auto_replied';
}

/** A message of the lead's own, on whatever channel: `whatsapp_message_received`, `instagram_voice_message`. */
const MESSAGE = /^(message|qualifier_replied|declined|[a-z0-9_]+_(message_received|voice_message))$/;

/**
 * How deep the conversation with a lead goes: the messages it wrote.
 *
 * @param acts signal → times
 */
export function conversationDepth(acts: Readonly<Record<string, readonly number[]>>): number {
  return Object.entries(acts).reduce((depth, [signal, times]) => depth + (MESSAGE.test(signal) ? times.length : 0), 0);
}

/**
 * Acts from two sources as one: what was told, and of the other source what was not told at that very moment.
 *
 * @returns signal → times, in no order that matters
 */
export function actsTogether(
  told: Readonly<Record<string, readonly number[]>>,
  seen: Readonly<Record<string, readonly number[]>>,
): Record<string, readonly number[]> {
  const acts: Record<string, readonly number[]> = { ...told };
  for (const [signal, times] of Object.entries(seen)) {
    const known = Object.hasOwn(told, signal) ? (told[signal] ?? []) : [];
    acts[signal] = [...known, ...times.filter((at) => !known.includes(at))];
  }
  return acts;
}
