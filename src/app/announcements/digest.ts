import type { Channel } from '../ask.js';
import type { Delivery } from './delivery.js';

/* What an import moved is not told one by one: it becomes one digest per owner and channel (P8, P19). */

/** A digest being made: what is in it is settled, and stays so. */
export interface OpenDigest {
  readonly id: number;
  readonly portalId: number;
  /** What it gathers: the action that moved them, `import:<id>`. */
  readonly group: string;
  /** 64 hex: of this portal and group, and which of its digests it is. */
  readonly key: string;
  /** When it was closed, epoch milliseconds. */
  readonly at: number;
  /** How often it was taken to be composed, this time included. */
  readonly attempts: number;
}

/** One contact of a digest, as HubSpot shows it. */
export interface DigestLine {
  /** Whom the contact is assigned to; `''`: nobody. */
  readonly ownerId: string;
  /** Plain text: who it is. */
  readonly who: string;
  /** Whole, 0..100; absent: nothing to score by. */
  readonly score?: number;
}

/** What is kept of one contact when it was read; `undefined`: HubSpot has it no more. */
export interface DigestRead {
  /** Of its announcements. */
  readonly contactId: string;
  readonly line: DigestLine | undefined;
}

export interface DigestLead extends DigestLine {
  readonly contactId: string;
  readonly stage: string;
}

/** What one channel is told, of one owner's contacts or (where the target is not an owner) of all. */
export interface DigestTotals {
  readonly channel: Channel;
  /** `''`: nobody; absent: everybody's. */
  readonly ownerId?: string;
  /** Stage and how many, most first. */
  readonly stages: readonly { readonly stage: string; readonly count: number }[];
  /** At most ten, best score first. */
  readonly best: readonly DigestLead[];
}

/** Every operation is guarded by this worker's lease, as in `DeliveryStore`. */
export interface DigestStore {
  /**
   * Closes the groups to which nothing new came for a minute, or which wait for a quarter of an hour, and takes one closed
   * digest that nobody composes.
   */
  claimDigest(): Promise<OpenDigest | undefined>;
  /** Contacts of it that were not read yet; none: all were. A crash loses what was not kept, and no more. */
  unread(digest: OpenDigest, limit: number): Promise<readonly string[]>;
  keepRead(digest: OpenDigest, read: readonly DigestRead[]): Promise<void>;
  /** What to tell, when all were read. */
  totals(digest: OpenDigest): Promise<readonly DigestTotals[]>;
  /** One transaction: it is composed, these deliveries are queued. Twice does nothing new. */
  composeDigest(digest: OpenDigest, deliveries: readonly Delivery[]): Promise<void>;
  /** Not now: offered again after `delayMs`. */
  releaseDigest(digest: OpenDigest, delayMs: number): Promise<void>;
}
