import { sql, type Kysely } from 'kysely';
import type { Engagement, EngagementStore } from '../app/ports.js';
import { createCoalescer, type Gate } from './coalesce.js';
import type { Database } from './schema.js';

interface Kept {
  readonly portalId: number;
  readonly companyId: string;
  readonly contactId: string;
  readonly at: number;
}

type OfCompany = Pick<Engagement, 'portalId' | 'companyId'>;
const companyOf = ({ portalId, companyId }: OfCompany): string => `${portalId} ${companyId}`;

/**
 * Keeps what is news and reads what was there, in one statement. What is no news is not written at all: an upsert that
 * changes nothing would still wait for the disk.
 */
async function keepAndRead(db: Kysely<Database>, engagements: readonly Engagement[]): Promise<Kept[]> {
  const { rows } = await sql<Kept>`
    with given as (
      select "portalId" as portal_id, "companyId" as company_id, "contactId" as contact_id, max(at) as at
      from json_to_recordset(${JSON.stringify(engagements)}::json) as g(
        "portalId" bigint, "companyId" text, "contactId" text, at bigint)
      group by 1, 2, 3),
    news as (
      insert into engagements as e (portal_id, company_id, contact_id, at)
      select g.* from given g left join engagements k using (portal_id, company_id, contact_id)
      where g.at is not null and (k.at is null or k.at < g.at)
      order by 1, 2, 3
      on conflict (portal_id, company_id, contact_id) do update set at = excluded.at where e.at < excluded.at)
    select distinct e.portal_id as "portalId", e.company_id as "companyId", e.contact_id as "contactId", e.at
    from given g join engagements e using (portal_id, company_id)`.execute(db);
  return rows;
}

/** The newest date of each contact, company by company: what was kept before, and what this batch brought. */
function datesByCompany(all: readonly (Kept | Engagement)[]): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const companies = new Map<string, Map<string, number>>();
  for (const { contactId, at, ...of } of all) {
    if (at === undefined) continue;
    const dates = companies.get(companyOf(of)) ?? new Map<string, number>();
    companies.set(companyOf(of), dates.set(contactId, Math.max(at, dates.get(contactId) ?? at)));
  }
  return companies;
}

async function meetAll(db: Kysely<Database>, engagements: readonly Engagement[]): Promise<number[][]> {
  const companies = datesByCompany([...(await keepAndRead(db, engagements)), ...engagements]);
  return engagements.map((engagement) => {
    const dates = companies.get(companyOf(engagement)) ?? new Map<string, number>();
    return [...dates].flatMap(([contactId, at]) => (contactId === engagement.contactId ? [] : [at]));
  });
}

/** `EngagementStore` on PostgreSQL. Throws AppError `STORE_UNAVAILABLE`. */
export function createEngagementStore(db: Kysely<Database>, gate: Gate): EngagementStore {
  return { meet: createCoalescer((engagements: readonly Engagement[]) => meetAll(db, engagements), gate) };
}
