import type { Stage } from '../../core/model.js';
import type { Field } from './field-value.js';
import type { ImportMapping } from './mapping.js';

/* An import as the store holds it, and what importing needs from outside. */

/**
 * waiting: nobody works on it yet, or not just now · running: somebody does, or did when he died · done · refused: nothing
 * was done, and why · stopped: cannot go on until somebody helps; what was done is kept, and `resume` goes on there
 */
export type ImportState = 'waiting' | 'running' | 'done' | 'refused' | 'stopped';

/** import: people and stages of another CRM · set-stage: one stage for many, by hand · undo: takes an import back. */
export type ImportKind = 'import' | 'set-stage' | 'undo';

export interface ImportOptions {
  readonly dryRun: boolean;
  /** Stages may go back; of several rows of one person the last counts. */
  readonly allowBackward: boolean;
  /** Why, for the log. */
  readonly reason: string;
  /** Why people become SQL whom the model's requirements or policy would keep out; absent: they are left alone. */
  readonly override?: string;
  /** Who, as `Ask.actor`; absent: the import itself. */
  readonly actor?: string;
}

export interface ImportJob {
  readonly portalId: number;
  readonly id: string;
  readonly kind: ImportKind;
  readonly state: ImportState;
  /** Why it was refused, stopped, or waits; empty otherwise. */
  readonly because: string;
  readonly mapping: ImportMapping;
  readonly options: ImportOptions;
  /** The import an `undo` takes back. */
  readonly of?: string;
  /** Rows of the file; 0 until they are counted. */
  readonly rows: number;
  /** All rows up to here are over. */
  readonly doneRow: number;
  readonly summary?: Summary;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly attempts: number;
}

/** What a finished (dry) run comes to. Counts are of people unless they say rows. */
export interface Summary {
  readonly rows: number;
  readonly people: number;
  readonly known: number;
  readonly created: number;
  readonly updated: number;
  /** Known, and the file says nothing new about them. */
  readonly unchanged: number;
  /** `lead → sql` → how many. */
  readonly moves: Readonly<Record<string, number>>;
  /** Stages left alone: the rule that held → how many. */
  readonly held: Readonly<Record<string, number>>;
  /** Rows that gave way to another row of the same person. */
  readonly duplicates: number;
  /** Rows that cannot be used or were refused: why → how many rows. */
  readonly failed: Readonly<Record<string, number>>;
  /** Dry run only: calls and minutes the run would take, columns that are not used, and some of what it would do. */
  readonly forecast?: Forecast;
}

export interface Forecast {
  readonly calls: number;
  readonly minutes: number;
  readonly unusedColumns: readonly string[];
  readonly sample: readonly SampleChange[];
}

/** Without values: a summary is kept, and a person may ask to be forgotten. */
export interface SampleChange {
  readonly row: number;
  /** Absent: a new person. */
  readonly contactId?: string;
  readonly from?: string;
  readonly to?: string;
  readonly properties: readonly string[];
}

/** done: it did what it said · held: the stage was left alone · failed: refused, or unusable · gave-way: another row counts */
export type RowOutcome = 'done' | 'held' | 'failed' | 'gave-way';

/** One row that did something, or did not do what it said. Rows that changed nothing are not kept. */
export interface ImportRow {
  readonly row: number;
  readonly contactId: string | null;
  readonly created: boolean;
  /** What the contact held of `sets`, and the stage fields, before anything was written. */
  readonly before: Readonly<Record<string, string | null>>;
  /** What it writes, on a contact that was there before; of a new one nothing is kept. */
  readonly sets: Readonly<Record<string, string>>;
  readonly from: string | null;
  /** The stage asked of the road; absent: none was. */
  readonly to: Stage | null;
  /** Absent while it is under way. */
  readonly outcome: RowOutcome | null;
  readonly because: string;
}

export type NewImport = Pick<ImportJob, 'portalId' | 'id' | 'kind' | 'mapping' | 'options' | 'of' | 'at'>;

/** Which import. */
export interface ImportKey {
  readonly portalId: number;
  readonly id: string;
}

