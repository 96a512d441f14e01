import { sql, type Kysely } from 'kysely';
import type { Delivery, OpenAnnouncement } from '../app/announcements/delivery.js';
import { AppError } from '../app/errors.js';
import type { Database } from './schema.js';

/** A delivery speaks of its own contact only. @throws AppError `INTERNAL` */
function assertTheirs(announcements: readonly OpenAnnouncement[], deliveries: readonly Delivery[]): void {
  const contacts = new Set(announcements.map(({ portalId, contactId }) => `${portalId} ${contactId}`));
  const ofOthers = deliveries.some(({ portalId, contactId }) => !contacts.has(`${portalId} ${contactId}`));
  if (ofOthers) throw new AppError('INTERNAL', 'A delivery was composed for another contact than was announced.');
}

/**
 * Ends these announcements and queues what came of them, in one statement: all of it when all are ours and open, else
 * nothing of it. Those of them that are ours are then given back, to be composed together with what has changed since.
 */
export async function composeDeliveries(
  db: Kysely<Database>,
  worker: string,
  announcements: readonly OpenAnnouncement[],
  deliveries: readonly Delivery[],
): Promise<void> {
  assertTheirs(announcements, deliveries);
  const given = JSON.stringify(announcements.map(({ portalId, key }) => ({ portal_id: portalId, key })));
  const queued = JSON.stringify(
    deliveries.map(({ portalId, contactId, key, target, message }, place) => ({
      ...{ place, portal_id: portalId, contact_id: contactId, key, target, channel: message.channel },
      // As text: whatever a name may hold, it is not looked into on the way.
      message: JSON.stringify(message),
    })),
  );
  const keys = JSON.stringify(announcements.map(({ key }) => key));
  await sql`
    with given as (select * from json_to_recordset(${given}::json) as g(portal_id bigint, key text)),
    ours as (
      select a.id from announcements a join given g on a.portal_id = g.portal_id and a.key = g.key
      where not a.composed and a.lease_token is not distinct from ${worker}::uuid
      order by a.id for update of a),
    complete as (select count(*) = ${announcements.length} as whole from ours),
    ended as (
      update announcements a set composed = complete.whole, lease_token = null
      from ours, complete where a.id = ours.id)
    insert into deliveries (portal_id, contact_id, announcements, channel, target, key, message, state, at)
    select portal_id, contact_id, ${keys}::json, channel, target, key, message::json, 'queued',
      (extract(epoch from clock_timestamp()) * 1000)::bigint
    from json_to_recordset(${queued}::json) as d(
      place int, portal_id bigint, contact_id text, channel text, target text, key text, message text), complete
    where complete.whole
    order by place
    on conflict (portal_id, key) do nothing`.execute(db);
}
