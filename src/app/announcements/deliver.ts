import { afterAttempt, beforeAttempt, type Kept } from './after-attempt.js';
import type { Channel } from '../ask.js';
import type { ClaimedDelivery, DeliveryStore, Send, Sent } from './delivery.js';
import type { Log } from '../ports.js';
import type { Backoff } from '../retry-delay.js';

export interface DeliverDeps {
  readonly deliveries: Pick<DeliveryStore, 'claimDeliveries' | 'settleDelivery'>;
  readonly channel: Channel;
  readonly send: Send;
  /** Where a test may kill the process. */
  readonly failpoint: (place: 'before-outbox-claim' | 'after-send') => void;
  readonly log: Log;
  /** 0..1, for jitter. */
  readonly random: () => number;
  readonly backoff?: Backoff;
}

/** How many leave side by side; no more are taken, so that what stands as `sending` is being sent. Tasks share one call. */
const AT_ONCE: Readonly<Record<Channel, number>> = { 'owner-task': 100, email: 20, slack: 20, webhook: 20 };
/** Deliveries of one round. */
const ROUND = 100;

interface Told {
  readonly delivery: ClaimedDelivery;
  readonly kept: Kept;
}

/**
 * Sends what is due of one channel, and keeps what became of it: claim, send, record. A process that dies in between leaves
 * it as `sending`, and it is sent once more under the same key. Each channel goes its own way: one that hangs holds up nobody
 * else's.
 *
 * @returns a function that does one round and tells how many it took; a full round means there may be more
 */
export function createDeliver({ deliveries, channel, send, failpoint, log, random, backoff }: DeliverDeps) {
  /** Sent and not recorded, because the store was away: recorded before anything else is sent. */
  const left: Told[] = [];
  const atOnce = AT_ONCE[channel];

  async function attempt(delivery: ClaimedDelivery): Promise<Kept> {
    const tooOften = beforeAttempt(delivery);
    if (tooOften) return tooOften;
    const sent = await safely(delivery);
    failpoint('after-send');
    return afterAttempt(delivery, sent, random(), backoff);
  }

  async function safely(delivery: ClaimedDelivery): Promise<Sent> {
    const { portalId, contactId } = delivery;
    try {
      return await send(delivery);
    } catch (error) {
      // Nobody knows how far it came.
      log.error('sender failed', { portalId, contactId, channel, error });
      return { kind: 'uncertain', because: 'the sender failed' };
    }
  }

  function say({ delivery, kept }: Told): void {
    const { portalId, contactId, key, attempts } = delivery;
    const fields = { portalId, contactId, channel, key, attempt: attempts, because: kept.because };
    if (kept.state === 'sent') log.info('delivery sent', fields);
    else if (kept.expected) log.info('delivery not possible', fields);
    else if (kept.retryInMs !== undefined) log.warn('delivery put off', fields);
    else log.warn(kept.state === 'refused' ? 'delivery refused' : 'delivery left uncertain', fields);
  }

  async function one(delivery: ClaimedDelivery): Promise<void> {
    const told = { delivery, kept: await attempt(delivery) };
    say(told);
    try {
      await deliveries.settleDelivery(delivery, told.kept);
    } catch (error) {
      log.warn('delivery made but not recorded', { portalId: delivery.portalId, key: delivery.key, error });
      left.push(told);
    }
  }

  async function recordLeft(): Promise<void> {
    for (let next = left[0]; next; next = left[0]) {
      await deliveries.settleDelivery(next.delivery, next.kept);
      left.shift();
    }
  }

  return async function deliverOnce(): Promise<number> {
    await recordLeft();
    for (let taken = 0; ;) {
      failpoint('before-outbox-claim');
      const claimed = await deliveries.claimDeliveries(channel, atOnce);
      await Promise.all(claimed.map(one));
      await recordLeft();
      taken += claimed.length;
      if (claimed.length < atOnce || taken >= ROUND) return taken;
    }
  };
}
