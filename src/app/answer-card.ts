import type { CardReply } from '../http/card-contract.js';
import { cardRefusal, CONTACT_GONE, refusalOf } from './card-refusal.js';
import type { ContactOfPortal, ReadCard } from './read-card.js';

export interface AnswerCardDeps {
  readonly readCard: ReadCard;
}

/**
 * Answers a card. What cannot be done or shown is an answer too.
 *
 * @throws {AppError} STORE_UNAVAILABLE and faults of our own
 */
export function createAnswerCard({ readCard }: AnswerCardDeps) {
  async function read(contact: ContactOfPortal): Promise<CardReply> {
    try {
      const view = await readCard(contact);
      return view ? { ok: true, view } : cardRefusal('contact-not-found', CONTACT_GONE);
    } catch (error) {
      return refusalOf(error);
    }
  }

  return { read };
}

export type AnswerCard = ReturnType<typeof createAnswerCard>;
