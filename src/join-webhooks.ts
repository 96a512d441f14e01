import { createHash } from 'node:crypto';
import { createFollowContact } from './app/follow-contact.js';
import { createFollowRequest, type TakeActs } from './app/follow-request.js';
import { createFollowStage } from './app/follow-stage.js';
import type { ReadFormToken } from './app/form-request.js';
import type { Notice } from './app/notices.js';
import type { Log } from './app/ports.js';
import type { PrivacyStore } from './app/privacy.js';
import type { LookAtContact } from './app/seen-contact.js';
import { createWorkInbox } from './app/work-inbox.js';
import type { Config } from './config.js';
import { deriveKey } from './notify/derive-key.js';
import type { Store } from './store/open-store.js';
import { repeat } from './timers.js';

/** With a moment more, what belongs together is there together. */
const WORK_EVERY_MS = 500;
const REFRESH_EVERY_MS = 1_000;
const SWEEP_EVERY_MS = 3_600_000;

/** A key for one purpose: of the key that is set, else one of this service's own. */
export function keyFor({ encryptionKey }: Config, store: Pick<Store, 'key'>, purpose: string): Promise<Buffer> {
  return encryptionKey ? Promise.resolve(deriveKey(encryptionKey, purpose)) : store.key(purpose);
}

export interface WebhookParts {
  readonly store: Store;
  readonly look: LookAtContact;
  readonly privacy: PrivacyStore;
  readonly readToken: ReadFormToken;
  readonly takeActs: TakeActs;
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What keeps what HubSpot tells us, and works it off. */
export function joinWebhooks({ log }: { readonly log: Log }, parts: WebhookParts) {
  const { store, look, privacy, readToken, takeActs } = parts;
  const { inbox, quarantine, clocks } = store;
  // What others did to a stage the clock of the contact looks at, at once; it would at its own time as well.
  const chain: Store['chain'] = {
    ...store.chain,
    async add(addition) {
      const added = await store.chain.add(addition);
      const { portalId, contactId } = addition;
      if (added === 'added') await clocks.wake(portalId, contactId, Date.now()).catch(() => undefined);
      return added;
    },
  };
  const shared = { quarantine, readToken, hash };
  const follow = createFollowContact({
    look,
    chain,
    privacy,
    followStage: createFollowStage({ ...shared, chain }),
    followRequest: createFollowRequest({ ...shared, takeActs, log }),
    now: Date.now,
    log,
  });
  const workOnce = createWorkInbox({ inbox, follow, random: Math.random, log });
  return {
    inbox: {
      /** Of somebody forgotten nothing is kept, not even that something came. */
      keep: (notices: readonly Notice[]) =>
        inbox.keep(notices.filter(({ portalId, contactId }) => !privacy.has(portalId, contactId))),
    },
    startHearing: (): (() => Promise<void>) => {
      const stops = [
        repeat(WORK_EVERY_MS, workOnce, log),
        repeat(REFRESH_EVERY_MS, () => privacy.refresh(), log),
        repeat(SWEEP_EVERY_MS, () => inbox.sweep(), log),
      ];
      return async () => void (await Promise.all(stops.map((stop) => stop())));
    },
  };
}
