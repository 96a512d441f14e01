import { sql, type Kysely } from 'kysely';
import type { Channel } from '../app/ask.js';
import type { Announced } from '../app/outcome.js';
import type { Announcement } from '../app/ports.js';
import type { Database } from './schema.js';

/* A contact that came to a stage by a merge has it from another one, of which it may have been told. */

interface Open {
  readonly channels: readonly Channel[];
  readonly urgent: boolean;
  readonly note: string | null;
}

/** Ends what is open of contacts that are gone: nobody could be read to compose it. Whoever is at it loses his lease. */
async function endOpen(db: Kysely<Database>, { portalId, stage }: Announcement, merged: readonly string[]) {
  const { rows } = await sql<Open>`
    update announcements set composed = true, lease_token = null
    where portal_id = ${portalId} and contact_id = any(${[...merged]}::text[]) and stage = ${stage} and not composed
    returning channels, urgent, note`.execute(db);
  return rows;
}

/** The announcement of that stage by one of them that somebody was sent, or is about to be. */
async function toldKey(db: Kysely<Database>, { portalId, stage }: Announcement, merged: readonly string[]) {
  const { rows } = await sql<{ readonly key: string }>`
    select a.key from announcements a
    where a.portal_id = ${portalId} and a.contact_id = any(${[...merged]}::text[]) and a.stage = ${stage} and a.composed
      and (a.digest_id is not null or exists (
        select from deliveries d
        where d.portal_id = a.portal_id and d.contact_id = a.contact_id and d.announcements::jsonb ? a.key))
    order by a.id desc limit 1`.execute(db);
  return rows[0]?.key;
}

/**
 * Takes over what contacts that were merged into this one were to be told of at its stage. A crash half way loses nothing: the
 * ask is not answered, comes again, and then finds nothing told.
 *
 * @returns `already` when sales was told of one of them; else what to keep, with what was to be told of them added
 */
export async function takeOver(
  db: Kysely<Database>,
  announcement: Announcement,
  merged: readonly string[],
): Promise<Announced | Announcement> {
  const open = await endOpen(db, announcement, merged);
  const key = await toldKey(db, announcement, merged);
  if (key !== undefined) return { sent: 'already', key };
  const note = announcement.note ?? open.find((one) => one.note !== null)?.note ?? undefined;
  return {
    ...announcement,
    channels: [...new Set([...announcement.channels, ...open.flatMap(({ channels }) => channels)])],
    urgent: announcement.urgent || open.some(({ urgent }) => urgent),
    note,
  };
}
