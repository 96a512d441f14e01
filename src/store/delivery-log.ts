import type { Kysely } from 'kysely';
import type { DeliveryRow, DeliveryStore } from '../app/delivery.js';
import { inPages, portalTest } from './in-pages.js';
import type { Database } from './schema.js';

type Filter = Parameters<DeliveryStore['deliveries']>[0];

function page(db: Kysely<Database>, { portalId, contactId, since }: Filter) {
  return (after: number, rows: number) =>
    db
      .selectFrom('deliveries')
      .select(['id', 'portal_id as portalId', 'contact_id as contactId', 'channel', 'target', 'key'])
      .select(['state', 'attempts', 'because', 'at'])
      .where('id', '>', after)
      .$if(portalId !== undefined, (query) => query.where('portal_id', portalTest(contactId), portalId ?? 0))
      .$if(contactId !== undefined, (query) => query.where('contact_id', '=', contactId ?? ''))
      .$if(since !== undefined, (query) => query.where('at', '>=', since ?? 0))
      .orderBy('id')
      .limit(rows)
      .execute();
}

/** Every delivery there is, oldest first. `limit` keeps the oldest. Throws AppError `STORE_UNAVAILABLE` while iterating. */
export async function* listDeliveries(db: Kysely<Database>, filter: Filter): AsyncGenerator<DeliveryRow> {
  for await (const { id: _id, ...row } of inPages(filter.limit ?? Infinity, page(db, filter))) yield row;
}
