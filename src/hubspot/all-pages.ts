import type { z } from 'zod';
import type { Admit, Call } from './call.js';
import type { Operation } from './endpoints.js';

/** One page of a list, as HubSpot sends it. */
interface Page<Row> {
  readonly results: Row[];
  readonly paging?: { readonly next?: { readonly after: string } | undefined } | undefined;
}

interface Listing<Row> {
  readonly portalId: number;
  readonly operation: Operation;
  readonly answer: z.ZodType<Page<Row>>;
  readonly admit: Admit;
  /** What else is asked of the list. */
  readonly query?: Readonly<Record<string, string>>;
  /** Rows a page, as many as HubSpot gives at most. */
  readonly limit: number;
  /** A portal with more has a mistake in it, or HubSpot pages in circles: what came so far is the answer. */
  readonly mostPages: number;
}

/** Every row of one of HubSpot's lists, in its order. Throws as every call. */
export async function allPages<Row>(call: Call, listing: Listing<Row>): Promise<Row[]> {
  const { limit, mostPages, ...asked } = listing;
  const rows: Row[] = [];
  let after: string | undefined;
  for (let page = 1; page <= mostPages; page += 1) {
    const query = { ...asked.query, limit: String(limit), ...(after === undefined ? {} : { after }) };
    const { results, paging } = await call({ ...asked, query });
    rows.push(...results);
    after = paging?.next?.after;
    if (after === undefined) break;
  }
  return rows;
}
