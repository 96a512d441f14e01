import { createHash } from 'node:crypto';
import { z } from 'zod';
import { WATCHED, type Notice, type NoticeOf } from '../app/sync/notices.js';

/** Why an event is not kept. unwatched: nothing we need · unreadable: not an event as HubSpot describes them */
export type Unkept = 'unwatched' | 'unreadable';

const CONTACT = '0-1';

const Id = z.union([z.int().positive(), z.string().regex(/^[1-9]\d{0,15}$/)]).transform(String);
const PortalId = z
  .union([z.int().positive(), z.string().regex(/^[1-9]\d{0,15}$/)])
  .transform(Number)
  .pipe(z.int());
/** Part of what makes an event itself, and nothing else: whatever HubSpot sends is taken as a text. */
const Part = z
  .union([z.string().max(128), z.number()])
  .nullish()
  .transform((value) => (value == null ? '' : String(value)));
/** Words of HubSpot's that end up in the log: their letters are few. */
const Word = z.string().regex(/^[\w:. -]{0,128}$/);

/** @source HubSpot, webhooks guide. Its table names `eventType`, its examples send `subscriptionType`: both are read */
const Event = z.object({
  eventId: Part,
  subscriptionId: Part,
  portalId: PortalId,
  appId: Part,
  occurredAt: z.int().positive(),
  subscriptionType: z.string().max(64).optional(),
  eventType: z.string().max(64).optional(),
  objectTypeId: z.string().nullish(),
  objectId: Id.nullish().catch(undefined),
  propertyName: z.string().max(256).nullish(),
  propertyValue: z
    .union([z.string(), z.number(), z.boolean()])
    .nullish()
    .transform((value) => (value == null ? '' : String(value))),
  changeSource: Word.nullish().catch(undefined),
  sourceId: Part.pipe(Word).catch(''),
  primaryObjectId: Id.nullish(),
  newObjectId: Id.nullish(),
  mergedObjectIds: z.array(Id).max(100).nullish(),
});
type Event = z.output<typeof Event>;

/** `contact.deletion` → `deletion`; what happens to other objects is nothing to us. */
function happeningOf(event: Event): string | undefined {
  const [object, happening] = (event.subscriptionType ?? event.eventType ?? '').split('.');
  const ofContact = object === 'contact' || (object === 'object' && (event.objectTypeId ?? CONTACT) === CONTACT);
  return ofContact ? happening : undefined;
}

interface What {
  readonly contactId: string | undefined;
  readonly of: NoticeOf;
}

/** HubSpot may give the merged contact an id of its own: then both that were merged are gone. */
function mergeOf({ objectId, primaryObjectId, newObjectId, mergedObjectIds }: Event): What | Unkept {
  const contactId = newObjectId ?? primaryObjectId ?? objectId ?? undefined;
  const all = [...(mergedObjectIds ?? []), ...(primaryObjectId ? [primaryObjectId] : [])];
  const gone = [...new Set(all)].filter((id) => id !== contactId);
  return gone.length > 0 ? { contactId, of: { kind: 'merge', gone } } : 'unreadable';
}

function whatOf(event: Event): What | Unkept {
  const contactId = event.objectId ?? undefined;
  const property = WATCHED.find((name) => name === event.propertyName);
  switch (happeningOf(event)) {
    case 'propertyChange':
      if (property === undefined) return 'unwatched';
      return { contactId, of: { kind: 'property', property, value: event.propertyValue } };
    case 'creation':
      return { contactId, of: { kind: 'creation' } };
    case 'merge':
      return mergeOf(event);
    case 'deletion':
      return { contactId, of: { kind: 'deletion' } };
    case 'privacyDeletion':
      return { contactId, of: { kind: 'privacy' } };
    default:
      return 'unwatched';
  }
}

/** @source RELIABILITY: `eventId` alone is not unique */
function keyOf(event: Event, contactId: string): string {
  const { subscriptionId, propertyName, occurredAt, eventId } = event;
  const type = event.subscriptionType ?? event.eventType ?? '';
  const parts = [event.portalId, subscriptionId, type, contactId, propertyName ?? '', occurredAt, eventId];
  return createHash('sha256')
    .update(`notice\n${parts.join('\n')}`)
    .digest('hex');
}

/** Reads one event of a batch. @returns why there is nothing to keep, where there is nothing */
export function noticeOf(value: unknown): Notice | Unkept {
  const parsed = Event.safeParse(value);
  if (!parsed.success) return 'unreadable';
  const event = parsed.data;
  const what = whatOf(event);
  if (typeof what === 'string') return what;
  const { contactId, of } = what;
  if (contactId === undefined) return 'unreadable';
  const { portalId, occurredAt, appId, sourceId } = event;
  return {
    portalId,
    contactId,
    key: keyOf(event, contactId),
    occurredAt,
    source: { changeSource: event.changeSource ?? '', sourceId },
    appId,
    of,
  };
}
