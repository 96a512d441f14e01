import { DatabaseError } from 'pg';
import { Migrator, sql, type Kysely } from 'kysely';
import type { Failpoint } from '../app/ports.js';
import { migrations } from './migrations.js';
import type { Database } from './schema.js';
import { toStoreError } from './store-errors.js';

const UNDEFINED_TABLE = '42P01';

/** Names of the migrations that were run. One statement: the Migrator itself reads the whole catalogue. */
async function namesDone(db: Kysely<Database>): Promise<readonly string[]> {
  try {
    const { rows } = await sql<{ readonly name: string }>`select name from kysely_migration order by name`.execute(db);
    return rows.map(({ name }) => name);
  } catch (error) {
    if (error instanceof DatabaseError && error.code === UNDEFINED_TABLE) return [];
    throw toStoreError(error);
  }
}

/**
 * Brings the tables up to date. Each run is one transaction, so one that was cut short left nothing; two processes at a
 * time wait for each other.
 *
 * @throws AppError `STORE_UNAVAILABLE` when the store cannot be reached, `INTERNAL` when a migration is wrong
 */
export async function migrate(db: Kysely<Database>, failpoint: Failpoint): Promise<void> {
  const all = migrations(failpoint);
  const done = await namesDone(db);
  if (Object.keys(all).every((name) => done.includes(name))) return;
  const provider = { getMigrations: () => Promise.resolve(all) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error !== undefined) throw toStoreError(error);
}
