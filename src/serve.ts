import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Counter, Registry } from 'prom-client';
import { WORKFLOW_ACTIONS } from '../actions/workflow-actions.js';
import { adminTokenOf } from './admin-token.js';
import { createAnnounce } from './app/announcements/announce.js';
import { createAwaitAcceptance } from './app/await-acceptance.js';
import { createCompleteExecutions } from './app/complete-executions.js';
import { AppError } from './app/errors.js';
import { createExecute } from './app/execute.js';
import { createGiveBack } from './app/give-back.js';
import { createListChoices } from './app/list-choices.js';
import { createMoveStage } from './app/move-stage.js';
import type { Ask } from './app/ask.js';
import type { Outcome } from './app/outcome.js';
import type { Failpoint, Log } from './app/ports.js';
import { createPlanWithOwner } from './app/plan-with-owner.js';
import { unlessForgotten } from './app/privacy.js';
import { unlessHeld } from './app/sync/quarantine.js';
import { createQualify } from './app/qualify.js';
import { createReportSla } from './app/report-sla.js';
import { createTakeUp } from './app/take-up.js';
import { publicUrlOf, type Config } from './config.js';
import { createModelsDirectory } from './files/models-directory.js';
import { createApp } from './http/create-app.js';
import { listen } from './http/serve.js';
import { joinCard } from './join-card.js';
import { joinClock } from './join-clock.js';
import { joinNotify, type Parts, type SendingPace } from './join-notify.js';
import { joinImport } from './join-import.js';
import { joinSignals } from './join-signals.js';
import { joinForms, keyFor } from './join-forms.js';
import { joinWebhooks } from './join-webhooks.js';
import { createAccountInfo, type Account } from './hubspot/account.js';
import type { CallSeen } from './hubspot/call.js';
import { createGateway } from './hubspot/gateway.js';
import { openStore, type Store } from './store/open-store.js';
import { after, repeat } from './timers.js';

