import { createGate } from '../../src/store/coalesce.js';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Kysely, PostgresDialect } from 'kysely';
import { Client, type Pool } from 'pg';
import type { Log } from '../../src/app/ports.js';
import { SOCKET_PORT } from '../../src/store/embedded/socket-place.js';
import { openStore, type Store } from '../../src/store/open-store.js';
import { createPool, type Where } from '../../src/store/pool.js';
import type { Database } from '../../src/store/schema.js';
import { createAssignmentStore } from '../../src/store/assignment-store.js';
import { createBudget } from '../../src/store/budget.js';
import { createDeliveryStore } from '../../src/store/delivery-store.js';
import { createInboxStore } from '../../src/store/inbox-store.js';
import { createEvaluationStore } from '../../src/store/evaluation-store.js';
import { createMemoryLog } from '../fakes/memory-log.js';

/* One engine per test file, a portal of its own per test, and two workers on it. */

export const CALLS_PER_10S = 100;

export interface Bench {
  /** Two processes' stores, as far as the database can tell. */
  readonly first: Store;
  readonly second: Pick<Store, 'evaluations' | 'budget' | 'deliveries' | 'assignments' | 'inbox'>;
  readonly firstWorker: string;
  readonly secondWorker: string;
  /** A pool of the second's own, for looking and for setting times. */
  readonly pool: Pool;
  readonly db: Kysely<Database>;
  /** No other test's. */
  newPortal(): number;
  close(): Promise<void>;
}

export const silent: Log = createMemoryLog();

export function newDirectory(): string {
  return mkdtempSync(path.join(tmpdir(), 'handoff-test-'));
}

export function settings(dataDir: string, worker: string = randomUUID()) {
  return { dataDir, worker, log: silent, failpoint: () => undefined, callsPer10s: CALLS_PER_10S };
}

let lastPortal = 1000;

async function bench(where: Where, first: Store, workers: readonly [string, string]): Promise<Omit<Bench, 'close'>> {
  const pool = createPool(where, silent);
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  const evaluations = createEvaluationStore({ db, worker: workers[1], now: undefined, gate: createGate(1) });
  await evaluations.renew();
  const second = {
    evaluations,
    budget: createBudget(db, CALLS_PER_10S),
    deliveries: createDeliveryStore(db, workers[1]),
    assignments: createAssignmentStore(db, createGate(1)),
    inbox: createInboxStore(db, workers[1]),
  };
  const newPortal = () => (lastPortal += 1);
  return { first, second, firstWorker: workers[0], secondWorker: workers[1], pool, db, newPortal };
}

export async function embeddedBench(): Promise<Bench> {
  const dataDir = newDirectory();
  const workers = [randomUUID(), randomUUID()] as const;
  const first = await openStore(settings(dataDir, workers[0]));
  const made = await bench({ host: path.join(dataDir, 'db.socket'), port: SOCKET_PORT }, first, workers);
  const close = async () => {
    await made.pool.end();
    await first.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { ...made, close };
}

/** A database of its own on the server, dropped at the end. */
export async function withDatabase(serverUrl: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `handoff_${randomBytes(6).toString('hex')}`;
  const admin = async (statement: string) => {
    const client = new Client({ connectionString: serverUrl });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await admin(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => admin(`drop database ${name} with (force)`) };
}

export async function postgresBench(serverUrl: string): Promise<Bench> {
  const { url, drop } = await withDatabase(serverUrl);
  const workers = [randomUUID(), randomUUID()] as const;
  const first = await openStore({ ...settings('unused', workers[0]), databaseUrl: url });
  const made = await bench({ url }, first, workers);
  const close = async () => {
    await made.pool.end();
    await first.close();
    await drop();
  };
  return { ...made, close };
}

/** As if a worker had said nothing for a minute. */
export async function silence(bench: Bench, worker: string): Promise<void> {
  await bench.pool.query(`update workers set lease_until = now() - interval '1 second' where token = $1`, [worker]);
}

/** Puts away what earlier tests left open. */
export async function nothingDue(bench: Bench): Promise<void> {
  await bench.pool.query(`update evaluations set due_at = 'infinity', lease_token = null where state <> 'settled'`);
}

/** A database that cannot be reached. */
export function databaseAway(): Kysely<Database> {
  const connect = () => Promise.reject(new Error('Connection terminated unexpectedly'));
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool: { connect, end: () => Promise.resolve() } }) });
}

/** The second worker again, in a process that knows nothing yet, on connections that can be made to fail. */
export function breakable({ pool, secondWorker }: Bench) {
  let broken = false;
  const connect = () => {
    if (!broken) return pool.connect();
    broken = false;
    return Promise.reject(new Error('Connection terminated unexpectedly'));
  };
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool: { connect, end: () => Promise.resolve() } }),
  });
  const breakNext = () => {
    broken = true;
  };
  return {
    evaluations: createEvaluationStore({ db, worker: secondWorker, now: undefined, gate: createGate(1) }),
    deliveries: createDeliveryStore(db, secondWorker),
    breakNext,
  };
}
