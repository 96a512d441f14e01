import type { Generated } from 'kysely';
import type {
  ImportKind,
  ImportOptions,
  ImportRow,
  ImportState,
  RowOutcome,
  Summary,
} from '../app/import/import-job.js';
import type { ImportMapping } from '../app/import/mapping.js';
import type { Stage } from '../core/model.js';
import type { Kept, StoreTime } from './schema.js';

/** An import of a file, or one taken back. `seq`: in the order they came. */
export interface ImportsTable {
  readonly seq: Generated<number>;
  readonly portal_id: number;
  readonly id: string;
  readonly kind: ImportKind;
  readonly state: ImportState;
  readonly because: Generated<string>;
  readonly mapping: Kept<ImportMapping>;
  readonly options: Kept<ImportOptions>;
  readonly of_import: string | null;
  readonly rows: Generated<number>;
  readonly done_row: Generated<number>;
  readonly summary: Kept<Summary | null>;
  readonly at: number;
  readonly due_at: StoreTime;
  readonly lease_token: string | null;
  readonly attempts: Generated<number>;
}

/** What an import does with one row: kept before it is done, ended after. Rows that change nothing are not here. */
export interface ImportRowsTable {
  readonly portal_id: number;
  readonly import_id: string;
  readonly row: number;
  readonly contact_id: string | null;
  readonly created: boolean;
  readonly before: Kept<ImportRow['before']>;
  readonly sets: Kept<ImportRow['sets']>;
  readonly from_stage: string | null;
  readonly to_stage: Stage | null;
  readonly outcome: RowOutcome | null;
  readonly because: string;
}

/** Imports and what they do with each row, as migration `0008-imports` makes them. */
export const IMPORTS = [
  `create table imports (
     seq bigint generated always as identity primary key,
     portal_id bigint not null,
     id text not null,
     kind text not null check (kind in ('import', 'set-stage', 'undo')),
     state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'refused', 'stopped')),
     because text not null default '',
     mapping json not null,
     options json not null,
     of_import text,
     rows int not null default 0,
     done_row int not null default 0,
     summary json,
     at bigint not null,
     due_at timestamptz not null default clock_timestamp(),
     lease_token uuid,
     attempts int not null default 0,
     constraint imports_id unique (portal_id, id))`,
  `create index imports_open on imports (portal_id, seq) where state in ('waiting', 'running')`,
  `create table import_rows (
     portal_id bigint not null,
     import_id text not null,
     row int not null,
     contact_id text,
     created boolean not null,
     before json not null,
     sets json not null,
     from_stage text,
     to_stage text,
     outcome text check (outcome in ('done', 'held', 'failed', 'gave-way')),
     because text not null default '',
     primary key (portal_id, import_id, row))`,
  `create index import_rows_contact on import_rows (portal_id, contact_id) where contact_id is not null`,
];

/** As `0011-values-of-new-people` makes it: a privacy deletion finds rows by their contact, so no other row holds a value. */
export const NO_VALUES_OF_NOBODY = [
  `update import_rows set sets = '{}' where contact_id is null`,
  `alter table import_rows add constraint import_rows_findable check (contact_id is not null or sets::text = '{}')`,
];
