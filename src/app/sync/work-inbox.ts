import type { Followed } from './follow-contact.js';
import { isAppError } from '../errors.js';
import type { ContactNotices, InboxStore } from './notices.js';
import type { Log } from '../ports.js';
import { retryDelayMs } from '../retry-delay.js';

export interface WorkInboxDeps {
  readonly inbox: InboxStore;
  readonly follow: (claimed: ContactNotices) => Promise<Followed>;
  /** 0..1, for jitter. */
  readonly random: () => number;
  readonly log: Log;
}

/** As many contacts at once as one call reads. */
const CLAIM = 100;
const BACKOFF = { firstMs: 1_000, longestMs: 10 * 60_000 };

/**
 * Works off what HubSpot told us. One contact whose notices cannot be followed holds up no other.
 *
 * @returns a function that does one round and tells of how many contacts; a full round means there may be more
 */
export function createWorkInbox({ inbox, follow, random, log }: WorkInboxDeps) {
  async function one(claimed: ContactNotices): Promise<void> {
    const { portalId, contactId, attempts } = claimed;
    try {
      const followed = await follow(claimed);
      if (followed === 'done') await inbox.settle(claimed);
      else await inbox.release(claimed, followed.againMs);
    } catch (error) {
      const fields = { portalId, contactId, attempt: attempts, error };
      if (isAppError(error)) log.warn('notices followed later', fields);
      else log.error('notices could not be followed', fields);
      await giveBack(claimed);
    }
  }

  /** Where the store is away too, the lease runs out by itself. */
  async function giveBack(claimed: ContactNotices): Promise<void> {
    const { portalId, contactId, attempts } = claimed;
    try {
      await inbox.release(claimed, retryDelayMs(BACKOFF, attempts, random()));
    } catch (error) {
      log.warn('notices not given back: their lease runs out', { portalId, contactId, error });
    }
  }

  return async function workInboxOnce(): Promise<number> {
    const claimed = await inbox.claim(CLAIM);
    await Promise.all(claimed.map(one));
    return claimed.length;
  };
}
