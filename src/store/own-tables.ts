import { sql, type Kysely } from 'kysely';
import type { Database } from './schema.js';

/**
 * The service's own tables that have all of these columns, as the database itself tells: one that a later migration adds is
 * among them.
 *
 * @returns names, in alphabetical order; no table refers to another by a foreign key, so any order will do
 */
async function tablesWith(db: Kysely<Database>, columns: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ readonly name: string }>`
    select t.table_name as name from information_schema.tables t
    where t.table_schema = current_schema() and t.table_type = 'BASE TABLE' and not exists (
      select from json_array_elements_text(${JSON.stringify(columns)}::json) as wanted (name)
      where not exists (select from information_schema.columns c
        where c.table_schema = t.table_schema and c.table_name = t.table_name and c.column_name = wanted.name))
    order by t.table_name`.execute(db);
  return rows.map(({ name }) => name);
}

export const ownTables = (db: Kysely<Database>) => tablesWith(db, []);

/** Tables whose rows are each of one portal. */
export const portalTables = (db: Kysely<Database>) => tablesWith(db, ['portal_id']);

/** Tables whose rows are each about one contact, whoever made them. */
export const contactTables = (db: Kysely<Database>) => tablesWith(db, ['portal_id', 'contact_id']);
