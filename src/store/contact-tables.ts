import { sql, type Kysely } from 'kysely';
import type { Database } from './schema.js';

/** Tables whose rows are each about one contact, whoever made them, by name. */
export async function contactTables(db: Kysely<Database>): Promise<readonly string[]> {
  const { rows } = await sql<{ readonly name: string }>`
    select c.table_name as name from information_schema.columns c
    join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
    where c.table_schema = current_schema() and t.table_type = 'BASE TABLE' and c.column_name = 'contact_id'
      and exists (select from information_schema.columns p
        where p.table_schema = c.table_schema and p.table_name = c.table_name and p.column_name = 'portal_id')
    order by c.table_name`.execute(db);
  return rows.map(({ name }) => name);
}
