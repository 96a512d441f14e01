import { sql, type Kysely } from 'kysely';
import type { ImportKey, ImportRow } from '../app/import/import-job.js';
import type { Database } from './schema.js';

const PAGE_ROWS = 500;

const ROW = sql`
  row, contact_id as "contactId", created, before, sets, from_stage as "from", to_stage as "to", outcome, because`;

const GIVEN = sql`(
  row int, "contactId" text, created boolean, before json, sets json, "from" text, "to" text, outcome text, because text)`;

/** Keeps rows that are new; those that are there stay as they are. @returns what is there now */
export async function rememberRows(
  db: Kysely<Database>,
  { portalId, id }: ImportKey,
  rows: readonly ImportRow[],
): Promise<ReadonlyMap<number, ImportRow>> {
  if (rows.length === 0) return new Map();
  await sql`
    insert into import_rows (portal_id, import_id, row, contact_id, created, before, sets, from_stage, to_stage, outcome, because)
    select ${portalId}::bigint, ${id}, row, "contactId", created, before, sets, "from", "to", outcome, because
    from json_to_recordset(${JSON.stringify(rows)}::json) as g ${GIVEN}
    order by row on conflict do nothing`.execute(db);
  return recallRows(db, { portalId, id }, rows[0]?.row ?? 0, rows.at(-1)?.row ?? 0);
}

/** @param rows in any order, each row once */
export async function settleRows(
  db: Kysely<Database>,
  { portalId, id }: ImportKey,
  rows: readonly ImportRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into import_rows (portal_id, import_id, row, contact_id, created, before, sets, from_stage, to_stage, outcome, because)
    select ${portalId}::bigint, ${id}, row, "contactId", created, before, sets, "from", "to", outcome, because
    from json_to_recordset(${JSON.stringify(rows)}::json) as g ${GIVEN}
    order by row
    on conflict (portal_id, import_id, row) do update set contact_id = excluded.contact_id, to_stage = excluded.to_stage,
      outcome = excluded.outcome, because = excluded.because`.execute(db);
}

/** @param from, to the first row and the last */
export async function recallRows(
  db: Kysely<Database>,
  { portalId, id }: ImportKey,
  from: number,
  to: number,
): Promise<ReadonlyMap<number, ImportRow>> {
  const { rows } = await sql<ImportRow>`
    select ${ROW} from import_rows
    where portal_id = ${portalId} and import_id = ${id} and row between ${from} and ${to} order by row`.execute(db);
  return new Map(rows.map((row) => [row.row, row]));
}

/** One page, in order. @param after the last row seen; 0: none */
export async function pageOfRows(
  db: Kysely<Database>,
  { portalId, id }: ImportKey,
  after: number,
): Promise<ImportRow[]> {
  const { rows } = await sql<ImportRow>`
    select ${ROW} from import_rows
    where portal_id = ${portalId} and import_id = ${id} and row > ${after} order by row limit ${PAGE_ROWS}`.execute(db);
  return rows;
}
