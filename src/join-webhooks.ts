import { createHash } from 'node:crypto';
import type { Ask } from './app/ask.js';
import { createEndQuarantine } from './app/sync/end-quarantine.js';
import { createFollowContact } from './app/sync/follow-contact.js';
import { createFollowRequest, type TakeActs } from './app/forms/follow-request.js';
import { createFollowStage } from './app/sync/follow-stage.js';
import type { ReadFormToken } from './app/forms/form-request.js';
import type { Notice } from './app/sync/notices.js';
import type { Log } from './app/ports.js';
import type { PrivacyStore } from './app/privacy.js';
import { createReconcile } from './app/sync/reconcile.js';
import type { Reply } from './app/reply.js';
import type { LookAtContact } from './app/sync/seen-contact.js';
import type { TakeSignals } from './app/signals/take-signals.js';
import { createTellStage } from './app/announcements/tell-stage.js';
import { createWakeClock } from './app/clock/wake-clock.js';
import { createWorkInbox } from './app/sync/work-inbox.js';
import type { Parts } from './join-notify.js';
import type { Store } from './store/open-store.js';
import { repeat } from './timers.js';

/** With a moment more, what belongs together is there together. */
const WORK_EVERY_MS = 500;
const REFRESH_EVERY_MS = 1_000;
const SWEEP_EVERY_MS = 3_600_000;

export interface WebhookParts extends Parts {
  readonly look: LookAtContact;
  readonly privacy: PrivacyStore;
  readonly takeSignals: TakeSignals;
  readonly execute: (ask: Ask) => Promise<Reply>;
  readonly readToken: ReadFormToken;
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What others did to a stage the clock of the contact looks at, at once; it would at its own time as well. */
function wakingClocks({ chain, clocks }: Store, log: Log): Store['chain'] {
  const wakeClock = createWakeClock({ clocks, now: Date.now, log });
  return {
    ...chain,
    async add(addition) {
      const added = await chain.add(addition);
      if (added === 'added') await wakeClock(addition.portalId, addition.contactId);
      return added;
    },
  };
}

/** What keeps what HubSpot tells us, and works it off; and what an operator does about it. */
export function joinWebhooks({ log }: { readonly log: Log }, parts: WebhookParts) {
  const { store, crm, models, look, takeSignals, privacy, execute, readToken } = parts;
  const { inbox, quarantine } = store;
  const chain = wakingClocks(store, log);
  const takeActs: TakeActs = (portal, acts, by) =>
    takeSignals(
      portal,
      acts.map(({ id, contactId, signal, at }) => ({
        ...{ id, at, contact: { contactId } },
        told: { signal, auto: false },
      })),
      by,
    );
  const tellStage = createTellStage({ announcements: store.announcements, models });
  const shared = { quarantine, readToken, tellStage, hash };
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
    held: {
      quarantine,
      endQuarantine: createEndQuarantine({
        ...{ quarantine, chain, tellStage, takeActs, execute, hash },
        now: Date.now,
      }),
      reconcile: createReconcile({ heads: (filter) => store.heads(filter), crm, quarantine }),
    },
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
