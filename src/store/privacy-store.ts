import { createHmac } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { Failpoint } from '../app/ports.js';
import type { PrivacyStore } from '../app/privacy.js';
import { eraseContact } from './erase-contact.js';
import type { Database } from './schema.js';
import { inStore } from './store-errors.js';

/**
 * What waits to be carried out or told. Asks end by themselves when HubSpot has no such contact; the log stays, which holds
 * nothing but ids and stages.
 */
async function dropWaiting(db: Kysely<Database>, portalId: number, contactId: string): Promise<void> {
  const ofContact = sql`portal_id = ${portalId} and contact_id = ${contactId}`;
  await sql`delete from announcements where ${ofContact} and not composed`.execute(db);
  await sql`update deliveries set state = 'refused', because = 'The contact was deleted', due_at = null
    where ${ofContact} and due_at is not null and lease_token is null`.execute(db);
  await sql`update quarantine set state = 'overtaken', ended_by = 'portal' where ${ofContact} and state = 'open'`.execute(
    db,
  );
}

/**
 * `PrivacyStore` on PostgreSQL. People forgotten are known by a keyed hash of portal and id; all hashes are in memory.
 *
 * @param key 32 bytes, for ever the same: with another one nobody forgotten is known any more
 */
export function createPrivacyStore(db: Kysely<Database>, key: Buffer, failpoint: Failpoint): PrivacyStore {
  const hashes = new Set<string>();
  let newest = 0;

  const hashOf = (portalId: number, contactId: string): string =>
    createHmac('sha256', key).update(`tombstone\n${portalId}\n${contactId}`).digest('base64url');

  async function refresh(): Promise<void> {
    const rows = await inStore(() =>
      db.selectFrom('tombstones').select(['id', 'hash']).where('id', '>', newest).orderBy('id').execute(),
    );
    for (const { id, hash } of rows) {
      hashes.add(hash);
      newest = id;
    }
  }

  return {
    has: (portalId, contactId) => hashes.size > 0 && hashes.has(hashOf(portalId, contactId)),
    async erase(portalId, contactId, keepNotice) {
      const erasing = { portalId, contactId, keepNotice, hashOf, failpoint };
      const ids = await inStore(() => db.transaction().execute((trx) => eraseContact(trx, erasing)));
      for (const id of ids) hashes.add(hashOf(portalId, id));
    },
    dropWaiting: (portalId, contactId) =>
      inStore(() => db.transaction().execute((trx) => dropWaiting(trx, portalId, contactId))),
    refresh,
  };
}
