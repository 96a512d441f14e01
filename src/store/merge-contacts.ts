import { randomUUID } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { DatabaseError } from 'pg';
import type { Head, Merging } from '../app/sync/chain.js';
import type { Transition } from '../app/outcome.js';
import { announcementKeyOf } from './announcement-key.js';
import { contactTables } from './own-tables.js';
import type { Database } from './schema.js';

/** Have statements of their own, or are about the contact that is gone and nobody else. */
const APART = new Set(['heads', 'transitions', 'merges', 'inbox', 'evaluations']);
const UNIQUE_VIOLATION = '23505';

type Kept = Head & { readonly contactId: string };

async function headsOf(
  db: Kysely<Database>,
  { portalId, survivor, gone }: Merging,
): Promise<ReadonlyMap<string, Kept>> {
  const rows = await db
    .selectFrom('heads as h')
    .leftJoin('transitions as t', (join) =>
      join
        .onRef('t.portal_id', '=', 'h.portal_id')
        .onRef('t.contact_id', '=', 'h.contact_id')
        .onRef('t.seq', '=', 'h.seq'),
    )
    .select(['h.contact_id as contactId', 'h.stage', 'h.seq', 't.at', 't.way'])
    .where('h.portal_id', '=', portalId)
    .where('h.contact_id', 'in', [survivor, gone])
    .execute();
  return new Map(rows.map((row) => [row.contactId, { ...row, at: row.at ?? 0, way: row.way ?? 'sync' }]));
}

/** Takes a log out. @returns its lines */
async function putAway(db: Kysely<Database>, portalId: number, contactId: string): Promise<readonly Transition[]> {
  const rows = await db
    .deleteFrom('transitions')
    .where('portal_id', '=', portalId)
    .where('contact_id', '=', contactId)
    .returning(['portal_id as portalId', 'contact_id as contactId', 'from_stage as from', 'to_stage as to', 'way'])
    .returning(['actor', 'rule', 'because', 'model', 'passed', 'at', 'seq'])
    .execute();
  await db.deleteFrom('heads').where('portal_id', '=', portalId).where('contact_id', '=', contactId).execute();
  return rows.sort((one, other) => one.seq - other.seq).map(({ seq: _seq, ...line }) => line);
}

/** The log of the one that is gone becomes the survivor's; no line of it has a number that either had before and after it. */
async function takeOver(db: Kysely<Database>, { portalId, survivor, gone }: Merging, shift: number): Promise<void> {
  await sql`
    update transitions set contact_id = ${survivor}, seq = seq + ${shift}
    where portal_id = ${portalId} and contact_id = ${gone}`.execute(db);
  await sql`
    update heads set contact_id = ${survivor}, seq = seq + ${shift}
    where portal_id = ${portalId} and contact_id = ${gone}`.execute(db);
}

/** @returns the log that was put away */
async function mergeLogs(db: Kysely<Database>, merging: Merging): Promise<readonly Transition[]> {
  const { portalId, survivor, gone } = merging;
  const heads = await headsOf(db, merging);
  const [own, other] = [heads.get(survivor), heads.get(gone)];
  if (!other) return [];
  if (own && merging.keep(own, other) === 'survivor') return putAway(db, portalId, gone);
  const away = own ? await putAway(db, portalId, survivor) : [];
  await takeOver(db, merging, Math.max(0, (own?.seq ?? 0) - other.seq));
  return away;
}

/** A table may hold one row of each contact: then the survivor's own stays. */
async function rename(db: Kysely<Database>, table: string, { portalId, survivor, gone }: Merging): Promise<void> {
  const ofGone = sql`portal_id = ${portalId} and contact_id = ${gone}`;
  await sql`savepoint renaming`.execute(db);
  try {
    await sql`update ${sql.table(table)} set contact_id = ${survivor} where ${ofGone}`.execute(db);
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== UNIQUE_VIOLATION) throw error;
    await sql`rollback to savepoint renaming`.execute(db);
    await sql`delete from ${sql.table(table)} where ${ofGone}`.execute(db);
  }
  await sql`release savepoint renaming`.execute(db);
}

