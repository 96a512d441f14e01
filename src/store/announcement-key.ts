import { createHash } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';

/* One key, said twice: a transition is announced by the statement that logs it, a stage by us. Whoever comes first, the
 * other must come to the same. */

/** @returns 64 hex digits, for ever the same */
export function announcementKeyOf(portalId: number, contactId: string, about: string): string {
  return createHash('sha256').update(`announcement\n${portalId}\n${contactId}\n${about}`).digest('hex');
}

/** `announcementKeyOf` the `portal_id`, the `contact_id` and the `about` of a row. */
export const ANNOUNCEMENT_KEY: RawBuilder<string> = sql`encode(sha256(convert_to(
  'announcement' || chr(10) || portal_id || chr(10) || contact_id || chr(10) || about, 'UTF8')), 'hex')`;
