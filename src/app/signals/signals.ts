import type { Ask } from '../ask.js';
import type { Urgency } from '../ports.js';

/* What is told of contacts from outside, and what the store keeps of it. Texts are never kept; an answer is, until it is on the contact. */

/** One act or answer of a contact, as it is kept. */
export interface Signal {
  /** The teller's own; once per portal. */
  readonly id: string;
  readonly contactId: string;
  readonly signal: string;
  /** Epoch milliseconds, not after now. */
  readonly at: number;
  readonly source: string | undefined;
  /** Where an answer goes, and what it is. */
  readonly answer?: { readonly property: string; readonly value: string };
  /** Does it give a reason to look at the contact again? */
  readonly wakes: boolean;
}

/** What was told of one contact. */
export interface ToldOf {
  /** Signal → times, the newest first; of each at most the newest thousand. */
  readonly acts: Readonly<Record<string, readonly number[]>>;
  /** Property → the newest answer to it, while it is not on the contact yet. */
  readonly answers: Readonly<Record<string, string>>;
}

/** Throws AppError `STORE_UNAVAILABLE`. Every key carries the portal. */
export interface SignalStore {
  /** Those of these ids that are kept already. */
  known(portalId: number, ids: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * One transaction: keeps the signals whose ids are new, and as `accepted`, to be taken up at once, the ask of each contact
   * that has a new one which wakes.
   *
   * @param asks one per contact at most
   * @returns the ids that are new
   */
  take(portalId: number, signals: readonly Signal[], asks: readonly Ask[]): Promise<ReadonlySet<string>>;
  /**
   * What was told of a contact. Concurrent calls share a statement. Who waits (`live`) is not made to wait for a look into a
   * portal that had none a second ago; what is taken up later always looks.
   *
   * @returns `undefined`: nothing
   */
  of(portalId: number, contactId: string, urgency: Urgency): Promise<ToldOf | undefined>;
  /** These answers are on the contact: they, and what was answered before them, are not kept any longer. */
  answered(portalId: number, contactId: string, values: Readonly<Record<string, string>>): Promise<void>;
}
