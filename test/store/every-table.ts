import type { Pool } from 'pg';

/* Rows in every table there is, as the database itself tells: a table that is added later is among them. */

/** Whose rows. Without `contact_id` all of the portal. */
export interface Whose {
  readonly portal_id: number;
  readonly contact_id?: string;
}

interface Column {
  readonly column_name: string;
  readonly data_type: string;
  /** A value its check allows. */
  readonly checked: string | null;
}

/** Every table that has this column. */
export async function tablesWith(pool: Pool, column: keyof Whose): Promise<readonly string[]> {
  const { rows } = await pool.query<{ table_name: string }>(
    `select table_name from information_schema.columns
     where table_schema = current_schema() and column_name = $1 order by table_name`,
    [column],
  );
  return rows.map(({ table_name }) => table_name);
}

const columnFor = ({ contact_id }: Whose): keyof Whose => (contact_id === undefined ? 'portal_id' : 'contact_id');

/** Tables that hold something of theirs, by name. */
export async function tablesOf(pool: Pool, whose: Whose): Promise<readonly string[]> {
  const found: string[] = [];
  const names = Object.keys(whose);
  const where = names.map((name, n) => `${name} = $${n + 1}`).join(' and ');
  for (const table of await tablesWith(pool, columnFor(whose))) {
    const { rows } = await pool.query(`select 1 from ${table} where ${where} limit 1`, Object.values(whose));
    if (rows.length > 0) found.push(table);
  }
  return found;
}

/** Columns that must be given a value, and those that say whose the row is. */
async function columnsOf(pool: Pool, table: string, whose: Whose): Promise<readonly Column[]> {
  const { rows } = await pool.query<Column>(
    `select c.column_name, c.data_type, (
       select (regexp_match(pg_get_constraintdef(k.oid), '''([a-z-]+)''::text'))[1] from pg_constraint k
       where k.conrelid = c.table_name::regclass and k.contype = 'c'
         and pg_get_constraintdef(k.oid) like '%' || c.column_name || ' = ANY%' limit 1) as checked
     from information_schema.columns c
     where c.table_schema = current_schema() and c.table_name = $1 and c.is_identity = 'NO'
       and (c.column_name = any($2) or (c.is_nullable = 'NO' and c.column_default is null))`,
    [table, Object.keys(whose)],
  );
  return rows;
}

function valueFor({ column_name: name, data_type: type, checked }: Column, whose: Whose): unknown {
  if (name === 'portal_id') return whose.portal_id;
  if (name === 'contact_id' && whose.contact_id !== undefined) return whose.contact_id;
  if (checked !== null) return checked;
  if (type === 'json' || type === 'jsonb') return '[]';
  if (type === 'boolean') return false;
  if (type.startsWith('timestamp')) return new Date(0);
  if (type === 'uuid') return '00000000-0000-4000-8000-000000000000';
  return /int|numeric|double|real/.test(type) ? 1 : `x${whose.contact_id ?? ''}`;
}

/** A row of theirs in every table that has none yet, whatever its columns: each gets something of its type. */
export async function fillTheRest(pool: Pool, whose: Whose): Promise<void> {
  const there = new Set(await tablesOf(pool, whose));
  for (const table of (await tablesWith(pool, columnFor(whose))).filter((name) => !there.has(name))) {
    const columns = await columnsOf(pool, table, whose);
    await pool.query(
      `insert into ${table} (${columns.map(({ column_name }) => column_name).join(', ')})
       values (${columns.map((_, n) => `$${n + 1}`).join(', ')})`,
      columns.map((column) => valueFor(column, whose)),
    );
  }
}
