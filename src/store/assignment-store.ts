import type { Kysely } from 'kysely';
import type { AssignmentOrder, AssignmentRow, AssignmentStore } from '../app/assignment.js';
import type { ListFilter } from '../app/ports.js';
import { assignOwners } from './assign-owners.js';
import { createCoalescer, type Gate } from './coalesce.js';
import { inPages, matching } from './in-pages.js';
import type { Database } from './schema.js';

function page(db: Kysely<Database>, filter: ListFilter) {
  return (after: number, rows: number) =>
    db
      .selectFrom('assignments')
      .select(['id', 'portal_id as portalId', 'contact_id as contactId', 'owner', 'email'])
      .select(['because', 'passed_over as passedOver', 'stage', 'at'])
      .where('id', '>', after)
      .where(matching(filter, 'at'))
      .orderBy('id')
      .limit(rows)
      .execute();
}

async function* list(db: Kysely<Database>, filter: ListFilter): AsyncGenerator<AssignmentRow> {
  for await (const { id: _id, ...row } of inPages(filter.limit ?? Infinity, page(db, filter))) yield row;
}

/** `AssignmentStore` on PostgreSQL. Throws AppError `STORE_UNAVAILABLE`. */
export function createAssignmentStore(db: Kysely<Database>, gate: Gate): AssignmentStore {
  return {
    assign: createCoalescer((orders: readonly AssignmentOrder[]) => assignOwners(db, orders), gate),
    assignments: (filter) => list(db, filter),
  };
}
