import { sql, type Kysely } from 'kysely';
import type { HandOverRow, SlaStore } from '../app/report-sla.js';
import type { ListFilter } from '../app/ports.js';
import { inPages } from './in-pages.js';
import type { Database } from './schema.js';

interface Row {
  readonly id: number;
  readonly stage: string;
  readonly model: string | null;
  readonly at: number;
  readonly capturedAt: number | null;
  readonly toldAt: number | null;
  readonly acceptedAt: number | null;
  readonly leftAt: number | null;
}

/**
 * Told: the first message that arrived while the contact was there. Accepted: the first answer, or what only an acceptance
 * leads to; the clock knows of those that were given in HubSpot itself.
 */
function page(db: Kysely<Database>, { portalId, contactId, since }: ListFilter) {
  return async (after: number, limit: number): Promise<readonly Row[]> => {
    const { rows } = await sql<Row>`
      select t.id, t.to_stage as stage, t.model, t.at, c.captured_at as "capturedAt", n.at as "leftAt",
        (select min(d.sent_at) from deliveries d
          where d.portal_id = t.portal_id and d.contact_id = t.contact_id and d.at >= t.at
            and (n.at is null or d.at < n.at)) as "toldAt",
        least(
          (select min(a.at) from acceptances a
            where a.portal_id = t.portal_id and a.contact_id = t.contact_id and a.outcome = 'accepted'
              and a.at >= t.at and (n.at is null or a.at <= n.at)),
          case when n.to_stage in ('sal', 'opportunity') then n.at end,
          case when n.at is null and c.accepted_at >= t.at then c.accepted_at end) as "acceptedAt"
      from transitions t
      left join transitions n on n.portal_id = t.portal_id and n.contact_id = t.contact_id and n.seq = t.seq + 1
      left join clocks c on c.portal_id = t.portal_id and c.contact_id = t.contact_id
      where t.id > ${after} and t.to_stage in ('mql', 'sql') and t.way <> 'sync'
        and (${portalId ?? null}::bigint is null or t.portal_id = ${portalId ?? null})
        and (${contactId ?? null}::text is null or t.contact_id = ${contactId ?? null})
        and (${since ?? null}::bigint is null or t.at >= ${since ?? null})
      order by t.id limit ${limit}`.execute(db);
    return rows;
  };
}

function toHandOver({ stage, model, at, capturedAt, toldAt, acceptedAt, leftAt }: Row): HandOverRow {
  return {
    ...{ stage, model, at },
    ...(capturedAt !== null && { capturedAt }),
    ...(toldAt !== null && { toldAt }),
    ...(acceptedAt !== null && { acceptedAt }),
    ...(leftAt !== null && { leftAt }),
  };
}

/** `SlaStore` on PostgreSQL. */
export function createSlaStore(db: Kysely<Database>): SlaStore {
  return {
    async *handOvers(filter) {
      for await (const row of inPages(filter.limit ?? Infinity, page(db, filter))) yield toHandOver(row);
    },
  };
}
