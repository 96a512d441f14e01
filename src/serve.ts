import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Counter, Registry } from 'prom-client';
import { WORKFLOW_ACTIONS } from '../actions/workflow-actions.js';
import { createCompleteExecutions } from './app/complete-executions.js';
import { AppError } from './app/errors.js';
import { createExecute } from './app/execute.js';
import { createGiveBack } from './app/give-back.js';
import { createMoveStage } from './app/move-stage.js';
import type { Ask } from './app/ask.js';
import type { Outcome } from './app/outcome.js';
import type { Failpoint, Log } from './app/ports.js';
import { createQualify } from './app/qualify.js';
import { createTakeUp } from './app/take-up.js';
import { publicUrlOf, type Config } from './config.js';
import { createModelsDirectory } from './files/models-directory.js';
import { createApp } from './http/create-app.js';
import { listen } from './http/serve.js';
import { createAccountInfo } from './hubspot/account.js';
import { createGateway } from './hubspot/gateway.js';
import { openStore } from './store/open-store.js';

export interface ServiceOptions {
  readonly config: Config;
  readonly log: Log;
  /** The portal is new with every start: what the store remembers of it is dropped first. */
  readonly forgetPortal?: number;
  readonly onSettled?: (ask: Ask, outcome: Outcome) => void;
}

export interface Service {
  readonly url: string;
  readonly port: number;
  /** Calls to HubSpot so far. */
  readonly calls: () => number;
  close(): Promise<void>;
}

/** Under HubSpot's patience with room to spare; longer work is answered with BLOCK. */
const REPLY_WITHIN_MS = 4_000;
const MAX_IN_FLIGHT = 2_000;
const TAKE_UP_EVERY_MS = 1_000;
const COMPLETE_EVERY_MS = 500;
/** A third of the lease. */
const RENEW_EVERY_MS = 15_000;
const WATCH_MODELS_MS = 2_000;

/** Does `work` again and again, never twice at once; at once when it says there may be more. */
function repeat(everyMs: number, work: () => Promise<number | void>, log: Log): () => Promise<void> {
  const stop = new AbortController();
  const running = (async () => {
    while (!stop.signal.aborted) {
      const done = await work().catch((error: unknown) => log.warn('background work put off', { error }));
      if (typeof done === 'number' && done >= 100) continue;
      await pause(everyMs, undefined, { signal: stop.signal, ref: false }).catch(() => undefined);
    }
  })();
  return () => {
    stop.abort();
    return running;
  };
}

function after(ms: number) {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), ms);
  });
  return { passed, cancel: () => clearTimeout(timer) };
}

/** Kills the process at the n-th hit of one place: for tests of what survives. */
export function createFailpoint(at: Config['failpoint']): Failpoint {
  let hits = 0;
  return (name) => {
    if (name !== at?.name) return;
    hits += 1;
    if (hits === at.hit) process.kill(process.pid, 'SIGKILL');
  };
}

