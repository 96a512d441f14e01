import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { ListFilter } from '../app/ports.js';
import { inStore } from './store-errors.js';

const PAGE_ROWS = 500;

/**
 * What a listing may be narrowed to. One of a single contact is looked up by portal and contact. One of a whole portal goes by
 * id, page after page: `is not distinct from` keeps the planner from collecting and sorting the portal's rows for every page.
 *
 * @param time the column `since` is compared with
 */
export function matching({ portalId, contactId, since }: ListFilter, time: 'at' | 'asked_at'): RawBuilder<SqlBool> {
  const ofPortal = contactId === undefined ? sql`is not distinct from` : sql`=`;
  const tests = [
    ...(portalId === undefined ? [] : [sql`portal_id ${ofPortal} ${portalId}`]),
    ...(contactId === undefined ? [] : [sql`contact_id = ${contactId}`]),
    ...(since === undefined ? [] : [sql`${sql.ref(time)} >= ${since}`]),
  ];
  return tests.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`${sql.join(tests, sql` and `)}`;
}

/** Rows by id, page after page, so that any number can be streamed without a cursor held open. */
export async function* inPages<Row extends { readonly id: number }>(
  limit: number,
  page: (after: number, rows: number) => Promise<readonly Row[]>,
): AsyncGenerator<Row> {
  let after = 0;
  for (let left = limit; left > 0;) {
    const wanted = Math.min(PAGE_ROWS, left);
    const rows = await inStore(() => page(after, wanted));
    yield* rows;
    after = rows.at(-1)?.id ?? after;
    left -= rows.length;
    if (rows.length < wanted) return;
  }
}
