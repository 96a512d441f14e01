import type { Generated } from 'kysely';
import type { Notice } from '../app/sync/notices.js';
import type { Transition } from '../app/outcome.js';
import type { Doubt, HoldState } from '../app/sync/quarantine.js';
import type { Kept, StoreTime } from './schema.js';

/* What `0009-webhooks` makes. */

/** What HubSpot told us. Without `due_at` it was worked off, and only its key is kept. One leased row per contact: its leader. */
export interface InboxTable {
  readonly id: Generated<number>;
  readonly portal_id: number;
  readonly key: string;
  readonly contact_id: string;
  readonly notice: Kept<Notice | null>;
  readonly occurred_at: number;
  readonly due_at: StoreTime;
  readonly lease_token: string | null;
  readonly attempts: Generated<number>;
  readonly kept_at: StoreTime;
}

/** Keys of this service's own, where none is set from outside. */
export interface ServiceKeysTable {
  readonly name: string;
  readonly key: string;
}

/** Who wants to be forgotten, as a keyed hash of portal and id. */
export interface TombstonesTable {
  readonly id: Generated<number>;
  readonly portal_id: number;
  readonly hash: string;
}

/** Contacts that went up in others. `log`: the chain that was not kept, where both had one. */
export interface MergesTable {
  readonly portal_id: number;
  readonly contact_id: string;
  readonly survivor_id: string;
  readonly log: Kept<readonly Transition[]>;
  readonly at: number;
}

/** What forms claimed without proof. jump: the stage was moved · request: only a token that does not hold came. */
export interface QuarantineTable {
  readonly id: Generated<number>;
  readonly portal_id: number;
  readonly contact_id: string;
  readonly key: string;
  readonly kind: 'jump' | 'request';
  readonly from_stage: string;
  readonly stage: string;
  readonly form: string;
  readonly signal: string | null;
  readonly code: Doubt;
  readonly because: string;
  readonly at: number;
  readonly state: Generated<HoldState>;
  readonly ended_by: string | null;
  readonly ended_at: number | null;
}

/** Forms a token was made for: what they prove, and which fields may be submitted through us. */
export interface FormsTable {
  readonly portal_id: number;
  readonly form_id: string;
  readonly signal: string;
  readonly fields: Kept<readonly string[]>;
  readonly expires_at: number;
  readonly at: number;
}
