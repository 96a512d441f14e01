import type { AnnouncementStore, ListFilter } from '../ports.js';

/* What forms claimed without proof, held back until somebody looks. */

/** Why it is held. */
export type Doubt =
  /** A form moved the stage, and nothing shows that the form was asked to. */
  | 'no-proof'
  /** Not one of our tokens, or one that was altered. */
  | 'forged'
  | 'expired'
  | 'other-portal'
  | 'other-form'
  /** A genuine token that no form brought. */
  | 'not-from-a-form'
  /** Nothing shows which form brought it. */
  | 'form-unknown';

export interface Claimed {
  readonly portalId: number;
  readonly contactId: string;
  /** 64 hex: what makes this claim itself. */
  readonly key: string;
  /** jump: the stage was moved · request: only the request that does not hold came, the stage is what it was */
  readonly kind: 'jump' | 'request';
  /** Where the log has the contact, and where the form put it; alike where it moved nothing. */
  readonly from: string;
  readonly stage: string;
  /** GUID of the form, or what HubSpot says of it; empty where nobody knows. */
  readonly form: string;
  /** The signal it would prove; absent where nobody knows. */
  readonly signal?: string;
  readonly code: Doubt;
  readonly because: string;
  readonly at: number;
}

/** open: held · released: it counts after all · reverted: taken back · overtaken: others moved the contact on meanwhile */
export type HoldState = 'open' | 'released' | 'reverted' | 'overtaken';

export interface Held extends Claimed {
  readonly id: number;
  readonly state: HoldState;
  readonly endedBy?: string;
  readonly endedAt?: number;
}

/** Throws AppError `STORE_UNAVAILABLE`. */
export interface QuarantineStore {
  /** Keeps it, once per key. @returns is it new? */
  put(claimed: Claimed): Promise<boolean>;
  /** The newest that is open. */
  openOf(portalId: number, contactId: string): Promise<Held | undefined>;
  find(id: number): Promise<Held | undefined>;
  /** @returns false when it was not open any more */
  end(
    id: number,
    how: { readonly state: Exclude<HoldState, 'open'>; readonly by: string; readonly at: number },
  ): Promise<boolean>;
  /** Ends jumps that happened before `at` and are still open. */
  overtake(portalId: number, contactId: string, at: number): Promise<void>;
  /** Oldest first. */
  list(filter: ListFilter & { readonly state?: HoldState }): AsyncIterable<Held>;
}

/** Keeps what sales is to hear, but not of a stage a form set without proof. */
export function unlessHeld(
  quarantine: Pick<QuarantineStore, 'openOf'>,
  announcements: AnnouncementStore,
): AnnouncementStore {
  return {
    async record(announcement) {
      const { portalId, contactId, stage } = announcement;
      const held = await quarantine.openOf(portalId, contactId);
      const isHeld = held?.kind === 'jump' && held.stage === stage;
      return isHeld ? { sent: 'held', key: '' } : announcements.record(announcement);
    },
  };
}
