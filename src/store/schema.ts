import type { ColumnType, Generated } from 'kysely';
import type { AnnouncedChannel, Ask, Channel, Way } from '../app/ask.js';
import type { DigestLine } from '../app/announcements/digest.js';
import type { DeliveryState, Message } from '../app/announcements/delivery.js';
import type { EvaluationState, Move, MoveResult, Outcome } from '../app/outcome.js';
import type { Acceptance } from '../app/ports.js';
import type { Tell } from '../core/watch-clock.js';
import type { AssignedBecause, PassedOver } from '../core/rotate.js';
import type { ImportRowsTable, ImportsTable } from './import-tables.js';

import type {
  FormsTable,
  InboxTable,
  MergesTable,
  QuarantineTable,
  ServiceKeysTable,
  TombstonesTable,
} from './webhook-schema.js';

/* The tables as kysely sees them. Times the store judges by are its own (timestamptz); times that were told to us are
 * epoch milliseconds (bigint). What no statement looks into is json: kept as it came. */

export type StoreTime = ColumnType<Date | null, Date | string | null, Date | string | null>;
/** Written as JSON text, read as what it is. */
export type Kept<T> = ColumnType<T, string, string>;

/** One row per ask, for ever. `lease_token` names the worker that has it; none: it may be claimed from `due_at` on. */
export interface EvaluationsTable {
  readonly id: Generated<number>;
  readonly portal_id: number;
  readonly key: string;
  readonly contact_id: string;
  readonly state: EvaluationState;
  readonly ask: Kept<Ask>;
  readonly outcome: Kept<Outcome | null>;
  readonly writes: Kept<Readonly<Record<string, string>> | null>;
  readonly asked_at: number;
  readonly due_at: StoreTime;
  readonly lease_token: string | null;
  readonly attempts: Generated<number>;
  /** It stood as `accepted` before it was planned. */
  readonly accepted: Generated<boolean>;
  /** HubSpot was told to wait: `wanted` until it was told the end. */
  readonly completion: 'wanted' | 'done' | null;
  readonly completion_due: StoreTime;
  readonly completion_token: string | null;
}

/** A stage change being carried out, and how it ended. One `planned` per contact. */
export interface MovesTable {
  readonly id: Generated<number>;
  readonly portal_id: number;
  readonly contact_id: string;
  readonly key: string;
  readonly state: 'planned' | MoveResult['state'];
  readonly move: Kept<Move>;
  readonly result: Kept<MoveResult | null>;
}

/** The log: only ever added to. `move_id` is absent on what was seen from outside. */
export interface TransitionsTable {
  readonly id: Generated<number>;
  readonly portal_id: number;
  readonly contact_id: string;
  readonly seq: number;
  readonly move_id: number | null;
  readonly from_stage: string;
  readonly to_stage: string;
  readonly way: Way;
  readonly actor: string;
  readonly rule: string;
  readonly because: Kept<readonly string[]>;
  readonly model: string | null;
  readonly passed: Kept<readonly string[]>;
  readonly at: number;
}

/** Where a contact's chain ends. */
export interface HeadsTable {
  readonly portal_id: number;
  readonly contact_id: string;
  readonly stage: string;
  readonly seq: number;
}

/** A worker keeps all its leases by keeping its own row: renewing costs the same for one and for a million. */
export interface WorkersTable {
  readonly token: string;
  readonly lease_until: StoreTime;
}

/** `tat`: when the calls granted so far are paid for. `pauses`: how often calls were stopped. */
export interface BudgetsTable {
  readonly portal_id: number;
  readonly tat: StoreTime;
  readonly pauses: Generated<number>;
}

export interface EngagementsTable {
  readonly portal_id: number;
  readonly company_id: string;
  readonly contact_id: string;
  readonly at: number;
}

/** What reps said to leads that were handed over. `key`: what makes one answer itself. */
export interface AcceptancesTable {
  readonly id: Generated<number>;
  readonly portal_id: number;
  readonly key: string;
  readonly contact_id: string;
  readonly outcome: Acceptance['outcome'];
  readonly by: string;
  readonly at: number;
}

/**
 * What sales is to hear, once per `about`: a transition, or a stage the log has no transition to. `lease_token` names the
 * worker that composes it; none: it may be taken from `due_at` on, until it is `composed`.
 */
