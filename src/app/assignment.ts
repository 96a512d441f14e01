import type { AssignedBecause, Candidate, PassedOver } from '../core/rotate.js';
import type { ListFilter, Planned } from './ports.js';

/* Who gets a lead that needs an owner, and the ledger of who got what. */

/** A lead that needs an owner because it is about to enter a stage. */
export interface AssignmentOrder {
  readonly portalId: number;
  readonly contactId: string;
  /** Whose turn it is is counted apart for each of these: the name of the model. */
  readonly rotation: string;
  /** Where the move begins, and where it leads; as `Move`. */
  readonly from: string;
  readonly stage: string;
  /** As `Plan.headSeen`. */
  readonly headSeen?: number;
  readonly candidates: readonly Candidate[];
  /** Epoch milliseconds. */
  readonly at: number;
}

/** What the ledger says of one lead. */
export interface Assignment {
  /** HubSpot's owner id, and the address; `null`: nobody was left. */
  readonly owner: string | null;
  readonly email: string | null;
  readonly because: AssignedBecause;
  readonly passedOver: readonly PassedOver[];
}

export interface AssignmentRow extends Assignment {
  readonly portalId: number;
  readonly contactId: string;
  /** The stage that was about to be entered. */
  readonly stage: string;
  readonly at: number;
}

/** As `Planned`: another move of the contact is open, or its chain does not end where this move begins. */
export type Stale = Extract<Planned, { readonly kind: 'stale' }>;

export type Given = { readonly kind: 'given'; readonly assignment: Assignment } | Stale;

export interface AssignmentStore {
  /**
   * One transaction: whose turn it is, and the ledger. A lead whose last assignment has not been carried out keeps it for a
   * day, so that two asks, two services, a crash and a repeat give the same owner, and nobody loses a turn.
   */
  assign(order: AssignmentOrder): Promise<Given>;
  /** The ledger, oldest first, in pages so that any number can be streamed. */
  assignments(filter: ListFilter): AsyncIterable<AssignmentRow>;
}
