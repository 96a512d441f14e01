import type { Assignees } from '../core/assignees.js';
import type { Decider } from '../core/decide-stage.js';
import type { Model } from '../core/model.js';
import type { Scorer } from '../core/score-contact.js';
import type { AnnouncedChannel, Ask, Way } from './ask.js';
import type { ClockStart } from './clock/clock.js';
import type { AppError } from './errors.js';
import type { Announced, Evaluation, EvaluationState, Move, Outcome, Transition } from './outcome.js';

/* What the product needs from outside. Every key carries the portal: nothing of one portal is read, written or logged in
 * the name of another. Times are epoch milliseconds. */

// ── store ────────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Plan {
  readonly ask: Ask;
  readonly outcome: Outcome;
  readonly writes: Readonly<Record<string, string>>;
  readonly move?: Move;
  /** The head the caller has seen before it read the contact (again); see `Planned.stale`. */
  readonly headSeen?: number;
}

export type Planned =
  /** Ours to carry out. */
  | { readonly kind: 'planned' }
  /** The key is already there (and not ours as `accepted`). */
  | { readonly kind: 'repeat'; readonly evaluation: Evaluation }
  /**
   * The contact's chain does not end where the move begins, or another move of it is open: read it again. `head` is the
   * chain's sequence number to pass as `headSeen`; `open` says that another move is under way, so wait a little.
   */
  | { readonly kind: 'stale'; readonly head: number; readonly open: boolean };

export interface Settlement {
  readonly ask: Ask;
  readonly outcome: Outcome;
  /** Absent: no move was planned. */
  readonly move?: Move;
  /** Sales is to hear of the move, once it is applied. */
  readonly announce?: { readonly channels: readonly AnnouncedChannel[] };
  /** Where the contact's clock begins, once the move is applied (or, without a move, now). */
  readonly clock?: ClockStart;
}

/**
 * Evaluations and their moves. Concurrent calls of one operation share statements. Every operation of a worker is guarded
 * by its lease: the store was opened with a worker token, and what another worker has taken over is not ours to finish.
 */
export interface EvaluationStore {
  /** Already asked? */
  find(portalId: number, key: string): Promise<Evaluation | undefined>;
  /** One transaction: the key, the decision and the open move, leased to this worker. At most one open move per contact. */
  plan(plan: Plan): Promise<Planned>;
  /**
   * One transaction: the outcome, the move's result and, when it was applied, the transition (with a `sync` transition
   * before it when the chain ended elsewhere). @returns false when the lease was lost: somebody else finishes it.
   */
  settle(settlement: Settlement): Promise<boolean>;
  /**
   * Somebody waits no longer: keeps the ask as `accepted` (when it is new) and marks it for completion by callback.
   * Leased to this worker, because it is still being worked on. @returns what is there now; when settled, answer with it.
   */
  defer(ask: Ask): Promise<Evaluation>;
  /** Takes up to `limit` accepted or planned evaluations that are due and whose lease has lapsed. */
  claim(limit: number): Promise<Evaluation[]>;
  /** Gives one back, to be taken up again after `delayMs`. */
  release(portalId: number, key: string, delayMs: number): Promise<void>;
  /** Keeps the leases of everything this worker holds. To be called every `LEASE_MS / 3`. */
  renew(): Promise<void>;
  /** Drops every lease: right only where no other worker can exist (the embedded store, at start). */
  breakLeases(): Promise<void>;
  /** Settled executions that HubSpot was told to wait for, leased to this worker, of one portal. */
  claimCompletions(
    limit: number,
  ): Promise<{ readonly portalId: number; readonly evaluations: readonly Evaluation[] } | undefined>;
  /** HubSpot has them (or will never take them: `gone`). */
  completed(portalId: number, keys: readonly string[]): Promise<void>;
  /** Not now: offered again after `delayMs`. */
  releaseCompletions(portalId: number, keys: readonly string[], delayMs: number): Promise<void>;
}

