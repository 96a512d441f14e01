import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Announced } from '../app/outcome.js';
import type { Announcement, AnnouncementStore } from '../app/ports.js';
import type { Database } from './schema.js';
import { inStore } from './store-errors.js';

/** The transition that brought the contact where it is; where the log has none (moved by others), the stage itself. */
async function aboutOf(db: Kysely<Database>, { portalId, contactId, stage }: Announcement): Promise<string> {
  const head = await db
    .selectFrom('heads')
    .select(['stage', 'seq'])
    .where('portal_id', '=', portalId)
    .where('contact_id', '=', contactId)
    .executeTakeFirst();
  return head?.stage === stage ? `transition:${head.seq}` : `stage:${stage}`;
}

async function record(db: Kysely<Database>, announcement: Announcement): Promise<Announced> {
  const { portalId, contactId, stage, channels, urgent, note = null, askKey, at } = announcement;
  const about = await aboutOf(db, announcement);
  const key = createHash('sha256').update(`announcement\n${portalId}\n${contactId}\n${about}`).digest('hex');
  await db
    .insertInto('announcements')
    .values({
      ...{ portal_id: portalId, contact_id: contactId, about, key, stage, urgent, note, at },
      channels: JSON.stringify(channels),
      ask_key: askKey,
    })
    .onConflict((conflict) => conflict.columns(['portal_id', 'key']).doNothing())
    .execute();
  const kept = await db
    .selectFrom('announcements')
    .select('ask_key')
    .where('portal_id', '=', portalId)
    .where('key', '=', key)
    .executeTakeFirst();
  return { sent: kept?.ask_key === askKey ? 'recorded' : 'already', key };
}

/** `AnnouncementStore` on PostgreSQL. Throws AppError `STORE_UNAVAILABLE`. */
export function createAnnouncementStore(db: Kysely<Database>): AnnouncementStore {
  return { record: (announcement) => inStore(() => record(db, announcement)) };
}
