import type { Brief } from '../../core/brief.js';
import type { Tell } from '../../core/watch-clock.js';

/** What is told of one contact, the same for every channel and target. */
export interface MessageFacts {
  readonly brief: Brief;
  readonly portalId: number;
  readonly contactId: string;
  /** Where the contact is, in our words or the id of a stage we do not know. */
  readonly stage: string;
  /** What is told together, oldest first; none when a stage is told without a transition. */
  readonly transitions: readonly { readonly from: string; readonly to: string }[];
  /** Of the newest transition, epoch milliseconds. */
  readonly at: number;
  /** When it is written, epoch milliseconds. */
  readonly now: number;
  /** When the owner is due, epoch milliseconds; `undefined` when nobody is. */
  readonly respondBy: number | undefined;
  readonly urgent: boolean;
  /** What a clock has to tell; `undefined`: the contact's stage is told. */
  readonly tell?: Tell | undefined;
  /** Said by whoever asked for the announcement. */
  readonly note: string | undefined;
  readonly owner: { readonly id: string; readonly name: string } | undefined;
  /** The contact in HubSpot; left out of the message unless https. */
  readonly recordUrl: string;
  /** Of the portal, an IANA name. */
  readonly timeZone: string;
}

/** Where one message goes: see `Delivery`. */
export interface Addressed {
  /** Of the delivery, 64 hex. */
  readonly key: string;
  readonly target: string;
}