export interface AnnouncementsTable {
  readonly id: Generated<number>;
  readonly portal_id: number;
  readonly contact_id: string;
  readonly about: string;
  readonly key: string;
  readonly stage: string;
  readonly channels: Kept<readonly AnnouncedChannel[]>;
  readonly urgent: boolean;
  readonly note: string | null;
  /** Of a clock; else absent. */
  readonly tell: Kept<Tell | null>;
  readonly ask_key: string;
  readonly at: number;
  readonly due_at: StoreTime;
  readonly composed: Generated<boolean>;
  /** The group it is told with; absent: it is told by itself. */
  readonly digest: string | null;
  /** The digest it is in, once its group was closed. */
  readonly digest_id: number | null;
  /** What was read of the contact for the digest, until that is composed. */
  readonly digest_line: Kept<DigestLine | null>;
  readonly lease_token: string | null;
  readonly attempts: Generated<number>;
}

/** Announcements of one group that are told together. Without `composed` it is to be made, by whom the lease names. */
export interface DigestsTable {
  readonly id: Generated<number>;
  readonly portal_id: number;
  readonly digest: string;
  readonly key: string;
  readonly composed: Generated<boolean>;
  readonly due_at: StoreTime;
  readonly lease_token: string | null;
  readonly attempts: Generated<number>;
  readonly at: number;
}

/** The clock of a contact: see `ClockRow`. `lease_token` names the worker that looks at it, until `lease_until`. */
export interface ClocksTable {
  readonly portal_id: number;
  readonly contact_id: string;
  readonly stage: string;
  readonly model: string | null;
  readonly entered_at: number;
  readonly captured_at: number | null;
  readonly handed_at: number | null;
  readonly opened_at: number | null;
  readonly accepted_at: number | null;
  readonly accepted_by: string | null;
  readonly confirm_within: string | null;
  readonly follow_from: number;
  readonly follow_ups: number;
  readonly followed_at: number | null;
  readonly no_shows: number;
  readonly told: Kept<readonly string[]>;
  readonly due_at: number | null;
  readonly lease_token: string | null;
  readonly lease_until: StoreTime;
}

/** One message to one target. `announcements`: their keys. Without `due_at` it is over: sent, refused, or left uncertain. */
export interface DeliveriesTable {
  readonly id: Generated<number>;
  readonly portal_id: number;
  readonly contact_id: string;
  readonly announcements: Kept<readonly string[]>;
  readonly channel: Channel;
  readonly target: string;
  readonly key: string;
  readonly message: Kept<Message>;
  readonly state: DeliveryState;
  readonly attempts: Generated<number>;
  readonly because: Generated<string>;
  readonly due_at: StoreTime;
  readonly lease_token: string | null;
  /** An attempt that nobody saw the end of was made. */
  readonly maybe_sent: Generated<boolean>;
  /** Attempts whose worker died over them. */
  readonly cut_short: Generated<number>;
  /** Epoch milliseconds; on those that were sent. */
  readonly sent_at: number | null;
  readonly at: number;
}

/** Where the taking of turns stands: owner id → leads they are owed. */
export interface RotationsTable {
  readonly portal_id: number;
  readonly name: string;
  readonly credits: Kept<Readonly<Record<string, number>>>;
}

/**
 * Who got which lead and why. `seq`: where the contact's chain ended then. Without `owner` nobody was left. `open`: it may
 * still be one of the owner's open leads.
 */
export interface AssignmentsTable {
  readonly id: Generated<number>;
  readonly portal_id: number;
  readonly contact_id: string;
  readonly seq: number;
  readonly rotation: string;
  readonly owner: string | null;
  readonly email: string | null;
  readonly because: AssignedBecause;
  readonly passed_over: Kept<readonly PassedOver[]>;
  readonly stage: string;
  readonly at: number;
  readonly open: boolean;
}

/** What was told of contacts. `value`: an answer, until it is on the contact; with `property`, where it goes. */
export interface SignalsTable {
  readonly portal_id: number;
  readonly id: string;
  readonly contact_id: string;
  readonly signal: string;
  readonly at: number;
  readonly source: string | null;
  readonly property: string | null;
  readonly value: string | null;
}

export interface Database {
  readonly clocks: ClocksTable;
  readonly evaluations: EvaluationsTable;
  readonly moves: MovesTable;
  readonly transitions: TransitionsTable;
  readonly heads: HeadsTable;
  readonly workers: WorkersTable;
  readonly budgets: BudgetsTable;
  readonly engagements: EngagementsTable;
  readonly acceptances: AcceptancesTable;
  readonly announcements: AnnouncementsTable;
  readonly deliveries: DeliveriesTable;
  readonly digests: DigestsTable;
  readonly rotations: RotationsTable;
  readonly assignments: AssignmentsTable;
  readonly signals: SignalsTable;
  readonly inbox: InboxTable;
  readonly service_keys: ServiceKeysTable;
  readonly tombstones: TombstonesTable;
  readonly merges: MergesTable;
  readonly quarantine: QuarantineTable;
  readonly forms: FormsTable;
  readonly imports: ImportsTable;
  readonly import_rows: ImportRowsTable;
}
