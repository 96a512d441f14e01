import { inStore } from './store-errors.js';

const PAGE_ROWS = 500;

/**
 * A listing of one contact is looked up by portal and contact. One of a whole portal goes by id, page after page: this keeps
 * the planner from collecting and sorting the portal's rows again for every page.
 */
export function portalTest(contactId: string | undefined): '=' | 'is not distinct from' {
  return contactId === undefined ? 'is not distinct from' : '=';
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
