/* What HubSpot tells us of contacts, and how it is kept until it was worked off. Times are epoch milliseconds. */

/** Who or what changed something, in HubSpot's words. */
export interface NoticeSource {
  /** `CRM_UI`, `SALESFORCE`, `FORM` …; empty where HubSpot does not say. */
  readonly changeSource: string;
  /** What HubSpot calls the one behind it: a user, a form, an app; empty where it does not say. */
  readonly sourceId: string;
}

/** Properties whose changes concern us. */
export const WATCHED = ['lifecyclestage', 'hs_lead_status', 'handoff_request'] as const;
export type Watched = (typeof WATCHED)[number];

export type NoticeOf =
  | { readonly kind: 'property'; readonly property: Watched; readonly value: string }
  | { readonly kind: 'creation' }
  /** Into the contact the notice is of. */
  | { readonly kind: 'merge'; readonly gone: readonly string[] }
  /** It may come back within 90 days. */
  | { readonly kind: 'deletion' }
  /** The person wants to be forgotten. */
  | { readonly kind: 'privacy' };

/** One thing that happened to one contact. */
export interface Notice {
  readonly portalId: number;
  readonly contactId: string;
  /** 64 hex: what makes this notice itself. The same again is the same notice. */
  readonly key: string;
  readonly occurredAt: number;
  readonly source: NoticeSource;
  /** Whom HubSpot told: the id of our own app; empty where it does not say. */
  readonly appId: string;
  readonly of: NoticeOf;
}

/** What waits of one contact, all of it, in the order it happened. Ours until it is settled or released. */
export interface ContactNotices {
  readonly portalId: number;
  readonly contactId: string;
  readonly notices: readonly Notice[];
  /** How often it was claimed. */
  readonly attempts: number;
}

/** Throws AppError `STORE_UNAVAILABLE`. */
export interface InboxStore {
  /** One transaction. @returns how many of them are new */
  keep(notices: readonly Notice[]): Promise<number>;
  /** Takes what is due of up to `limit` contacts, longest waiting first; a contact is with one worker at a time. */
  claim(limit: number): Promise<readonly ContactNotices[]>;
  /** Worked off. Of each only the key is kept for as long as HubSpot may repeat it. */
  settle(claimed: ContactNotices): Promise<void>;
  /** Gives it back, to be claimed again after `delayMs`. */
  release(claimed: ContactNotices, delayMs: number): Promise<void>;
  /** Drops the keys of what HubSpot no longer repeats. */
  sweep(): Promise<void>;
}
