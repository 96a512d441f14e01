import { keptText } from '../../core/texts.js';
import type { CardRefusal } from '../../http/card-contract.js';
import type { RefusalCode, Want } from '../ask.js';
import { ACCEPTED } from '../judge-by-hand.js';
import type { Outcome } from '../outcome.js';

/** Why a press came to nothing, for the person who pressed. */
export interface Word {
  readonly code: CardRefusal;
  readonly because: string;
}

const CODES: Readonly<Record<RefusalCode, CardRefusal>> = {
  'out-of-date': 'out-of-date',
  'note-required': 'note-required',
  'override-required': 'override-required',
  'reason-required': 'reason-required',
  'not-possible': 'not-possible',
  'invalid-input': 'invalid-input',
  'contact-not-found': 'contact-not-found',
  'no-contact-given': 'contact-not-found',
  'not-a-contact': 'contact-not-found',
  'model-unknown': 'not-possible',
  'hubspot-rejected': 'refused-by-hubspot',
  'hubspot-unauthorized': 'refused-by-hubspot',
  'hubspot-unavailable': 'hubspot-busy',
};
const NOT_MOVED = { ignored: 'ignored-by-hubspot', refused: 'refused-by-hubspot' } as const;
const ASKS_FOR_STAGE: ReadonlySet<Want['kind']> = new Set(['accept', 'set-by-hand', 'recycle', 'disqualify']);

/** @returns what kept a press from coming to something; `undefined`: nothing did */
export function wordOf({ kind }: Want, { decision, move }: Outcome): Word | undefined {
  if (decision.kind === 'refused') return { code: CODES[decision.code], because: decision.because };
  if (move) return move.state === 'applied' ? undefined : { code: NOT_MOVED[move.state], because: `${move.because}.` };
  // Of a score or an answer a contact that stays where it is is no failure.
  if (!ASKS_FOR_STAGE.has(kind) || decision.kind !== 'hold' || decision.rule === ACCEPTED) return undefined;
  return { code: 'not-possible', because: `${keptText(decision.rule, decision.from)}.` };
}
