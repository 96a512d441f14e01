import type { Kysely } from 'kysely';
import type { DeliveryStore } from '../app/announcements/delivery.js';
import { claimAnnouncements, releaseAnnouncements, releaseUnheardAnnouncements } from './claim-announcements.js';
import { claimDeliveries, releaseUnheardDeliveries, settleDelivery } from './claim-deliveries.js';
import { composeDeliveries } from './compose-deliveries.js';
import { listDeliveries } from './delivery-log.js';
import { createGate } from './coalesce.js';
import { createHeldLeases, type HeldLeases } from './held-leases.js';
import type { EvaluationKey } from './evaluation-row.js';
import type { Database } from './schema.js';
import { inStore, toStoreError } from './store-errors.js';

interface Claims<T> {
  readonly held: HeldLeases;
  readonly claim: () => Promise<readonly T[]>;
  readonly keysOf: (claimed: T) => readonly EvaluationKey[];
  /** Gives back what is leased to us and not held. */
  readonly releaseUnheard: () => Promise<void>;
}

/** Claims, and sees to it that what a broken connection kept from us does not stay ours. */
async function claimSafely<T>({ held, claim, keysOf, releaseUnheard }: Claims<T>): Promise<readonly T[]> {
  try {
    return await inStore(async () => {
      if (held.isUnsure()) {
        await releaseUnheard();
        held.trust();
      }
      const claimed = await claim();
      claimed.flatMap(keysOf).forEach((which) => held.add(which));
      return claimed;
    });
  } catch (error) {
    held.doubt(toStoreError(error));
    throw error;
  }
}

/**
 * `DeliveryStore` on PostgreSQL. All throw AppError `STORE_UNAVAILABLE` when it cannot be reached; what was to be ended or
 * given back then is still ours, and may be ended or given back again.
 *
 * @param worker this process's lease token: a UUID, kept alive by `EvaluationStore.renew`
 */
export function createDeliveryStore(db: Kysely<Database>, worker: string): DeliveryStore {
  const composing = createHeldLeases();
  const sending = createHeldLeases();
  /** Several channels claim: none may take for unheard what another has claimed a moment ago. */
  const oneAtATime = createGate(1);

  const letGo = (held: HeldLeases, which: readonly EvaluationKey[]) => which.forEach((one) => held.drop(one));

  return {
    claimAnnouncements: (limit) =>
      claimSafely({
        held: composing,
        claim: () => claimAnnouncements(db, worker, limit),
        keysOf: (group) => group,
        releaseUnheard: () => releaseUnheardAnnouncements(db, worker, (which) => composing.isHeld(which)),
      }),
    async compose(announcements, deliveries) {
      await inStore(() => composeDeliveries(db, worker, announcements, deliveries));
      letGo(composing, announcements);
    },
    async releaseAnnouncements(announcements, delayMs) {
      await inStore(() => releaseAnnouncements(db, worker, announcements, delayMs));
      letGo(composing, announcements);
    },
    claimDeliveries: (channel, limit) =>
      oneAtATime(() =>
        claimSafely({
          held: sending,
          claim: () => claimDeliveries(db, worker, channel, limit),
          keysOf: (delivery) => [delivery],
          releaseUnheard: () => releaseUnheardDeliveries(db, worker, (which) => sending.isHeld(which)),
        }),
      ),
    async settleDelivery(delivery, ended) {
      await inStore(() => settleDelivery(db, worker, delivery, ended));
      letGo(sending, [delivery]);
    },
    deliveries: (filter) => listDeliveries(db, filter),
  };
}
