import { sql, type Kysely } from 'kysely';
import type { EngagementStore } from '../app/ports.js';
import { createCoalescer } from './coalesce.js';
import type { Database } from './schema.js';

interface Company {
  readonly portalId: number;
  readonly companyId: string;
}
interface Engagement extends Company {
  readonly contactId: string;
  readonly at: number;
}

function companyOf({ portalId, companyId }: Company): string {
  return `${portalId} ${companyId}`;
}

/** The newest act of each contact of each company. */
async function recordAll(db: Kysely<Database>, engagements: readonly Engagement[]): Promise<void[]> {
  await sql`
    insert into engagements as e (portal_id, company_id, contact_id, at)
    select "portalId", "companyId", "contactId", max(at)
    from json_to_recordset(${JSON.stringify(engagements)}::json) as g(
      "portalId" bigint, "companyId" text, "contactId" text, at bigint)
    group by 1, 2, 3 order by 1, 2, 3
    on conflict (portal_id, company_id, contact_id) do update set at = excluded.at where e.at < excluded.at`.execute(
    db,
  );
  return engagements.map(() => undefined);
}

async function datesOf(db: Kysely<Database>, companies: readonly Company[]): Promise<number[][]> {
  const { rows } = await sql<Company & { readonly at: number }>`
    select distinct e.portal_id as "portalId", e.company_id as "companyId", e.contact_id, e.at
    from json_to_recordset(${JSON.stringify(companies)}::json) as c("portalId" bigint, "companyId" text)
    join engagements e on e.portal_id = c."portalId" and e.company_id = c."companyId"`.execute(db);
  const dates = new Map<string, number[]>(companies.map((company) => [companyOf(company), []]));
  for (const row of rows) dates.get(companyOf(row))?.push(row.at);
  return companies.map((company) => dates.get(companyOf(company)) ?? []);
}

/** `EngagementStore` on PostgreSQL. Both throw AppError `STORE_UNAVAILABLE`. */
export function createEngagementStore(db: Kysely<Database>): EngagementStore {
  const recordOne = createCoalescer((engagements: readonly Engagement[]) => recordAll(db, engagements));
  const datesOfOne = createCoalescer((companies: readonly Company[]) => datesOf(db, companies));
  return {
    record: (portalId, companyId, contactId, at) => recordOne({ portalId, companyId, contactId, at }),
    of: (portalId, companyId) => datesOfOne({ portalId, companyId }),
  };
}
