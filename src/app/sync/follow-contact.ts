import type { ChainStore } from './chain.js';
import type { createFollowRequest } from '../forms/follow-request.js';
import type { createFollowStage } from './follow-stage.js';
import { furthest } from './furthest.js';
import type { ContactNotices, Notice } from './notices.js';
import type { Log } from '../ports.js';
import type { PrivacyStore } from '../privacy.js';
import type { LookAtContact } from './seen-contact.js';

export interface FollowContactDeps {
  readonly look: LookAtContact;
  readonly chain: ChainStore;
  readonly privacy: PrivacyStore;
  readonly followStage: ReturnType<typeof createFollowStage>;
  readonly followRequest: ReturnType<typeof createFollowRequest>;
  readonly now: () => number;
  readonly log: Log;
}

/** done: nothing is left of it · otherwise: come again after so many milliseconds */
export type Followed = 'done' | { readonly againMs: number };

const STALE_TRIES = 5;
/** A move of ours takes a second or two. */
const OPEN: Followed = { againMs: 2_000 };
/** What was under way elsewhere when somebody was forgotten has ended by then. */
const ONCE_MORE: Followed = { againMs: 20_000 };

/** Does anything say that the contact was there after it was deleted? */
function isDeleted(notices: readonly Notice[]): boolean {
  const last = notices.findLast(({ of }) => of.kind === 'deletion');
  return (
    last !== undefined && !notices.some(({ of, occurredAt }) => of.kind !== 'deletion' && occurredAt > last.occurredAt)
  );
}

/**
 * Follows what HubSpot told of one contact. What it told is a reason to look; the contact itself says what is so.
 *
 * @throws {AppError} of HubSpot or the store: nothing is lost, come again
 */
export function createFollowContact(deps: FollowContactDeps) {
  const { look, chain, privacy, followStage, followRequest, now, log } = deps;

  /** Twice: at once, and again for what was just under way. */
  async function forget({ portalId, contactId }: ContactNotices): Promise<Followed> {
    const again = privacy.has(portalId, contactId);
    await privacy.erase(portalId, contactId, !again);
    if (!again) log.info('contact forgotten', { portalId });
    return again ? 'done' : ONCE_MORE;
  }

  /** @returns stale: something was merged, look again */
  async function merge(
    { portalId, contactId }: ContactNotices,
    gone: readonly string[],
  ): Promise<'done' | 'stale' | 'open'> {
    let merged = false;
    for (const one of gone) {
      const outcome = await chain.merge({ portalId, survivor: contactId, gone: one, at: now(), keep: furthest });
      if (outcome === 'open') return 'open';
      if (outcome === 'merged') log.info('contacts merged', { portalId, contactId });
      merged ||= outcome === 'merged';
    }
    return merged ? 'stale' : 'done';
  }

  async function followOnce(claimed: ContactNotices): Promise<'done' | 'stale' | 'open'> {
    const { portalId, contactId, notices } = claimed;
    // Before the contact is looked at: what our own moves do meanwhile then makes the head another.
    const state = await chain.state(portalId, contactId);
    const seen = await look(portalId, contactId);
    if (!seen) return 'done';
    const merged = await merge(claimed, seen.mergedIds);
    if (merged !== 'done') return merged;
    const following = { claimed, seen, state };
    const requests = notices.filter(({ of }) => of.kind === 'property' && of.property === 'handoff_request');
    for (const notice of requests) await followRequest(following, notice);
    return followStage(following);
  }

  return async function followContact(claimed: ContactNotices): Promise<Followed> {
    const { portalId, contactId, notices } = claimed;
    if (notices.some(({ of }) => of.kind === 'privacy')) return forget(claimed);
    if (privacy.has(portalId, contactId)) {
      await privacy.erase(portalId, contactId, false);
      return 'done';
    }
    const gone = notices.flatMap(({ of }) => (of.kind === 'merge' ? of.gone : []));
    if ((await merge(claimed, gone)) === 'open') return OPEN;
    const { survivor } = await chain.state(portalId, contactId);
    if (survivor !== undefined) return 'done';
    if (isDeleted(notices)) {
      await privacy.dropWaiting(portalId, contactId);
      return 'done';
    }
    for (let tries = 1; tries <= STALE_TRIES; tries += 1) {
      const followed = await followOnce(claimed);
      if (followed === 'done') return 'done';
      if (followed === 'open') return OPEN;
    }
    return OPEN;
  };
}