/** All throw AppError `STORE_UNAVAILABLE`. Leases last 60 s by the store's clock, as in `EvaluationStore`. */
export interface ImportStore {
  create(job: NewImport): Promise<void>;
  get(id: string): Promise<ImportJob | undefined>;
  /** Newest first, at most 100. */
  list(): Promise<readonly ImportJob[]>;
  /**
   * Takes the oldest import that is due, whose file is here, and of whose portal no older one is open: one at a time.
   *
   * @param here ids whose file this process has; undo needs none
   * @param busy ids this process works on: what else is leased to it, it has lost sight of
   */
  claim(here: readonly string[], busy: readonly string[]): Promise<ImportJob | undefined>;
  /** How far it is. @returns false when the lease was lost: somebody else goes on */
  advance(key: ImportKey, at: { readonly rows: number; readonly doneRow: number }): Promise<boolean>;
  /** Gives it back, to go on after `delayMs`. */
  putOff(key: ImportKey, because: string, delayMs: number): Promise<void>;
  end(
    key: ImportKey,
    how: { readonly state: 'done' | 'refused' | 'stopped'; readonly because: string; readonly summary?: Summary },
  ): Promise<void>;
  /** A stopped one goes on. @returns false when it is not stopped */
  resume(key: ImportKey): Promise<boolean>;
  /** Keeps what is about to be done, before it is. A row that is there already stays as it is. @returns what is there now */
  remember(key: ImportKey, rows: readonly ImportRow[]): Promise<ReadonlyMap<number, ImportRow>>;
  /** What is kept of these rows, from before an interruption. */
  recall(key: ImportKey, from: number, to: number): Promise<ReadonlyMap<number, ImportRow>>;
  settle(key: ImportKey, rows: readonly ImportRow[]): Promise<void>;
  /** In order of rows, in pages. */
  rows(key: ImportKey): AsyncIterable<ImportRow>;
}

/** A contact as found. */
export interface FoundPerson {
  readonly id: string;
  readonly properties: Readonly<Record<string, string | null>>;
}

/** created: HubSpot made the contact · a refusal HubSpot gave · unknown: it may have happened, look again */
export type Upserted =
  | { readonly kind: 'written'; readonly id: string; readonly created: boolean; readonly stage: string | undefined }
  | { readonly kind: 'refused'; readonly because: string }
  | { readonly kind: 'unknown' };

/** People of a portal, up to 100 a call, behind whoever waits for an answer. All throw AppError as `Crm` does. */
export interface People {
  /** By key as given; people who are not there are left out. */
  find(order: {
    readonly portalId: number;
    readonly by: 'email' | 'id';
    readonly keys: readonly string[];
    readonly properties: readonly string[];
  }): Promise<ReadonlyMap<string, FoundPerson>>;
  /** By e-mail: makes those that are not there. Every e-mail is answered. */
  upsert(order: {
    readonly portalId: number;
    readonly rows: readonly UpsertRow[];
  }): Promise<ReadonlyMap<string, Upserted>>;
  fields(portalId: number): Promise<ReadonlyMap<string, Field>>;
  /** Record ids of a list's members, page by page. */
  members(portalId: number, listId: string): AsyncIterable<readonly string[]>;
}

export interface UpsertRow {
  readonly email: string;
  /** Known already: its record id. */
  readonly contactId?: string;
  readonly properties: Readonly<Record<string, string>>;
}

export type FileRow =
  { readonly row: number; readonly cells: readonly string[] } | { readonly row: number; readonly problem: string };

/** The files that wait to be imported, in a folder of this process. */
export interface ImportFiles {
  here(): readonly string[];
  /** @throws {AppError} INVALID_INPUT or TOO_LARGE when the file is not one that can be imported */
  judge(id: string): Promise<{ readonly columns: readonly string[] }>;
  /** The rows, a page at a time. @throws {AppError} TOO_LARGE beyond 200,000 rows, unless it was said to be large */
  pages(id: string): AsyncIterable<readonly FileRow[]>;
  remove(id: string): void;
}
