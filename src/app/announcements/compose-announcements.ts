import type { Delivery, DeliveryStore, OpenAnnouncement } from './delivery.js';
import { isAppError } from '../errors.js';
import type { Crm, Log, Owner } from '../ports.js';
import { retryDelayMs } from '../retry-delay.js';
import type { SignalStore, ToldOf } from '../signals/signals.js';

/** What a message is made of. */
export interface Occasion {
  /** Of one contact, oldest first; never none. */
  readonly announcements: readonly OpenAnnouncement[];
  /** Property → value, as `Crm.read`. */
  readonly properties: Readonly<Record<string, string | null>>;
  /** What was told of the contact from outside; absent: nothing. */
  readonly told?: ToldOf;
  /** Whom the contact is assigned to; absent: nobody, or nobody HubSpot lists. */
  readonly owner: Owner | undefined;
  /** Everybody a contact can be assigned to; empty where nobody has to be looked up, or HubSpot does not tell. */
  readonly people: readonly Owner[];
}

/** One delivery per channel and target, with its final words. Pure: the same occasion gives the same deliveries. */
export type Compose = (occasion: Occasion) => readonly Delivery[];

export interface ComposeAnnouncementsDeps {
  readonly crm: Pick<Crm, 'read' | 'owners'>;
  readonly signals: Pick<SignalStore, 'of'>;
  readonly deliveries: Pick<DeliveryStore, 'claimAnnouncements' | 'compose' | 'releaseAnnouncements'>;
  readonly compose: Compose;
  /** What `compose` looks at in a contact. */
  readonly propertiesFor: (announcements: readonly OpenAnnouncement[]) => readonly string[];
  readonly log: Log;
  /** 0..1, for jitter. */
  readonly random: () => number;
}

/** Contacts of one round: one call's worth. */
const CLAIM = 100;
const BACKOFF = { firstMs: 1_000, longestMs: 10 * 60_000 };
const OWNER = 'hubspot_owner_id';

interface Undone {
  readonly announcements: readonly OpenAnnouncement[];
  readonly delayMs: number;
}

/**
 * Turns what is to be announced into deliveries: all open announcements of a contact at once. The owner is read when the
 * message is made, so that whom the lead was assigned to in the meantime is who hears of it.
 *
 * @returns a function that does one round and tells how many contacts it took; a full round means there may be more
 */
export function createComposeAnnouncements(deps: ComposeAnnouncementsDeps) {
  const { crm, signals, deliveries, compose, propertiesFor, log, random } = deps;
  /** Not given back yet, because the store was away: it would keep them for us as long as this process lives. */
  const left: Undone[] = [];

  async function peopleOf(portalId: number): Promise<readonly Owner[]> {
    try {
      return await crm.owners(portalId);
    } catch (error) {
      if (!isAppError(error, 'HUBSPOT_REJECTED') && !isAppError(error, 'HUBSPOT_UNAUTHORIZED')) throw error;
      // A token that may not list people must not keep a lead from them.
      log.warn('announced without the name of the owner', { portalId, error });
      return [];
    }
  }

  async function messagesFor(announcements: readonly OpenAnnouncement[]): Promise<readonly Delivery[]> {
    const [first] = announcements;
    if (!first) return [];
    const { portalId, contactId } = first;
    const urgency = announcements.some(({ urgent }) => urgent) ? 'live' : 'later';
    const wanted = [...new Set([OWNER, ...propertiesFor(announcements)])];
    const properties = await crm.read(portalId, contactId, wanted, urgency);
    if (!properties) {
      log.info('nothing announced: the contact is gone', { portalId, contactId });
      return [];
    }
    const told = await signals.of(portalId, contactId, urgency);
    const ownerId = properties[OWNER];
    const toManagers = announcements.some(({ channels }) => channels.includes('manager-task'));
    const people = ownerId || toManagers ? await peopleOf(portalId) : [];
    const owner = ownerId ? people.find(({ id }) => id === ownerId) : undefined;
    return compose({ announcements, properties, owner, people, ...(told ? { told } : {}) });
  }

  function putOff(announcements: readonly OpenAnnouncement[], error: unknown): void {
    const attempts = Math.max(...announcements.map((one) => one.attempts));
    const [first] = announcements;
    const fields = { portalId: first?.portalId, contactId: first?.contactId, attempt: attempts, error };
    if (isAppError(error) && error.code !== 'INTERNAL') log.warn('announcement composed later', fields);
    else log.error('announcement could not be composed', fields);
    left.push({ announcements, delayMs: retryDelayMs(BACKOFF, attempts, random()) });
  }

  async function one(announcements: readonly OpenAnnouncement[]): Promise<void> {
    try {
      await deliveries.compose(announcements, await messagesFor(announcements));
    } catch (error) {
      putOff(announcements, error);
    }
  }

  async function giveBackLeft(): Promise<void> {
    for (let next = left[0]; next; next = left[0]) {
      await deliveries.releaseAnnouncements(next.announcements, next.delayMs);
      left.shift();
    }
  }

  return async function composeOnce(): Promise<number> {
    await giveBackLeft();
    const claimed = await deliveries.claimAnnouncements(CLAIM);
    await Promise.all(claimed.map(one));
    await giveBackLeft();
    return claimed.length;
  };
}
