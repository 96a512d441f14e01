import { Kysely, PostgresDialect } from 'kysely';
import type { Pool } from 'pg';
import type { AssignmentStore } from '../app/assignment.js';
import type { ClockStore } from '../app/clock/clock.js';
import type { DeliveryStore } from '../app/announcements/delivery.js';
import type { DigestStore } from '../app/announcements/digest.js';
import type { HistoryStore } from '../app/card/read-card.js';
import type { SignalStore } from '../app/signals/signals.js';
import type { FormStore } from '../app/forms/form.js';
import type { ChainStore } from '../app/sync/chain.js';
import type { InboxStore } from '../app/sync/notices.js';
import type { PrivacyStore } from '../app/privacy.js';
import type { QuarantineStore } from '../app/sync/quarantine.js';
import type { ImportStore } from '../app/import/import-job.js';
import type { LoggedHead } from '../app/sync/reconcile.js';
import type { SlaStore } from '../app/report-sla.js';
import type {
  AcceptanceStore,
  AnnouncementStore,
  Budget,
  EngagementStore,
  EvaluationStore,
  Failpoint,
  Log,
  LogStore,
} from '../app/ports.js';
import { createAcceptanceStore } from './acceptance-store.js';
import { createClockStore } from './clock-store.js';
import { createAnnouncementStore } from './announcement-store.js';
import { createAssignmentStore } from './assignment-store.js';
import { createBudget } from './budget.js';
import { createChainStore } from './chain-store.js';
import { createGate } from './coalesce.js';
import { keepHouse } from './embedded/maintenance.js';
import { startEmbedded, type Embedded } from './embedded/start-embedded.js';
import { createDeliveryStore } from './delivery-store.js';
import { createDigestStore } from './digest-store.js';
import { createEngagementStore } from './engagement-store.js';
import { createEvaluationStore } from './evaluation-store.js';
import { createImportStore } from './import-store.js';
import { createFormStore } from './form-store.js';
import { forgetPortal } from './forget-portal.js';
import { createHistoryStore } from './history-store.js';
import { createInboxStore } from './inbox-store.js';
import { loggedHeads } from './logged-heads.js';
import { createLogStore } from './log-store.js';
import { migrate } from './migrate.js';
import { createPool } from './pool.js';
import { createPrivacyStore } from './privacy-store.js';
import { createQuarantineStore } from './quarantine-store.js';
import type { Database } from './schema.js';
import { createSignalStore } from './signal-store.js';
import { createSlaStore } from './sla-store.js';
import { serviceKey } from './service-key.js';

export interface StoreSettings {
  /** PostgreSQL 14 or later. Absent: the embedded store in `dataDir`. */
  readonly databaseUrl?: string | undefined;
  readonly dataDir: string;
  /** A UUID of this process's own: the name its leases carry. */
  readonly worker: string;
  readonly log: Log;
  readonly failpoint: Failpoint;
  /** HubSpot's limit per portal, at least 1. */
  readonly callsPer10s: number;
  /** The time of transitions. Absent: the store's own clock. Leases and budgets always go by the store's. */
  readonly now?: () => number;
  /** How long sales is not told yet, so that transitions in a row are one message. Absent: a minute. What is urgent is due at once. */
  readonly announceAfterMs?: number;
}

export interface Store {
  readonly evaluations: EvaluationStore;
  readonly logs: LogStore;
  readonly history: HistoryStore;
  readonly engagements: EngagementStore;
  readonly signals: SignalStore;
  readonly acceptances: AcceptanceStore;
  readonly announcements: AnnouncementStore;
  readonly clocks: ClockStore;
  readonly deliveries: DeliveryStore;
  readonly digests: DigestStore;
  readonly assignments: AssignmentStore;
  readonly sla: SlaStore;
  readonly inbox: InboxStore;
  readonly chain: ChainStore;
  readonly quarantine: QuarantineStore;
  readonly forms: FormStore;
  /** Where each log ends; those that ended before `since` left out. Throws AppError `STORE_UNAVAILABLE` while iterating. */
  heads(filter: { readonly since?: number }): AsyncIterable<LoggedHead>;
  /** Who is to be forgotten is known by hashes made with this key: 32 bytes, for ever the same. */
  privacy(key: Buffer): PrivacyStore;
  /** A key of this service's own, kept here, for installations that set none. @param name one word, for ever the same */
  key(name: string): Promise<Buffer>;
  readonly imports: ImportStore;
  readonly budget: Budget;
  /** Drops all that is remembered of one portal: it is gone, or begins anew. */
  forget(portalId: number): Promise<void>;
  /** Does it answer, within 2 s? Never throws. */
  health(): Promise<boolean>;
  /** Gives connections, and the embedded directory, back. Waits for what is under way. */
  close(): Promise<void>;
  readonly embedded: boolean;
  /** disk: a commit survives a power cut · process: it survives the end of the process only. */
  readonly durability: 'disk' | 'process';
}

