import type { CardButton, CardReply, CardView } from '../../http/card-contract.js';
import type { Ask, Want } from '../ask.js';
import { cardRefusal, CONTACT_GONE, refusalOf } from './card-refusal.js';
import type { ContactOfPortal, ReadCard } from './read-card.js';
import type { Reply } from '../reply.js';
import { wordOf } from './word-of-press.js';

/** One press of one button. */
export interface Press extends ContactOfPortal {
  readonly userId: string;
  readonly button: CardButton;
  /** 64 hex: what makes this press itself. */
  readonly key: string;
  readonly seenStage: string;
  readonly want: Want;
}

export interface AnswerCardDeps {
  readonly readCard: ReadCard;
  readonly execute: (ask: Ask) => Promise<Reply>;
  readonly now: () => number;
}

const KEPT = 'HubSpot takes its time. The press is kept, and carried out as soon as it can be: look again in a moment.';
const UNSEEN = 'Done, but HubSpot would not show the contact just now. Load the card again.';

/**
 * Answers a card and its buttons. What cannot be done or shown is an answer too. A press takes the one road of every stage
 * change; the same press again gets the same answer and does nothing new.
 *
 * @throws {AppError} STORE_UNAVAILABLE and faults of our own
 */
export function createAnswerCard({ readCard, execute, now }: AnswerCardDeps) {
  async function read(contact: ContactOfPortal): Promise<CardReply> {
    try {
      const view = await readCard(contact);
      return view ? { ok: true, view } : cardRefusal('contact-not-found', CONTACT_GONE);
    } catch (error) {
      return refusalOf(error);
    }
  }

  async function viewOf({ portalId, contactId }: Press): Promise<CardView | undefined> {
    const reply = await read({ portalId, contactId });
    return reply.ok ? reply.view : undefined;
  }

  async function press(pressed: Press): Promise<CardReply> {
    const reply = await execute(askOf(pressed, now()));
    // Read back, whatever came of it: the next press goes by what is shown now.
    const view = await viewOf(pressed);
    if (reply.kind === 'blocked') return cardRefusal('under-way', KEPT, view);
    const word = wordOf(pressed.want, reply.outcome);
    if (word) return cardRefusal(word.code, word.because, view);
    return view ? { ok: true, view } : cardRefusal('hubspot-busy', UNSEEN);
  }

  return { read, press };
}

export type AnswerCard = ReturnType<typeof createAnswerCard>;

function askOf({ portalId, contactId, key, userId, button, seenStage, want }: Press, at: number): Ask {
  return {
    ...{ portalId, contactId, key, seenStage, want, at },
    way: 'manual',
    actor: `user:${userId}`,
    action: `card-${button}`,
  };
}
