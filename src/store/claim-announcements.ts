import { sql, type Kysely } from 'kysely';
import type { OpenAnnouncement } from '../app/announcements/delivery.js';
import type { MoveResult, Outcome } from '../app/outcome.js';
import { withResult, type EvaluationKey } from './evaluation-row.js';
import { inMs } from './leases.js';
import type { Database } from './schema.js';

interface Row extends Omit<OpenAnnouncement, 'note' | 'outcome' | 'tell'> {
  readonly note: string | null;
  readonly tell: OpenAnnouncement['tell'] | null;
  /** Of the ask that moved the contact there. */
  readonly outcome: Outcome | null;
  readonly result: MoveResult | null;
}

function toOpen({ note, tell, outcome, result, ...row }: Row): OpenAnnouncement {
  return {
    ...row,
    ...(note !== null && { note }),
    ...(tell && { tell }),
    ...(outcome && { outcome: withResult(outcome, result) }),
  };
}

/** One list per contact, in the order the contacts first come. */
function byContact(open: readonly OpenAnnouncement[]): OpenAnnouncement[][] {
  const groups = new Map<string, OpenAnnouncement[]>();
  for (const one of open) {
    const contact = `${one.portalId} ${one.contactId}`;
    groups.set(contact, [...(groups.get(contact) ?? []), one]);
  }
  return [...groups.values()];
}

/** Frees what silent workers held, and workers nobody knows any more. */
async function freeLapsed(db: Kysely<Database>): Promise<void> {
  await sql`
    update announcements set lease_token = null where id in (
      select a.id from announcements a
      where not a.composed and a.lease_token is not null and not exists (
        select from workers w where w.token = a.lease_token and w.lease_until >= clock_timestamp())
      order by a.id for update skip locked)`.execute(db);
}

/**
 * Takes contacts with a due announcement, and with it all their open ones. A contact is entered by the one that is due
 * first, so that two workers cannot share it out between them; while somebody composes for a contact, what is new waits.
 *
 * @param limit contacts, at least 1
 */
export async function claimAnnouncements(
  db: Kysely<Database>,
  worker: string,
  limit: number,
): Promise<OpenAnnouncement[][]> {
  await freeLapsed(db);
  const { rows } = await sql<Row>`
    with first as (
      select a.id, a.portal_id, a.contact_id, a.due_at from announcements a
      where not a.composed and a.lease_token is null and a.digest is null and a.due_at <= clock_timestamp() and not exists (
        select from announcements b
        where b.portal_id = a.portal_id and b.contact_id = a.contact_id and not b.composed and b.digest is null
          and (b.lease_token is not null or (b.due_at, b.id) < (a.due_at, a.id)))
      order by a.due_at limit ${limit} for update skip locked),
    open as (
      select a.id, first.due_at as first_due from announcements a
      join first on a.portal_id = first.portal_id and a.contact_id = first.contact_id
      where not a.composed and a.lease_token is null and a.digest is null
      order by a.id for update of a),
    taken as (
      update announcements a set lease_token = ${worker}::uuid, attempts = a.attempts + 1
      from open where a.id = open.id returning a.*, open.first_due)
    select a.portal_id as "portalId", a.contact_id as "contactId", a.key, a.stage, a.channels, a.urgent, a.note, a.tell, a.at,
      a.attempts, e.outcome, m.result
    from taken a
    left join transitions t on t.portal_id = a.portal_id and t.contact_id = a.contact_id
      and a.about = 'transition:' || t.seq
    left join moves m on m.id = t.move_id
    left join evaluations e on e.portal_id = m.portal_id and e.key = m.key
    order by a.first_due, a.portal_id, a.contact_id, a.id`.execute(db);
  return byContact(rows.map(toOpen));
}

/** Gives ours back. @param delayMs 0 or more */
export async function releaseAnnouncements(
  db: Kysely<Database>,
  worker: string,
  keys: readonly EvaluationKey[],
  delayMs: number,
): Promise<void> {
  const given = JSON.stringify(keys.map(({ portalId, key }) => ({ portal_id: portalId, key })));
  await sql`
    update announcements a set lease_token = null, due_at = ${inMs(delayMs)}
    from json_to_recordset(${given}::json) as g(portal_id bigint, key text)
    where a.portal_id = g.portal_id and a.key = g.key and not a.composed
      and a.lease_token is not distinct from ${worker}::uuid`.execute(db);
}

/** Gives back what this worker holds without knowing of it. */
export async function releaseUnheardAnnouncements(
  db: Kysely<Database>,
  worker: string,
  isHeld: (which: EvaluationKey) => boolean,
): Promise<void> {
  const { rows } = await sql<EvaluationKey>`
    select portal_id as "portalId", key from announcements
    where not composed and lease_token = ${worker}::uuid`.execute(db);
  await releaseAnnouncements(
    db,
    worker,
    rows.filter((which) => !isHeld(which)),
    0,
  );
}