const HEALTH_MS = 2_000;

function isHealthy(pool: Pool): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), HEALTH_MS);
    pool
      .query('select 1')
      .then(() => resolve(true))
      .catch(() => resolve(false))
      .finally(() => clearTimeout(timer));
  });
}

function onceOnly(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}

/** The embedded engine does one thing at a time; PostgreSQL can plan one batch while it settles another. */
const PLACES = { embedded: 1, server: 3 } as const;

async function openOn(pool: Pool, settings: StoreSettings, places: number) {
  const gate = createGate(places);
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  await migrate(db, settings.failpoint);
  const { worker, now, announceAfterMs } = settings;
  const evaluations = createEvaluationStore({ db, worker, now, gate, announceAfterMs });
  await evaluations.renew();
  return {
    evaluations,
    logs: createLogStore(db),
    history: createHistoryStore(db),
    engagements: createEngagementStore(db, gate),
    signals: createSignalStore(db, gate, now ?? Date.now),
    acceptances: createAcceptanceStore(db),
    announcements: createAnnouncementStore(db, announceAfterMs),
    clocks: createClockStore({ db, worker, gate }),
    deliveries: createDeliveryStore(db, worker),
    digests: createDigestStore(db, worker),
    assignments: createAssignmentStore(db, gate),
    sla: createSlaStore(db),
    inbox: createInboxStore(db, worker),
    chain: createChainStore(db, gate),
    quarantine: createQuarantineStore(db),
    forms: createFormStore(db, settings.now ?? Date.now),
    heads: (filter: { readonly since?: number }) => loggedHeads(db, filter),
    privacy: (key: Buffer) => createPrivacyStore(db, key, settings.failpoint),
    key: (name: string) => serviceKey(db, name),
    imports: createImportStore(db, worker),
    budget: createBudget(db, settings.callsPer10s),
    forget: (portalId: number) => forgetPortal(db, portalId),
    health: () => isHealthy(pool),
  };
}

async function openEmbedded(settings: StoreSettings): Promise<Store> {
  const { log } = settings;
  const engine: Embedded = await startEmbedded(settings.dataDir, log);
  const pool = createPool(engine.address, log);
  const housePool = createPool(engine.address, log, 1);
  const isBusy = () => pool.waitingCount > 0 || pool.idleCount < pool.totalCount;
  const end = () => Promise.all([pool.end(), housePool.end()]).finally(() => engine.close());
  try {
    const ports = await openOn(pool, settings, PLACES.embedded);
    const house = keepHouse({ pool: housePool, engine, isBusy, log });
    const close = onceOnly(async () => {
      house.stop();
      await end();
    });
    return { ...ports, close, embedded: true, durability: engine.durability };
  } catch (error) {
    await end();
    throw error;
  }
}

async function openServer(settings: StoreSettings, url: string): Promise<Store> {
  const pool = createPool({ url }, settings.log);
  try {
    const ports = await openOn(pool, settings, PLACES.server);
    return { ...ports, close: onceOnly(() => pool.end()), embedded: false, durability: 'disk' };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/**
 * Opens the store and brings its tables up to date. The same tables, statements and promises on both engines.
 *
 * @throws AppError `STORE_UNAVAILABLE` when it cannot be reached, `STORE_HELD` when another live process has the directory
 */
export function openStore(settings: StoreSettings): Promise<Store> {
  return settings.databaseUrl === undefined ? openEmbedded(settings) : openServer(settings, settings.databaseUrl);
}
