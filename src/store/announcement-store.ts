import { sql, type Kysely } from 'kysely';
import type { Announced } from '../app/outcome.js';
import type { Announcement, AnnouncementStore } from '../app/ports.js';
import { takeOver } from './announcements-of-merged.js';
import { announcementKeyOf } from './announcement-key.js';
import { inMs } from './leases.js';
import type { Database } from './schema.js';
import { inStore } from './store-errors.js';

/**
 * Counted from the first transition of a contact that is not told yet: what follows within it is told in the same message
 * (P19). A fifth of a rep's five minutes; what must not wait is urgent, and told at once.
 */
export const ANNOUNCE_AFTER_MS = 60_000;

const STAGE_ONLY = 'stage:';

/** The transition that brought the contact where it is; where the log has none (moved by others), the stage itself. */
async function aboutOf(db: Kysely<Database>, { portalId, contactId, stage }: Announcement): Promise<string> {
  const head = await db
    .selectFrom('heads')
    .select(['stage', 'seq'])
    .where('portal_id', '=', portalId)
    .where('contact_id', '=', contactId)
    .executeTakeFirst();
  return head?.stage === stage ? `transition:${head.seq}` : `${STAGE_ONLY}${stage}`;
}

type Given = Announcement & { readonly about: string; readonly key: string };

/** The channels of both, each once, those that were there first. */
const CHANNELS_OF_BOTH = sql`(
  select json_agg(channel order by place) from (
    select channel, min(place) as place from (
      select value as channel, ordinality as place from json_array_elements_text(there.channels) with ordinality
      union all
      select value, 1000 + ordinality from json_array_elements_text(excluded.channels) with ordinality) as both_of_them
    group by channel) as each_once)`;

/**
 * Keeps it, or adds what is new to the one that is there and not composed yet. Whoever composes that one right now loses
 * his lease, so that it is composed anew with what was added.
 */
async function keep(db: Kysely<Database>, given: Given, afterMs: number): Promise<void> {
  const { portalId, contactId, about, key, stage, channels, urgent, note = null, askKey, at } = given;
  await sql`
    insert into announcements as there (portal_id, contact_id, about, key, stage, channels, urgent, note, ask_key, at, due_at)
    values (${portalId}, ${contactId}, ${about}, ${key}, ${stage}, ${JSON.stringify(channels)}, ${urgent}, ${note}, ${askKey},
      ${at}, ${inMs(urgent ? 0 : afterMs)})
    on conflict (portal_id, key) do update set
      channels = coalesce(${CHANNELS_OF_BOTH}, excluded.channels),
      urgent = there.urgent or excluded.urgent,
      -- what cannot wait is not told with the rest of an import, unless that is being written already
      digest = case when excluded.urgent and there.digest_id is null then null else there.digest end,
      note = coalesce(excluded.note, there.note),
      due_at = least(there.due_at, excluded.due_at),
      lease_token = null
      where not there.composed and there.ask_key <> excluded.ask_key`.execute(db);
}

async function record(db: Kysely<Database>, announcement: Announcement, afterMs: number): Promise<Announced> {
  const { portalId, contactId, askKey, merged = [] } = announcement;
  const about = await aboutOf(db, announcement);
  const key = announcementKeyOf(portalId, contactId, about);
  const cameWithMerge = merged.length > 0 && about.startsWith(STAGE_ONLY);
  const taken = cameWithMerge ? await takeOver(db, announcement, merged) : announcement;
  if ('sent' in taken) return taken;
  await keep(db, { ...taken, about, key }, afterMs);
  const kept = await db
    .selectFrom('announcements')
    .select('ask_key')
    .where('portal_id', '=', portalId)
    .where('key', '=', key)
    .executeTakeFirst();
  return { sent: kept?.ask_key === askKey ? 'recorded' : 'already', key };
}

/**
 * `AnnouncementStore` on PostgreSQL. Throws AppError `STORE_UNAVAILABLE`.
 *
 * @param afterMs how long what is not urgent waits for more of the same contact
 */
export function createAnnouncementStore(db: Kysely<Database>, afterMs: number = ANNOUNCE_AFTER_MS): AnnouncementStore {
  return { record: (announcement) => inStore(() => record(db, announcement, afterMs)) };
}