/** Asks name their contact twice. */
async function renameAsks(db: Kysely<Database>, { portalId, survivor, gone }: Merging): Promise<void> {
  await sql`
    update evaluations set contact_id = ${survivor},
      ask = jsonb_set(ask::jsonb, '{contactId}', to_jsonb(${survivor}::text))::json
    where portal_id = ${portalId} and contact_id = ${gone}`.execute(db);
}

/** Whoever was announced where the person stands now is not announced there again. */
async function rememberTold(db: Kysely<Database>, { portalId, survivor }: Merging): Promise<void> {
  const head = await db
    .selectFrom('heads')
    .select(['stage', 'seq'])
    .where('portal_id', '=', portalId)
    .where('contact_id', '=', survivor)
    .executeTakeFirst();
  if (!head) return;
  const about = `transition:${head.seq}`;
  await sql`
    insert into announcements (portal_id, contact_id, about, key, stage, channels, urgent, note, ask_key, at, composed)
    select portal_id, contact_id, ${about}::text, ${announcementKeyOf(portalId, survivor, about)}::text, stage, channels, false, null,
      ask_key, at, true
    from announcements where portal_id = ${portalId} and contact_id = ${survivor} and stage = ${head.stage}
    order by at desc limit 1
    on conflict (portal_id, key) do nothing`.execute(db);
}

/** Stands in the place of an open move of both. @returns false when one of them has one */
async function hold(db: Kysely<Database>, { portalId, survivor, gone }: Merging, key: string): Promise<boolean> {
  const { rows } = await sql`
    insert into moves (portal_id, contact_id, key, state, move)
    select ${portalId}::bigint, id, ${key}::text || id, 'planned', '{}'::json
    from json_array_elements_text(${JSON.stringify([survivor, gone].sort())}::json) as c(id)
    order by id
    on conflict do nothing returning id`.execute(db);
  if (rows.length === 2) return true;
  await letGo(db, portalId, key);
  return false;
}

async function letGo(db: Kysely<Database>, portalId: number, key: string): Promise<void> {
  await sql`delete from moves where portal_id = ${portalId} and state = 'planned' and key like ${`${key}%`}`.execute(
    db,
  );
}

async function isKnown(db: Kysely<Database>, { portalId, survivor, gone }: Merging): Promise<boolean> {
  const row = await db
    .selectFrom('merges')
    .select('survivor_id')
    .where('portal_id', '=', portalId)
    .where('contact_id', '=', gone)
    .executeTakeFirst();
  return row?.survivor_id === survivor;
}

async function note(db: Kysely<Database>, merging: Merging, log: readonly Transition[]): Promise<void> {
  const { portalId, survivor, gone, at } = merging;
  await sql`
    update merges set survivor_id = ${survivor} where portal_id = ${portalId} and survivor_id = ${gone}`.execute(db);
  await sql`
    insert into merges (portal_id, contact_id, survivor_id, log, at)
    values (${portalId}, ${gone}, ${survivor}, ${JSON.stringify(log)}, ${at})
    on conflict (portal_id, contact_id) do update set survivor_id = excluded.survivor_id`.execute(db);
}

/** `ChainStore.merge`. */
export function mergeContacts(db: Kysely<Database>, merging: Merging): Promise<'merged' | 'known' | 'open'> {
  return db.transaction().execute(async (trx) => {
    if (await isKnown(trx, merging)) return 'known';
    const key = `merge:${randomUUID()}:`;
    if (!(await hold(trx, merging, key))) return 'open';
    const away = await mergeLogs(trx, merging);
    await letGo(trx, merging.portalId, key);
    await renameAsks(trx, merging);
    for (const table of await contactTables(trx)) if (!APART.has(table)) await rename(trx, table, merging);
    await rememberTold(trx, merging);
    await note(trx, merging, away);
    return 'merged';
  });
}
