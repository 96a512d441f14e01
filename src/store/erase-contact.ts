import { sql, type Kysely } from 'kysely';
import type { Failpoint } from '../app/ports.js';
import { contactTables } from './own-tables.js';
import type { Database } from './schema.js';

export interface Erasing {
  readonly portalId: number;
  readonly contactId: string;
  /** Leaves the notice that asks for it. */
  readonly keepNotice: boolean;
  readonly hashOf: (portalId: number, contactId: string) => string;
  readonly failpoint: Failpoint;
}

/** The contact, and those that went up in it: they are the same person. */
async function idsOf(db: Kysely<Database>, { portalId, contactId }: Erasing): Promise<readonly string[]> {
  const merged = await db
    .selectFrom('merges')
    .select('contact_id')
    .where('portal_id', '=', portalId)
    .where('survivor_id', '=', contactId)
    .execute();
  return [contactId, ...merged.map((row) => row.contact_id)];
}

const among = (ids: readonly string[]) =>
  sql`(select value from json_array_elements_text(${JSON.stringify(ids)}::json))`;

async function bury(db: Kysely<Database>, { portalId, hashOf }: Erasing, ids: readonly string[]): Promise<void> {
  await db
    .insertInto('tombstones')
    .values(ids.map((id) => ({ portal_id: portalId, hash: hashOf(portalId, id) })))
    .onConflict((conflict) => conflict.columns(['portal_id', 'hash']).doNothing())
    .execute();
}

/**
 * Drops every row of a person, in one transaction. Which tables hold people is asked of the database: a table that is added
 * later is not forgotten.
 *
 * @returns the ids the person had
 */
export async function eraseContact(db: Kysely<Database>, erasing: Erasing): Promise<readonly string[]> {
  const { portalId, keepNotice, failpoint } = erasing;
  const ids = await idsOf(db, erasing);
  await bury(db, erasing, ids);
  for (const table of await contactTables(db)) {
    const kept =
      keepNotice && table === 'inbox' ? sql`and coalesce(notice -> 'of' ->> 'kind', '') <> 'privacy'` : sql``;
    await sql`
      delete from ${sql.table(table)} where portal_id = ${portalId} and contact_id in ${among(ids)} ${kept}`.execute(
      db,
    );
    failpoint('mid-privacy-deletion');
  }
  await sql`delete from merges where portal_id = ${portalId} and survivor_id in ${among(ids)}`.execute(db);
  return ids;
}
