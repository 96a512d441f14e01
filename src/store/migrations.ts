import { sql, type Kysely, type Migration } from 'kysely';
import type { Failpoint } from '../app/ports.js';
import { WEBHOOK_TABLES } from './webhook-tables.js';
import { IMPORTS, NO_VALUES_OF_NOBODY } from './import-tables.js';

async function run(db: Kysely<unknown>, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const EVALUATIONS = [
  `create table evaluations (
     id bigint generated always as identity primary key,
     portal_id bigint not null,
     key text not null,
     contact_id text not null,
     state text not null check (state in ('accepted', 'planned', 'settled')),
     ask json not null,
     outcome json,
     writes json,
     asked_at bigint not null,
     due_at timestamptz not null default clock_timestamp(),
     lease_token uuid,
     attempts int not null default 0,
     accepted boolean not null default false,
     completion text check (completion in ('wanted', 'done')),
     completion_due timestamptz,
     completion_token uuid,
     check (state = 'accepted' or outcome is not null),
     constraint evaluations_key unique (portal_id, key))`,
  `create index evaluations_contact on evaluations (portal_id, contact_id)`,
  // Serves both questions: what has no worker and is due, and what a worker that is gone has left.
  `create index evaluations_open on evaluations (lease_token, due_at) where state <> 'settled'`,
  `create index evaluations_completions on evaluations (completion_due)
     where completion = 'wanted' and state = 'settled'`,
  `create index evaluations_portal_completions on evaluations (portal_id, completion_due)
     where completion = 'wanted' and state = 'settled'`,
  `create table workers (token uuid primary key, lease_until timestamptz not null)`,
];

const CHAIN = [
  `create table moves (
     id bigint generated always as identity primary key,
     portal_id bigint not null,
     contact_id text not null,
     key text not null,
     state text not null check (state in ('planned', 'applied', 'ignored', 'refused')),
     move json not null,
     result json,
     constraint moves_key unique (portal_id, key))`,
  `create unique index moves_open on moves (portal_id, contact_id) where state = 'planned'`,
  `create table transitions (
     id bigint generated always as identity primary key,
     portal_id bigint not null,
     contact_id text not null,
     seq int not null check (seq > 0),
     move_id bigint unique,
     from_stage text not null,
     to_stage text not null,
     way text not null,
     actor text not null,
     rule text not null,
     because json not null,
     model text,
     passed json not null,
     at bigint not null,
     constraint transitions_seq unique (portal_id, contact_id, seq))`,
  `create table heads (
     portal_id bigint not null,
     contact_id text not null,
     stage text not null,
     seq int not null,
     primary key (portal_id, contact_id))`,
];

const REST = [
  // Unlogged: asked before every call, worth nothing after a crash of the database but a short burst more.
  `create unlogged table budgets (portal_id bigint primary key, tat timestamptz not null, pauses int not null default 0)`,
  `create table engagements (
     portal_id bigint not null,
     company_id text not null,
     contact_id text not null,
     at bigint not null,
     primary key (portal_id, company_id, contact_id))`,
];

const HANDOVER = [
  `create table acceptances (
     id bigint generated always as identity primary key,
     portal_id bigint not null,
     key text not null,
     contact_id text not null,
     outcome text not null check (outcome in ('accepted', 'refused')),
     by text not null,
     at bigint not null,
     constraint acceptances_key unique (portal_id, key))`,
  `create index acceptances_contact on acceptances (portal_id, contact_id, at)`,
  `create table announcements (
     id bigint generated always as identity primary key,
     portal_id bigint not null,
     contact_id text not null,
     about text not null,
     key text not null,
     stage text not null,
     channels json not null,
     urgent boolean not null,
     note text,
     ask_key text not null,
     at bigint not null,
     constraint announcements_key unique (portal_id, key))`,
];

const DELIVERIES = [
  `alter table announcements
     add column due_at timestamptz not null default clock_timestamp(),
     add column composed boolean not null default false,
     add column lease_token uuid,
     add column attempts int not null default 0`,
  `create index announcements_due on announcements (due_at) where not composed and lease_token is null`,
  `create index announcements_leased on announcements (lease_token) where not composed and lease_token is not null`,
  `create index announcements_open on announcements (portal_id, contact_id) where not composed`,
  `create table deliveries (
     id bigint generated always as identity primary key,
     portal_id bigint not null,
     contact_id text not null,
     announcements json not null,
     channel text not null,
     target text not null,
     key text not null,
     message json not null,
     state text not null check (state in ('queued', 'sending', 'retrying', 'sent', 'uncertain', 'refused')),
     attempts int not null default 0,
     because text not null default '',
     due_at timestamptz default clock_timestamp(),
     lease_token uuid,
     maybe_sent boolean not null default false,
     at bigint not null,
     check (lease_token is null or state = 'sending'),
     constraint deliveries_key unique (portal_id, key))`,
  `create index deliveries_contact on deliveries (portal_id, contact_id)`,
  `create index deliveries_due on deliveries (due_at, id) where due_at is not null and lease_token is null`,
  `create index deliveries_leased on deliveries (lease_token) where lease_token is not null`,
];

const ASSIGNMENTS = [
  `create table rotations (
     portal_id bigint not null,
     name text not null,
     credits json not null,
     primary key (portal_id, name))`,
  `create table assignments (
     id bigint generated always as identity primary key,
     portal_id bigint not null,
     contact_id text not null,
     seq int not null,
     rotation text not null,
     owner text,
     email text,
     because text not null,
     passed_over json not null,
     stage text not null,
     at bigint not null,
     open boolean not null,
     constraint assignments_seq unique (portal_id, contact_id, seq))`,
  // Who has how many open leads.
  `create index assignments_open on assignments (portal_id, owner) where open`,
];

const SIGNALS = [
  // `value`: an answer, while it is not on the contact. `property`: where it goes.
  `create table signals (
     portal_id bigint not null,
     id text not null,
     contact_id text not null,
     signal text not null,
     at bigint not null,
     source text,
     property text,
     value text,
     check (value is null or property is not null),
     primary key (portal_id, id))`,
  `create index signals_contact on signals (portal_id, contact_id)`,
];

const DIGESTS = [
  `alter table announcements add column digest text, add column digest_id bigint, add column digest_line json`,
  // What waits for a digest is not due by itself, and would be passed over with every look.
  `drop index announcements_due`,
  `create index announcements_alone on announcements (due_at)
     where not composed and lease_token is null and digest is null`,
  `create index announcements_gathering on announcements (portal_id, digest, due_at)
     where not composed and digest is not null and digest_id is null`,
  `create index announcements_of_digest on announcements (portal_id, digest_id) where digest_id is not null`,
  `create table digests (
     id bigint generated always as identity primary key,
     portal_id bigint not null,
     digest text not null,
     key text not null,
     composed boolean not null default false,
     due_at timestamptz not null default clock_timestamp(),
     lease_token uuid,
     attempts int not null default 0,
     at bigint not null,
     constraint digests_key unique (portal_id, key))`,
  `create index digests_open on digests (due_at) where not composed`,
  `create index digests_group on digests (portal_id, digest)`,
  // Each channel looks for its own.
  `drop index deliveries_due`,
  `create index deliveries_due on deliveries (channel, due_at, id) where due_at is not null and lease_token is null`,
  `alter table deliveries add column sent_at bigint`,
];

const CLOCKS = [
  `create table clocks (
     portal_id bigint not null,
     contact_id text not null,
     stage text not null,
     model text,
     entered_at bigint not null,
     captured_at bigint,
     handed_at bigint,
     opened_at bigint,
     accepted_at bigint,
     accepted_by text,
     confirm_within text,
     follow_from bigint not null,
     follow_ups int not null default 0,
     followed_at bigint,
     no_shows int not null default 0,
     told json not null default '[]',
     due_at bigint,
     lease_token uuid,
     lease_until timestamptz,
     primary key (portal_id, contact_id))`,
  `create index clocks_due on clocks (due_at) where due_at is not null`,
  `alter table announcements add column tell json`,
];

/**
 * Every migration, by name, in order. A migration that was published is never edited: add one.
 *
 * @param failpoint hit in the middle of the first, between two tables
 */
export function migrations(failpoint: Failpoint): Record<string, Migration> {
  return {
    '0001-evaluations': {
      async up(db) {
        await run(db, EVALUATIONS);
        failpoint('mid-migration');
        await run(db, CHAIN);
        await run(db, REST);
      },
    },
    '0002-handover': { up: (db) => run(db, HANDOVER) },
    '0003-deliveries': { up: (db) => run(db, DELIVERIES) },
    '0004-clocks': { up: (db) => run(db, CLOCKS) },
    '0005-assignments': { up: (db) => run(db, ASSIGNMENTS) },
    '0006-signals': { up: (db) => run(db, SIGNALS) },
    '0007-digests': { up: (db) => run(db, DIGESTS) },
    '0009-webhooks': { up: (db) => run(db, WEBHOOK_TABLES) },
    '0008-imports': { up: (db) => run(db, IMPORTS) },
    '0010-cut-short': {
      up: (db) => run(db, ['alter table deliveries add column cut_short int not null default 0']),
    },
    '0011-values-of-new-people': { up: (db) => run(db, NO_VALUES_OF_NOBODY) },
  };
}
