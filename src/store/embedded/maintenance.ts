import { Kysely, PostgresDialect, sql } from 'kysely';
import type { Pool } from 'pg';
import type { Log } from '../../app/ports.js';
import { ownTables } from '../own-tables.js';
import type { Database } from '../schema.js';
import type { Embedded } from './start-embedded.js';

const TICK_MS = 5_000;
const WATCHDOG_MS = 30_000;
/** Log written since the last checkpoint: worth one when nobody is waiting, and worth a pause. The pause is under 0.1 s. */
const WORTH_BYTES = 32 * 1024 * 1024;
const OVERDUE_BYTES = 128 * 1024 * 1024;
export interface Housekeeping {
  /** Checkpoints and vacuums when enough has been written. @param busy is anybody waiting? */
  tidy(busy: boolean): Promise<'tidied' | 'not yet'>;
  /** Restarts the engine when it does not answer. */
  watch(): Promise<'alive' | 'restarted'>;
  stop(): void;
}

async function walBytes(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ bytes: number }>(
    `select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint as bytes`,
  );
  return rows[0]?.bytes ?? 0;
}

/** Ours only: the engine's catalogues stay small by themselves, and going through them too takes twice as long. */
async function vacuum(db: Kysely<Database>): Promise<void> {
  const tables = await ownTables(db);
  await sql`vacuum (analyze) ${sql.join(tables.map((name) => sql.table(name)))}`.execute(db);
}

const RETRY_MS = 1_000;

function sleep(ms: number): Promise<'late'> {
  return new Promise((resolve) => setTimeout(() => resolve('late'), ms).unref());
}

/** Does `select 1` come back before it is too late? A refusal to connect is tried again until then. */
async function answers(pool: Pool): Promise<boolean> {
  const late = sleep(WATCHDOG_MS);
  for (;;) {
    const answer = await Promise.race([pool.query('select 1').catch(() => 'refused' as const), late]);
    if (answer === 'late') return false;
    if (answer !== 'refused') return true;
    if ((await Promise.race([sleep(RETRY_MS).then(() => 'again' as const), late])) === 'late') return false;
  }
}

export interface HouseDeps {
  /** A connection of its own: that the others are all taken does not mean that the engine hangs. */
  readonly pool: Pool;
  /** Restarted when a query gets no answer within 30 s. */
  readonly engine: Pick<Embedded, 'restart'>;
  /** Is anybody waiting for the engine? */
  readonly isBusy: () => boolean;
  readonly log: Log;
}

/** Does what a server does for itself and the embedded engine does not: checkpoint, vacuum, notice that it hangs. */
export function keepHouse({ pool, engine, isBusy, log }: HouseDeps): Housekeeping {
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  let tidiedAt: number | undefined;
  let working = false;

  async function tidy(busy: boolean): Promise<'tidied' | 'not yet'> {
    const written = await walBytes(pool);
    tidiedAt ??= written;
    const since = written - tidiedAt;
    if (since < (busy ? OVERDUE_BYTES : WORTH_BYTES)) return 'not yet';
    await vacuum(db);
    await pool.query('checkpoint');
    tidiedAt = await walBytes(pool);
    return 'tidied';
  }

  async function watch(): Promise<'alive' | 'restarted'> {
    if (await answers(pool)) return 'alive';
    await engine.restart(`no answer within ${WATCHDOG_MS / 1000} s`);
    return 'restarted';
  }

  async function tick(): Promise<void> {
    if (working) return;
    working = true;
    try {
      if ((await watch()) === 'alive') await tidy(isBusy());
    } catch (error) {
      log.warn('maintenance of the store failed; it is tried again', { error });
    } finally {
      working = false;
    }
  }

  const timer = setInterval(() => void tick(), TICK_MS);
  timer.unref();
  return { tidy, watch, stop: () => clearInterval(timer) };
}
