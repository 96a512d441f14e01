import type { Kysely } from 'kysely';
import type { HistoryStore } from '../app/card/read-card.js';
import type { Database } from './schema.js';
import { inStore } from './store-errors.js';

/** `HistoryStore` on PostgreSQL: the end of a contact's chain, by its own index. */
export function createHistoryStore(db: Kysely<Database>): HistoryStore {
  return {
    newest: ({ portalId, contactId }, limit) =>
      inStore(() =>
        db
          .selectFrom('transitions')
          .select(['portal_id as portalId', 'contact_id as contactId', 'from_stage as from', 'to_stage as to'])
          .select(['way', 'actor', 'rule', 'because', 'model', 'passed', 'at'])
          .where('portal_id', '=', portalId)
          .where('contact_id', '=', contactId)
          .orderBy('seq', 'desc')
          .limit(limit)
          .execute(),
      ),
  };
}
