import type { Tell } from '../../core/watch-clock.js';
import type { AnnouncedChannel, Channel } from '../ask.js';
import type { Outcome } from '../outcome.js';
import type { ListFilter } from '../ports.js';

/* How sales hears of a transition: an announcement is kept with the transition, composed into one delivery per channel and
 * target, and each delivery is sent until it has arrived or never will. */

/** An announcement as the store holds it, not yet composed. */
export interface OpenAnnouncement {
  readonly portalId: number;
  readonly contactId: string;
  /** 64 hex: what it is about, for ever the same. */
  readonly key: string;
  /** Where the contact came to be, in our words. */
  readonly stage: string;
  readonly channels: readonly AnnouncedChannel[];
  readonly urgent: boolean;
  readonly note?: string;
  /** What a clock has to tell; absent: a transition, or a stage, is told. */
  readonly tell?: Tell;
  /** What was decided when it came to be; absent where the ask is not ours. */
  readonly outcome?: Outcome;
  /** Epoch milliseconds of the transition. */
  readonly at: number;
  /** How often it was taken to be composed, this time included. */
  readonly attempts: number;
}

/** What is sent, with its final words: a repeat sends the same. */
export type Message =
  | {
      readonly channel: 'owner-task';
      /** Properties of the HubSpot task; HTML in `hs_task_body` is escaped. */
      readonly properties: Readonly<Record<string, string>>;
    }
  | {
      readonly channel: 'email';
      readonly to: string;
      readonly subject: string;
      readonly text: string;
      readonly html: string;
    }
  /** `body`: the JSON text as it goes over the wire. */
  | { readonly channel: 'slack'; readonly body: string }
  | { readonly channel: 'webhook'; readonly body: string };

/**
 * queued: not tried yet · sending: somebody is at it, or was when he died · retrying: failed, tried again at its time ·
 * sent: the other side said so · uncertain: it may have arrived, and is sent once more under the same key ·
 * refused: it never will
 */
export const DELIVERY_STATES = ['queued', 'sending', 'retrying', 'sent', 'uncertain', 'refused'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** One message to one target. */
export interface Delivery {
  readonly portalId: number;
  readonly contactId: string;
  /** 64 hex: portal + announcement + channel + target. Travels with the message. */
  readonly key: string;
  /** For people: an owner's id, an e-mail address, a host. Never a secret address. */
  readonly target: string;
  readonly message: Message;
}

/** A delivery that is ours to send. `attempts`: this one included. */
export interface ClaimedDelivery extends Delivery {
  /** When it was composed, epoch milliseconds: the same at every attempt. */
  readonly at: number;
  readonly attempts: number;
  /**
   * An attempt before this one may have arrived: it ended uncertain, or somebody was at it when he died. Look before
   * repeating, where one can look.
   */
  readonly maybeSent: boolean;
  /** Attempts before this one that ended with the process, whatever the other side would have said. */
  readonly cutShort: number;
}

export interface DeliveryRow {
  readonly portalId: number;
  readonly contactId: string;
  readonly channel: Channel;
  readonly target: string;
  readonly key: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  /** Why it is where it is; ours, never the other side's words. */
  readonly because: string;
  readonly at: number;
}

/** What became of one attempt. */
export type Sent =
  | { readonly kind: 'sent' }
  /** Nothing arrived; the same again later. */
  | { readonly kind: 'later'; readonly because: string; readonly retryAfterMs?: number }
  /** It may have arrived: a time-out, a reset after the body was sent. `looksFirst`: a repeat looks, so it doubles nothing. */
  | { readonly kind: 'uncertain'; readonly because: string; readonly looksFirst?: true }
  /** The other side will never take it: 401, 403, 404, 410, an address that may not be called. */
  | { readonly kind: 'refused'; readonly because: string }
  /** Nobody has set this channel up: as refused, and nothing to raise an alarm about each time. */
  | { readonly kind: 'unset'; readonly because: string };

/** One way out. Never throws. */
export type Send = (delivery: ClaimedDelivery) => Promise<Sent>;

/** Every operation is guarded by this worker's lease, as in `EvaluationStore`; leases last 60 s by the store's clock. */
export interface DeliveryStore {
  /**
   * Takes what is due and not composed, of one contact each: all its open announcements together, so that several
   * transitions within the window are one message. Oldest first.
   *
   * @param limit contacts
   */
  claimAnnouncements(limit: number): Promise<readonly (readonly OpenAnnouncement[])[]>;
  /** One transaction: these announcements are composed, these deliveries are queued. Twice does nothing new. */
  compose(announcements: readonly OpenAnnouncement[], deliveries: readonly Delivery[]): Promise<void>;
  /** Not now: offered again after `delayMs`. */
  releaseAnnouncements(announcements: readonly OpenAnnouncement[], delayMs: number): Promise<void>;
  /** Takes queued and due deliveries of one channel and marks them `sending`, before anything leaves. */
  claimDeliveries(channel: Channel, limit: number): Promise<readonly ClaimedDelivery[]>;
  /** Keeps what became of an attempt. `retryInMs`: for `later` and `uncertain`; absent: it is not tried again. */
  settleDelivery(
    delivery: ClaimedDelivery,
    ended: { readonly state: DeliveryState; readonly because: string; readonly retryInMs?: number },
  ): Promise<void>;
  /** Read-only, oldest first, in pages. */
  deliveries(filter: ListFilter): AsyncIterable<DeliveryRow>;
}