export interface DecisionRow {
  readonly portalId: number;
  readonly contactId: string;
  readonly key: string;
  readonly way: Way;
  readonly kind: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly rule: string | null;
  readonly score: number | null;
  readonly model: string | null;
  readonly state: EvaluationState;
  readonly at: number;
}

export interface ListFilter {
  readonly portalId?: number;
  readonly contactId?: string;
  /** Only what is at or after. */
  readonly since?: number;
  readonly limit?: number;
}

/** Read-only listings, oldest first, in pages so that any number can be streamed. */
export interface LogStore {
  decisions(filter: ListFilter): AsyncIterable<DecisionRow>;
  transitions(filter: ListFilter): AsyncIterable<Transition>;
}

/** What a rep said to a lead that was handed over. Once per `key`. */
export interface Acceptance {
  readonly portalId: number;
  readonly contactId: string;
  /** What makes this answer itself: a repeated button press has the same. */
  readonly key: string;
  readonly outcome: 'accepted' | 'refused';
  /** Who answered, as `Ask.actor`. */
  readonly by: string;
  readonly at: number;
}

export interface AcceptanceStore {
  /** Keeps the answer and lets whoever waits for it in `await-acceptance` look at once. */
  record(acceptance: Acceptance): Promise<void>;
  /**
   * The newest answer that counts for a hand-over begun at `since`: one given later, or in the quarter of an hour before,
   * if the contact has not left the stages of that hand-over since.
   */
  find(contact: {
    readonly portalId: number;
    readonly contactId: string;
    readonly since: number;
  }): Promise<Acceptance | undefined>;
}

/** One thing to be told to sales. */
export interface Announcement {
  readonly portalId: number;
  readonly contactId: string;
  /** Where the contact is, in our words. */
  readonly stage: string;
  readonly channels: readonly AnnouncedChannel[];
  readonly urgent: boolean;
  readonly note: string | undefined;
  /** The ask that wants it told: the same ask twice hears the same. */
  readonly askKey: string;
  readonly at: number;
  /** Contacts that were merged into this one, and are gone. Absent: none. */
  readonly merged?: readonly string[];
}

export interface AnnouncementStore {
  /**
   * Keeps it, unless this transition (or, where the log has none to this stage, this stage) was announced before. A stage
   * that came with a merge was, where it was told of one that was merged away; what was not told yet is told of this one.
   */
  record(announcement: Announcement): Promise<Announced>;
}

/** Who of a company was last active when, as seen when contacts were read. Feeds `{company: engaged_contacts}`. */
export interface EngagementStore {
  /**
   * Keeps when this contact was last active (`undefined`: nobody knows) and tells when its colleagues were.
   *
   * @returns one date per colleague ever kept, the newest; the contact itself left out
   */
  meet(engagement: Engagement): Promise<readonly number[]>;
}

export interface Engagement {
  readonly portalId: number;
  readonly companyId: string;
  readonly contactId: string;
  readonly at: number | undefined;
}

/** The exact bound on calls, shared by every process on the store. */
export interface Budget {
  /** Waits until one more call may leave. */
  take(portalId: number): Promise<void>;
  /** No call of this portal, by any process, for so long. */
  pause(portalId: number, ms: number): Promise<void>;
}

// ── HubSpot ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** What differs per portal and seldom changes. */
export interface PortalProfile {
  readonly portalId: number;
  /** Ids of `lifecyclestage`, in this portal's order; "forward" means this order. */
  readonly stageOrder: readonly string[];
  /** Id → what this portal calls the stage. */
  readonly stageLabels: ReadonlyMap<string, string>;
  /** Contact properties that exist here. */
  readonly properties: ReadonlySet<string>;
  /** Options of `hs_lead_status` here. */
  readonly leadStatuses: ReadonlySet<string>;
  /** Of properties that do not take any text: what they take. */
  readonly kinds: ReadonlyMap<string, PropertyKind>;
}

/** What a property takes besides any text. */
export type PropertyKind =
  | { readonly type: 'number' | 'date' | 'datetime' | 'bool' }
  | {
      readonly type: 'enumeration';
      readonly options: readonly { readonly value: string; readonly label?: string | undefined }[];
    };

