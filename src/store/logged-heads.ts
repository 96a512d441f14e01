import { sql, type Kysely } from 'kysely';
import type { LoggedHead } from '../app/sync/reconcile.js';
import { inPages } from './in-pages.js';
import type { Database } from './schema.js';

/** Where each log ends, in the order they were last gone on with; those of before `since` left out. */
export async function* loggedHeads(
  db: Kysely<Database>,
  { since }: { readonly since?: number },
): AsyncGenerator<LoggedHead> {
  const page = async (after: number, limit: number) => {
    const { rows } = await sql<LoggedHead & { readonly id: number }>`
      select t.id, t.portal_id as "portalId", t.contact_id as "contactId", h.stage, t.at
      from transitions t
      join heads h on h.portal_id = t.portal_id and h.contact_id = t.contact_id and h.seq = t.seq
      where t.id > ${after} and t.at >= ${since ?? 0}
      order by t.id limit ${limit}`.execute(db);
    return rows;
  };
  for await (const { id: _id, ...head } of inPages(Infinity, page)) yield head;
}
