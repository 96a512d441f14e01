import { createAnswerCard, type AnswerCard } from './app/card/answer-card.js';
import type { Ask } from './app/ask.js';
import { createReadCard } from './app/card/read-card.js';
import type { Reply } from './app/reply.js';
import type { Parts } from './join-notify.js';

/** What the rep's card is answered from. */
export function joinCard({ store, crm, models }: Parts, execute: (ask: Ask) => Promise<Reply>): AnswerCard {
  const { engagements, signals, history, acceptances, clocks, quarantine } = store;
  const kept = { engagements, signals, history, acceptances, clocks, quarantine };
  const readCard = createReadCard({ ...kept, crm, models, now: Date.now });
  return createAnswerCard({ readCard, execute, now: Date.now });
}
