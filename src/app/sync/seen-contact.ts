import type { NoticeSource } from './notices.js';

/* A contact as HubSpot shows it, with how it came there. */

/** One value a property had, from `at` (epoch milliseconds, HubSpot's clock) on; empty where it was cleared. */
export interface Version {
  readonly value: string;
  readonly at: number;
  readonly source: NoticeSource;
}

export interface SeenContact {
  /** Property → value (`null`: empty; absent: not defined in this portal). */
  readonly properties: Readonly<Record<string, string | null>>;
  /** Oldest first; empty where HubSpot shows none. */
  readonly history: Readonly<Record<string, readonly Version[]>>;
  /** Contacts that went up in this one. */
  readonly mergedIds: readonly string[];
}

/** Properties whose past is looked at too. */
export const LOOKED_INTO = ['lifecyclestage', 'hs_lead_status', 'handoff_request'] as const;

/** `undefined`: no such contact (any more). Throws AppError as `Crm` does. */
export type LookAtContact = (portalId: number, contactId: string) => Promise<SeenContact | undefined>;