export interface ServiceOptions {
  readonly config: Config;
  readonly log: Log;
  /** The portal is new with every start: what the store remembers of it is dropped first. */
  readonly forgetPortal?: number;
  readonly onSettled?: (ask: Ask, outcome: Outcome) => void;
  /** How long sales is not told of a transition yet; absent: as the store has it. */
  readonly announceAfterMs?: number;
  /** How fast deliveries go out and are repeated; absent: as for people. */
  readonly sending?: SendingPace;
  /** What the clocks of contacts go by, epoch milliseconds; absent: the time. */
  readonly clockNow?: () => number;
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
/** How soon a rep's answer given in HubSpot itself is seen: one call per 100 leads that wait. */
const LOOK_EVERY_MS = 60_000;
const WATCH_MODELS_MS = 2_000;
/** With the 5 s of the drain before it, under the 10 s an operator gives us. */
const FINISH_WITHIN_MS = 3_000;

/** Kills the process at the n-th hit of one place: for tests of what survives. */
export function createFailpoint(at: Config['failpoint']): Failpoint {
  let hits = 0;
  return (name) => {
    if (name !== at?.name) return;
    hits += 1;
    if (hits === at.hit) process.kill(process.pid, 'SIGKILL');
  };
}

/** The one portal of an access token, asked of HubSpot until it answers. */
function createAccountOfToken(ask: (token: string) => Promise<Account>, config: Config) {
  let known: Promise<Account> | undefined;
  return async function accountOfToken(): Promise<Account | undefined> {
    const token = config.hubspot.accessToken;
    if (!token) return undefined;
    known ??= ask(token.reveal());
    try {
      return await known;
    } catch (error) {
      known = undefined;
      throw error;
    }
  };
}

/** HubSpot's side: one gateway for every portal, and a count of the calls. */
function joinHubspot({ config, log }: ServiceOptions, store: Store, failpoint: Failpoint) {
  const { hubspot } = config;
  const register = new Registry();
  const counter = new Counter({
    name: 'handoff_hubspot_calls_total',
    help: 'Calls to HubSpot by operation and status',
    labelNames: ['operation', 'status'],
    registers: [register],
  });
  let calls = 0;
  const shared = {
    apiUrl: hubspot.apiUrl,
    family: hubspot.family,
    now: Date.now,
    random: Math.random,
    log,
    onCall: ({ operation, status }: CallSeen) => {
      calls += 1;
      counter.inc({ operation, status });
    },
  };
  const tokenOf = (): Promise<string> => {
    if (hubspot.accessToken) return Promise.resolve(hubspot.accessToken.reveal());
    return Promise.reject(new AppError('PORTAL_UNKNOWN', 'No portal is connected: set HUBSPOT_ACCESS_TOKEN'));
  };
  return {
    register,
    calls: () => calls,
    crm: createGateway({ ...shared, tokenOf, budget: store.budget, failpoint }),
    accountOfToken: createAccountOfToken(createAccountInfo(shared), config),
  };
}

/** The road, from an ask to its reply, and what finishes in the background what could not be replied in time. */
function joinRoad(options: ServiceOptions, { store, crm, models, failpoint }: Parts) {
  const { log, onSettled } = options;
  const { evaluations, engagements, signals, acceptances, announcements, assignments } = store;
  const shared = { crm, evaluations, failpoint, log };
  const moveStage = createMoveStage(shared);
  const awaitAcceptance = createAwaitAcceptance({ crm, acceptances, now: Date.now, lookEveryMs: LOOK_EVERY_MS });
  const announce = createAnnounce({
    crm,
    announcements: unlessHeld(store.quarantine, announcements),
    models,
  });
  const waiting = { now: Date.now, pause: (ms: number) => pause(ms) };
  const road = createQualify({
    ...shared,
    ...waiting,
    engagements,
    signals,
    acceptances,
    models,
    planWithOwner: createPlanWithOwner({ ...shared, assignments, now: Date.now }),
    moveStage,
    awaitAcceptance,
    announce,
    ...(onSettled ? { onSettled } : {}),
  });
  const giveBack = createGiveBack({ evaluations, pause: (ms) => pause(ms, undefined, { ref: false }), log });
  const bounds = { after, replyWithinMs: REPLY_WITHIN_MS, maxInFlight: MAX_IN_FLIGHT };
  const takeUp = createTakeUp({ evaluations, takeUp: road.takeUp, giveBack, log, random: Math.random });
  const complete = createCompleteExecutions({ ...shared, actions: WORKFLOW_ACTIONS });
  return {
    ...createExecute({ evaluations, qualify: road.qualify, giveBack, log, ...bounds }),
    qualify: road.qualify,
    giveBack,
    /** @returns ends it, when what runs is done */
    startBackground: (): (() => Promise<void>) => {
      const stops = [
        repeat(TAKE_UP_EVERY_MS, takeUp, log),
        repeat(COMPLETE_EVERY_MS, complete, log),
        repeat(RENEW_EVERY_MS, () => evaluations.renew(), log),
      ];
      return async () => void (await Promise.all(stops.map((stop) => stop())));
    },
  };
}

async function open(
  { config, log, forgetPortal, announceAfterMs }: ServiceOptions,
  failpoint: Failpoint,
): Promise<Store> {
  const store = await openStore({
    databaseUrl: config.databaseUrl?.reveal(),
    dataDir: config.dataDir,
    worker: randomUUID(),
    log,
    failpoint,
    callsPer10s: config.hubspot.callsPer10s,
    ...(announceAfterMs === undefined ? {} : { announceAfterMs }),
  });
  // Only one process can have the embedded store: whatever is leased was leased by one that is gone.
  if (store.embedded) await store.evaluations.breakLeases();
  if (forgetPortal !== undefined) await store.forget(forgetPortal);
  return store;
}

/** What an operator wants to know at once. */
function sayStarted({ config, log }: ServiceOptions, portalOfToken: () => Promise<number | undefined>): void {
  if (!config.hubspot.clientSecret) log.warn('HUBSPOT_CLIENT_SECRET is not set: every signed request is refused');
  void portalOfToken().then(
    (portalId) => log.info('portal connected', { portalId }),
    (error: unknown) => log.warn('HubSpot does not answer yet: it is asked again with the next request', { error }),
  );
}

/**
 * Builds the service, joins its parts and listens.
 *
 * @throws {AppError} CONFIG_INVALID, MODEL_INVALID, STORE_HELD or STORE_UNAVAILABLE; HubSpot being away is no reason not to start
 */
export async function openService(options: ServiceOptions): Promise<Service> {
  const { config, log } = options;
  const failpoint = createFailpoint(config.failpoint);
  const models = createModelsDirectory({ dir: config.modelsDir, log });
  const store = await open(options, failpoint);
  const { crm, accountOfToken, register, calls } = joinHubspot(options, store, failpoint);
  const portalOfToken = async () => (await accountOfToken())?.portalId;
  const parts = { store, crm, models, failpoint };
  const road = joinRoad(options, parts);
  const { idle, startBackground, qualify, giveBack } = road;
  const { startSending } = joinNotify(options, { ...parts, accountOfToken });
  const privacy = store.privacy(await keyFor(config, store, 'tombstones'));
  await privacy.refresh();
  const execute = unlessForgotten(privacy, road.execute);
  const startClock = joinClock(options, parts, execute);
  const takeSignals = joinSignals(options, { ...parts, privacy });
  const { readToken, forms } = await joinForms(options, { ...parts, portalOfToken });
  const { inbox, held, startHearing } = joinWebhooks(options, {
    ...parts,
    look: crm.look,
    takeSignals,
    privacy,
    execute,
    readToken,
  });

  const { routes: imports, startImporting } = joinImport(options, {
    ...parts,
    qualify,
    giveBack,
    privacy,
    portalOfToken,
  });

  let url = '';
  const app = createApp({
    publicUrl: () => url,
    clientSecret: config.hubspot.clientSecret?.reveal(),
    adminToken: adminTokenOf(config),
    actions: WORKFLOW_ACTIONS,
    execute,
    inbox,
    held,
    forms,
    knowsPortal: async (portalId) => portalId === (await portalOfToken()),
    listChoices: createListChoices({ models, crm }),
    card: joinCard(parts, execute),
    logs: store.logs,
    acceptances: store.acceptances,
    takeSignals,
    deliveries: store.deliveries,
    assignments: store.assignments,
    reportSla: createReportSla({ sla: store.sla, models, now: Date.now }),
    imports,
    ready: () => store.health(),
    register,
    now: Date.now,
    newId: randomUUID,
    log,
    failpoint,
  });
  const serving = await listen(app, { port: config.port, newId: randomUUID }).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  url = publicUrlOf(config, serving.port);
  const stopBackground = startBackground();
  const stopSending = startSending();
  const stopHearing = startHearing();
  const stopClock = startClock();
  const stopImporting = startImporting();
  const stopWatching = models.watch(WATCH_MODELS_MS);
  const { embedded, durability } = store;
  log.info('serving', { port: serving.port, models: models.names(), embedded, durability });
  sayStarted(options, portalOfToken);

  return {
    url,
    port: serving.port,
    calls,
    async close() {
      await serving.close();
      stopWatching();
      // What was begun is finished while there is time: a move cut between clear and set leaves a contact without a stage.
      await Promise.race([
        Promise.all([idle(), stopImporting(), stopBackground(), stopSending(), stopHearing(), stopClock()]),
        // Not waited for once all is done: the process may end.
        pause(FINISH_WITHIN_MS, undefined, { ref: false }),
      ]);
      await store.close();
    },
  };
}
