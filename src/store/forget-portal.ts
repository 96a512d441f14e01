import { sql, type Kysely } from 'kysely';
import { portalTables } from './own-tables.js';
import type { Database } from './schema.js';
import { inStore } from './store-errors.js';

/** Drops all that is remembered of one portal, in one transaction. Nothing of another portal is touched. */
export function forgetPortal(db: Kysely<Database>, portalId: number): Promise<void> {
  return inStore(() =>
    db.transaction().execute(async (transaction) => {
      for (const table of await portalTables(transaction))
        await sql`delete from ${sql.table(table)} where portal_id = ${portalId}`.execute(transaction);
    }),
  );
}
