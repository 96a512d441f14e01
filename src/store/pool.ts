import { Pool, types, type PoolConfig } from 'pg';
import type { Log } from '../app/ports.js';
import { PLANNER } from './planner.js';

const CONNECT_MS = 2_000;
const STATEMENT_MS = 10_000;
const MAX_CLIENTS = 10;
const INT8: number = types.builtins.INT8;

/** Ids, milliseconds and counts: all within 2^53. `pg` would give them as text. */
const TYPES: NonNullable<PoolConfig['types']> = {
  getTypeParser: (oid: number, format?: 'text' | 'binary'): unknown =>
    oid === INT8 ? Number : types.getTypeParser(oid, format),
};

/** Where the database is: a URL, or the directory of the embedded one's socket. */
export type Where = { readonly url: string } | { readonly host: string; readonly port: number };

function target(where: Where): PoolConfig {
  // The embedded engine has one session for all: no setting of a client's own can be given.
  if ('host' in where) return { ...where, user: 'postgres', database: 'postgres' };
  const options = PLANNER.map((setting) => `-c ${setting}`).join(' ');
  return { connectionString: where.url, statement_timeout: STATEMENT_MS, options, application_name: 'handoff' };
}

/**
 * A pool of connections. Connecting, and waiting for a free one, give up after 2 s; a broken connection is dropped and made
 * anew when next needed.
 *
 * @param max connections at once
 */
export function createPool(where: Where, log: Log, max: number = MAX_CLIENTS): Pool {
  const pool = new Pool({ ...target(where), types: TYPES, max, connectionTimeoutMillis: CONNECT_MS });
  const lost = (error: Error) => log.warn('a connection to the store was lost', { error });
  pool.on('error', lost);
  // A client that breaks while it is checked out tells nobody else, and an unheard error ends the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
