import { sql, type Kysely } from 'kysely';
import { AppError } from '../app/errors.js';
import type { Budget } from '../app/ports.js';
import type { Database } from './schema.js';
import { inStore } from './store-errors.js';

/** HubSpot has asked for more than this only by mistake. */
const MAX_PAUSE_MS = 60_000;

export interface Rate {
  /** Calls that may leave at once after a rest. */
  readonly burst: number;
  readonly perSecond: number;
}

/**
 * The rate that keeps every rolling 10 s within the limit: `burst + 10 · perSecond` is 99 % of it, one tenth as burst.
 *
 * @param callsPer10s HubSpot's limit for the portal, at least 1
 */
export function rateOf(callsPer10s: number): Rate {
  const burst = Math.max(1, Math.floor(callsPer10s / 10));
  // Under 2 calls the burst is all of it: a little less than one call in 10 s follows.
  return { burst, perSecond: Math.max(0.99 * callsPer10s - burst, 0.99) / 10 };
}

export interface Grant {
  /** Until the call may leave; 0: now. */
  readonly waitMs: number;
  /** When that is, in epoch seconds of the store's clock. */
  readonly at: number;
  /** How often the portal's calls were stopped before. */
  readonly pauses: number;
}

/** Reserves one call. In any window of `w` seconds at most `burst + perSecond · w` grants fall, whoever asks. */
export async function reserveCall(db: Kysely<Database>, portalId: number, rate: Rate): Promise<Grant> {
  const each = sql`${1 / rate.perSecond}::float8 * interval '1 second'`;
  const ahead = sql`${rate.burst / rate.perSecond}::float8 * interval '1 second'`;
  const { rows } = await sql<Grant>`
    insert into budgets as b (portal_id, tat) values (${portalId}, clock_timestamp() + ${each})
    on conflict (portal_id) do update set tat = greatest(b.tat, clock_timestamp()) + ${each}
    returning extract(epoch from greatest(b.tat - ${ahead}, clock_timestamp()))::float8 as at,
      greatest(0, 1000 * extract(epoch from b.tat - ${ahead} - clock_timestamp()))::float8 as "waitMs",
      pauses`.execute(db);
  const grant = rows[0];
  if (!grant) throw new AppError('INTERNAL', 'The budget row gave no answer.');
  return grant;
}

/** No grant of the portal falls before `ms` from now. */
async function stopCalls(db: Kysely<Database>, portalId: number, ms: number, rate: Rate): Promise<void> {
  const until = sql`clock_timestamp() + ${ms / 1000 + rate.burst / rate.perSecond}::float8 * interval '1 second'`;
  await sql`
    insert into budgets as b (portal_id, tat, pauses) values (${portalId}, ${until}, 1)
    on conflict (portal_id) do update set tat = greatest(b.tat, ${until}), pauses = b.pauses + 1`.execute(db);
}

async function pausesOf(db: Kysely<Database>, portalId: number): Promise<number> {
  const row = await db.selectFrom('budgets').select('pauses').where('portal_id', '=', portalId).executeTakeFirst();
  return row?.pauses ?? 0;
}

/** At least so long: a timer may fire a fraction of a millisecond early. */
function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.ceil(ms) + 1));
}

/**
 * `Budget` as one row per portal, shared by all processes. A call that waited is only let go when nobody stopped the
 * portal meanwhile; else it reserves again, behind the pause. Both throw AppError `STORE_UNAVAILABLE`.
 */
export function createBudget(db: Kysely<Database>, callsPer10s: number): Budget {
  const rate = rateOf(callsPer10s);

  async function take(portalId: number): Promise<void> {
    for (;;) {
      const grant = await inStore(() => reserveCall(db, portalId, rate));
      if (grant.waitMs === 0) return;
      await sleep(grant.waitMs);
      if ((await inStore(() => pausesOf(db, portalId))) === grant.pauses) return;
    }
  }

  return {
    take,
    pause: (portalId, ms) => inStore(() => stopCalls(db, portalId, Math.min(Math.max(ms, 0), MAX_PAUSE_MS), rate)),
  };
}
