import type { Kysely } from 'kysely';
import type { DeliveryRow } from '../app/announcements/delivery.js';
import type { ListFilter } from '../app/ports.js';
import { inPages, matching } from './in-pages.js';
import type { Database } from './schema.js';

function page(db: Kysely<Database>, filter: ListFilter) {
  return (after: number, rows: number) =>
    db
      .selectFrom('deliveries')
      .select(['id', 'portal_id as portalId', 'contact_id as contactId', 'channel', 'target', 'key'])
      .select(['state', 'attempts', 'because', 'at'])
      .where('id', '>', after)
      .where(matching(filter, 'at'))
      .orderBy('id')
      .limit(rows)
      .execute();
}

/** Every delivery there is, oldest first. `limit` keeps the oldest. Throws AppError `STORE_UNAVAILABLE` while iterating. */
export async function* listDeliveries(db: Kysely<Database>, filter: ListFilter): AsyncGenerator<DeliveryRow> {
  for await (const { id: _id, ...row } of inPages(filter.limit ?? Infinity, page(db, filter))) yield row;
}