/** A task for the owner of a contact. */
export interface TaskOrder {
  readonly portalId: number;
  readonly contactId: string;
  /** 64 hex. No two tasks of one key on a contact. */
  readonly key: string;
  /** Of the task, in HubSpot's names; `hs_timestamp` is required. */
  readonly properties: Readonly<Record<string, string>>;
  /** It may be there already: look before creating. */
  readonly look: boolean;
}

/** A person contacts can be assigned to. */
export interface Owner {
  /** What `hubspot_owner_id` holds. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** live: somebody waits · later: nobody does. */
export type Urgency = 'live' | 'later';

export type Written = { readonly ok: true } | { readonly ok: false; readonly error: AppError };

/**
 * One portal's contacts. Concurrent asks share calls of up to 100; every ask ends on its own.
 * All throw AppError: `HUBSPOT_BUSY`, `HUBSPOT_UNCERTAIN`, `HUBSPOT_REJECTED`, `HUBSPOT_UNAUTHORIZED`, `HUBSPOT_UNREADABLE`.
 */
export interface Crm {
  /** Property → value (`null`: empty; absent: not defined in this portal). `undefined`: no such contact. */
  read(
    portalId: number,
    contactId: string,
    properties: readonly string[],
    urgency: Urgency,
  ): Promise<Readonly<Record<string, string | null>> | undefined>;
  /** The id of the contact with this address, its primary one or another of its own; `undefined`: nobody has it. */
  findByEmail(portalId: number, email: string, urgency: Urgency): Promise<string | undefined>;
  /** Never throws for what happened to this one record: that is in the answer. */
  write(
    portalId: number,
    contactId: string,
    properties: Readonly<Record<string, string>>,
    urgency: Urgency,
  ): Promise<Written>;
  /** Cached for ten minutes. */
  profile(portalId: number): Promise<PortalProfile>;
  /** The same in one call at most, where the order of stages does not matter: it is then the one of their definition. */
  glance(portalId: number): Promise<PortalProfile>;
  /** Everybody active a contact can be assigned to, by name. Cached for ten minutes. */
  owners(portalId: number): Promise<readonly Owner[]>;
  /** Resolves when the task is there. `HUBSPOT_UNCERTAIN`: it may be, come again with `look`. */
  createTask(order: TaskOrder): Promise<void>;
  /** Tells HubSpot that executions we blocked are over; up to 100 a call. */
  complete(
    portalId: number,
    completions: readonly { readonly callbackId: string; readonly outputs: Readonly<Record<string, string>> }[],
  ): Promise<void>;
}

// ── models, time, log ────────────────────────────────────────────────────────────────────────────────────────────────

export interface CompiledModel {
  readonly model: Model;
  readonly score: Scorer;
  readonly decide: Decider;
  /** Contact properties the model reads, sorted. */
  readonly properties: readonly string[];
  /** Does any condition ask about the company? */
  readonly asksCompany: boolean;
  /** Who may get a lead; absent: the model assigns nobody. */
  readonly assignees?: Assignees;
}

export interface Models {
  /** By name; without one the default model. The last good version of the file. */
  get(name: string | undefined): CompiledModel | undefined;
  names(): readonly string[];
}

export type LogFields = Readonly<Record<string, unknown>>;
/** A fixed sentence and fields. `warn`: it healed itself · `error`: somebody must act. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  child(fields: LogFields): Log;
}

/** Places where a test may kill the process. */
export const FAILPOINTS = [
  'after-verify',
  'after-insert',
  'before-hubspot-write',
  'after-hubspot-write',
  'between-clear-and-set',
  'after-settle',
  'after-batch-reply',
  'before-clock-settle',
  'before-outbox-claim',
  'after-send',
  'mid-migration',
  'mid-privacy-deletion',
] as const;
export type Failpoint = (name: (typeof FAILPOINTS)[number]) => void;
