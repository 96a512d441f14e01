import { createAnswerCard, type AnswerCard } from './app/answer-card.js';
import { createReadCard } from './app/read-card.js';
import type { Parts } from './join-notify.js';

/** What the rep's card is answered from. */
export function joinCard({ store, crm, models }: Parts): AnswerCard {
  const { engagements, signals, history, acceptances } = store;
  const readCard = createReadCard({ crm, engagements, signals, models, history, acceptances, now: Date.now });
  return createAnswerCard({ readCard });
}
