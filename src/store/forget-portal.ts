import type { Kysely } from 'kysely';
import type { Database } from './schema.js';
import { inStore } from './store-errors.js';

/** Every table that holds something of a portal; moves before what they belong to. */
const TABLES = [
  'transitions',
  'moves',
  'heads',
  'evaluations',
  'acceptances',
  'clocks',
  'announcements',
  'deliveries',
  'digests',
  'assignments',
  'rotations',
  'engagements',
  'signals',
  'inbox',
  'tombstones',
  'merges',
  'quarantine',
  'forms',
  'budgets',
  'import_rows',
  'imports',
] as const;

/** Drops all that is remembered of one portal, in one transaction. Nothing of another portal is touched. */
export function forgetPortal(db: Kysely<Database>, portalId: number): Promise<void> {
  return inStore(() =>
    db.transaction().execute(async (transaction) => {
      for (const table of TABLES) await transaction.deleteFrom(table).where('portal_id', '=', portalId).execute();
    }),
  );
}