/** The operator's token: the one that is set, or one of our own kept where only this user can read it. */
function adminTokenOf({ adminToken, dataDir }: Config): string {
  if (adminToken) return adminToken.reveal();
  const token = randomBytes(32).toString('hex');
  const file = path.join(dataDir, 'admin-token');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeFileSync(file, `${token}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return token;
}

/** The one portal of an access token, asked of HubSpot until it answers. */
function createPortalOfToken(ask: (token: string) => Promise<{ portalId: number }>, config: Config) {
  let known: Promise<number> | undefined;
  return async function portalOfToken(): Promise<number | undefined> {
    const token = config.hubspot.accessToken;
    if (!token) return undefined;
    known ??= ask(token.reveal()).then(({ portalId }) => portalId);
    try {
      return await known;
    } catch (error) {
      known = undefined;
      throw error;
    }
  };
}

/**
 * Builds the service, joins its parts and listens.
 *
 * @throws {AppError} CONFIG_INVALID, MODEL_INVALID, STORE_HELD or STORE_UNAVAILABLE; HubSpot being away is no reason not to start
 */
export async function openService({ config, log, forgetPortal, onSettled }: ServiceOptions): Promise<Service> {
  const { hubspot } = config;
  const now = Date.now;
  const failpoint = createFailpoint(config.failpoint);
  const models = createModelsDirectory({ dir: config.modelsDir, log });
  const store = await openStore({
    databaseUrl: config.databaseUrl?.reveal(),
    dataDir: config.dataDir,
    worker: randomUUID(),
    log,
    failpoint,
    callsPer10s: hubspot.callsPer10s,
  });
  // Only one process can have the embedded store: whatever is leased was leased by one that is gone.
  if (store.embedded) await store.evaluations.breakLeases();
  if (forgetPortal !== undefined) await store.forget(forgetPortal);

  const register = new Registry();
  const calls = new Counter({
    name: 'handoff_hubspot_calls_total',
    help: 'Calls to HubSpot by operation and status',
    labelNames: ['operation', 'status'],
    registers: [register],
  });
  let callsMade = 0;
  const shared = {
    apiUrl: hubspot.apiUrl,
    family: hubspot.family,
    now,
    random: Math.random,
    log,
    onCall: ({ operation, status }: { operation: string; status: number | string }) => {
      callsMade += 1;
      calls.inc({ operation, status });
    },
  };
  const tokenOf = (): Promise<string> => {
    if (hubspot.accessToken) return Promise.resolve(hubspot.accessToken.reveal());
    return Promise.reject(new AppError('PORTAL_UNKNOWN', 'No portal is connected: set HUBSPOT_ACCESS_TOKEN'));
  };
  const crm = createGateway({ ...shared, tokenOf, budget: store.budget, failpoint });
  const portalOfToken = createPortalOfToken(createAccountInfo(shared), config);

  const { evaluations, engagements } = store;
  const moveStage = createMoveStage({ crm, failpoint, log });
  const road = createQualify({
    crm,
    evaluations,
    engagements,
    models,
    moveStage,
    now,
    pause: (ms) => pause(ms),
    failpoint,
    log,
    ...(onSettled ? { onSettled } : {}),
  });
  const giveBack = createGiveBack({ evaluations, pause: (ms) => pause(ms, undefined, { ref: false }), log });
  const execute = createExecute({
    evaluations,
    qualify: road.qualify,
    giveBack,
    log,
    after,
    replyWithinMs: REPLY_WITHIN_MS,
    maxInFlight: MAX_IN_FLIGHT,
  });

  let url = '';
  const app = createApp({
    publicUrl: () => url,
    clientSecret: hubspot.clientSecret?.reveal(),
    adminToken: adminTokenOf(config),
    actions: WORKFLOW_ACTIONS,
    execute,
    knowsPortal: async (portalId) => portalId === (await portalOfToken()),
    logs: store.logs,
    ready: () => store.health(),
    register,
    now,
    newId: randomUUID,
    log,
    failpoint,
  });
  const serving = await listen(app, { port: config.port, newId: randomUUID }).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  url = publicUrlOf(config, serving.port);

  const complete = createCompleteExecutions({ crm, evaluations, actions: WORKFLOW_ACTIONS, failpoint, log });
  const takeUp = createTakeUp({ evaluations, takeUp: road.takeUp, giveBack, log, random: Math.random });
  const stops = [
    repeat(TAKE_UP_EVERY_MS, takeUp, log),
    repeat(COMPLETE_EVERY_MS, complete, log),
    repeat(RENEW_EVERY_MS, () => evaluations.renew(), log),
  ];
  const stopWatching = models.watch(WATCH_MODELS_MS);
  log.info('serving', {
    port: serving.port,
    models: models.names(),
    embedded: store.embedded,
    durability: store.durability,
  });
  if (!hubspot.clientSecret) log.warn('HUBSPOT_CLIENT_SECRET is not set: every signed request is refused');
  void portalOfToken().then(
    (portalId) => log.info('portal connected', { portalId }),
    (error: unknown) => log.warn('HubSpot does not answer yet: it is asked again with the next request', { error }),
  );

  return {
    url,
    port: serving.port,
    calls: () => callsMade,
    async close() {
      await serving.close();
      stopWatching();
      await Promise.all(stops.map((stop) => stop()));
      await store.close();
    },
  };
}
