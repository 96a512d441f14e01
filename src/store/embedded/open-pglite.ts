import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PLANNER } from '../planner.js';
import { SyncedNodeFs, type SyncCounter } from './synced-fs.js';

/** `-F` turns syncing off; fdatasync is a stub in the engine, fsync is ours; the rest keeps memory and the log small. */
const START_PARAMS = [
  ...PGlite.defaultStartParams.filter((param) => param !== '-F'),
  ...['wal_sync_method=fsync', 'shared_buffers=32MB', 'max_wal_size=64MB', 'min_wal_size=32MB', ...PLANNER].flatMap(
    (setting) => ['-c', setting],
  ),
];

const TEMPORARY = '.new-';

/** One row, committed: whatever the engine does to make it last, it does here. */
const PROBE = `
  create table if not exists sync_probe (id int primary key, tries bigint not null);
  insert into sync_probe (id, tries) values (1, 1) on conflict (id) do update set tries = sync_probe.tries + 1`;

export interface Opened {
  readonly db: PGlite;
  /** Did a commit reach the disk, not just the operating system? */
  readonly durable: boolean;
}

/**
 * Opens the directory, making it first where it is not there. It is made under another name and renamed when it is
 * whole, so that a start that was cut short leaves nothing that looks like a database.
 *
 * @param directory must be held by this process alone (see `takeLock`)
 */
export async function openPglite(directory: string): Promise<Opened> {
  if (!existsSync(path.join(directory, 'PG_VERSION'))) await make(directory);
  const counter: SyncCounter = { count: 0 };
  const db = await start(directory, counter);
  const before = counter.count;
  await db.exec(PROBE);
  return { db, durable: counter.count > before };
}

async function make(directory: string): Promise<void> {
  dropUnfinished(directory);
  const unfinished = `${directory}${TEMPORARY}${process.pid}`;
  const db = await start(unfinished, { count: 0 });
  await db.close();
  // Only an unusable directory can be in the way: it has no PG_VERSION.
  rmSync(directory, { recursive: true, force: true });
  renameSync(unfinished, directory);
}

function dropUnfinished(directory: string): void {
  const parent = path.dirname(directory);
  const prefix = path.basename(directory) + TEMPORARY;
  for (const name of readdirSync(parent)) {
    if (name.startsWith(prefix)) rmSync(path.join(parent, name), { recursive: true, force: true });
  }
}

function start(directory: string, counter: SyncCounter): Promise<PGlite> {
  return PGlite.create({ fs: new SyncedNodeFs(directory, counter), startParams: START_PARAMS });
}
