import type { AddressInfo } from 'node:net';
import { createApiDoor, type Ending, type Incoming } from './api/door.js';
import { createCallLog, createLedger, type CallCounts, type CallLog, type Ledger } from './call-log.js';
import { answerControl, type WebhookTarget } from './control-routes.js';
import { createFaults, type Faults } from './faults.js';
import { createHttpServer } from './api/http-server.js';
import { createOAuth, type OAuth, type Tenant } from './api/oauth.js';
import { answerOAuth } from './api/oauth-routes.js';
import { createPortal, type Portal, type PropertyChange } from './portal/portal.js';
import { createRandom } from './random.js';
import { createOpenSubmissions } from './api/routes-submissions.js';
import type { Completion } from './api/routes-portal.js';
import type { StageDefinition } from './portal/stages.js';
import { createWebhooks, type Webhooks } from './webhooks.js';
import type { WorkflowEngine } from './workflows/workflow-engine.js';

export interface SandboxOptions {
  /** 0, the default: any free one. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 4401. Not with `portals`. */
  readonly portalId?: number;
  /** Given: any other bearer gets 401. Absent: any bearer will do. Not with `portals`. */
  readonly accessToken?: string;
  /** What tokens of the one portal may do; default everything. Not with `portals`. */
  readonly scopes?: readonly string[];
  /** Several portals behind one address, told apart by their tokens. */
  readonly portals?: readonly Tenant[];
  readonly clientSecret?: string;
  readonly appId?: number;
  /** For everything left to chance; default 1. */
  readonly seed?: number;
  readonly stages?: readonly StageDefinition[];
  /** Stage of a new contact that names none; default `lead`. */
  readonly defaultStage?: string;
  /** Per portal, default 190; 0: no limit. */
  readonly callsPer10s?: number;
  /** Per portal, default 5; 0: no limit. */
  readonly searchPerSecond?: number;
  /** How far the search index lags behind; default 5000. */
  readonly searchIndexDelayMs?: number;
  /** How long a contact takes to follow the submission of a form, real milliseconds; default 20. */
  readonly formsApplyAfterMs?: number;
  /** What stands as source of a value that a form wrote, its GUID or nothing: HubSpot's way is not known. Default `form`. */
  readonly formSourceId?: 'form' | 'none';
  /** Does HubSpot know the tracking cookie (`hutk`) of whoever submits a form? Nobody was tracked here: default it does not. */
  readonly knowsHutk?: boolean;
  /** What a backward write shows in its answer: HubSpot's way is not known. Default `stored`. */
  readonly backwardEcho?: 'stored' | 'requested';
  /** Epoch ms; rates are kept by it, and the sandbox clock is it and an offset. */
  readonly now: () => number;
}

/** What the control routes reach. */
export interface SandboxState {
  readonly portals: readonly Portal[];
  readonly faults: Faults;
  readonly log: CallLog;
  readonly changes: Ledger<PropertyChange>;
  now(): number;
  offsetMs(): number;
  setOffset(offsetMs: number): void;
  completions(): readonly Completion[];
  workflowsOf(portalId: number): WorkflowEngine | undefined;
  /** Replaces where this portal's events go. */
  subscribe(portal: Portal, target: WebhookTarget): Webhooks;
}

/** A running local HubSpot. */
export interface Sandbox extends SandboxState {
  readonly url: string;
  /** The first one. */
  readonly portal: Portal;
  readonly oauth: OAuth;
  calls(): CallCounts;
  /** Most calls of one portal within any 10 s, those answered 429 included, searches not. */
  maxInWindow(portalId?: number): number;
  /** Hears when the app says that a workflow execution is over. @returns stops hearing */
  onCompletion(listener: (completion: Completion) => void): () => void;
  /**
   * Gives a portal its workflows: the Automation API reaches them, they hear of completed executions, and they follow the
   * sandbox clock when it is moved. They stay the caller's to close.
   */
  attachWorkflows(engine: WorkflowEngine): void;
  close(): Promise<void>;
}

const DEFAULT_SECRET = 'f6e94c08-85d0-4608-bcc6-e1850176e7b8';
const KEPT_CHANGES = 500_000;

/** Starts listening. @throws when the port is taken */
export async function createSandbox(options: SandboxOptions): Promise<Sandbox> {
  const state = createState(options);
  const oauth = createOAuth({ ...identity(options), tenants: tenantsOf(options), now: state.now });
  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  const { portals, faults, log } = state;
  const door = createApiDoor({
    portals: new Map(portals.map((portal) => [portal.portalId, portal])),
    ...{ oauth, faults, log, sleep },
    random: createRandom(options.seed ?? 1),
    realNow: options.now,
    callsPer10s: options.callsPer10s ?? 190,
    searchPerSecond: options.searchPerSecond ?? 5,
    searchIndexDelayMs: options.searchIndexDelayMs ?? 5_000,
    backwardEcho: options.backwardEcho ?? 'stored',
    complete: state.complete,
    workflowsOf: state.workflowsOf,
  });
  const submissions = createOpenSubmissions({ portals, faults, log, sleep, realNow: options.now });
  const server = createHttpServer((incoming) => dispatch(incoming, { state, oauth, submissions, door }));
  const { port = 0, host = '127.0.0.1' } = options;
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const [portal] = portals;
  return {
    ...state,
    portal,
    oauth,
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    calls: state.log.counts,
    maxInWindow: state.log.maxInWindow,
    close: async () => {
      state.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Doors {
  readonly state: SandboxState;
  readonly oauth: OAuth;
  readonly submissions: (incoming: Incoming) => Promise<Ending | undefined>;
  readonly door: (incoming: Incoming) => Promise<Ending>;
}

async function dispatch(incoming: Incoming, { state, oauth, submissions, door }: Doors): Promise<Ending> {
  if (incoming.path.startsWith('/sandbox/')) return { kind: 'reply', reply: answerControl(state, incoming) };
  if (incoming.path.startsWith('/oauth/')) return { kind: 'reply', reply: answerOAuth(state, oauth, incoming) };
  return (await submissions(incoming)) ?? door(incoming);
}

function identity({ clientSecret = DEFAULT_SECRET, appId = 71_000 }: SandboxOptions) {
  return { clientSecret, appId };
}

function tenantsOf({ portals, portalId = 4401, accessToken, scopes }: SandboxOptions): readonly Tenant[] {
  const token = accessToken === undefined ? {} : { accessToken };
  return portals ?? [{ portalId, ...token, ...(scopes === undefined ? {} : { scopes }) }];
}

function createState(options: SandboxOptions) {
  let offset = 0;
  const now = (): number => options.now() + offset;
  const changes = createLedger<PropertyChange>(KEPT_CHANGES);
  const completions: Completion[] = [];
  const listeners = new Set<(completion: Completion) => void>();
  const webhooks = new Map<number, Webhooks>();
  const workflows = new Map<number, WorkflowEngine>();
  const [first, ...others] = tenantsOf(options).map(({ portalId }) => makePortal(options, portalId, now));
  const portals: readonly [Portal, ...Portal[]] = [first ?? makePortal(options, 4401, now), ...others];
  for (const portal of portals) portal.onChange(changes.add);
  const seed = options.seed ?? 1;
  return {
    portals,
    faults: createFaults(seed, createRandom),
    log: createCallLog(),
    changes,
    now,
    offsetMs: () => offset,
    setOffset: (offsetMs: number) => {
      offset = offsetMs;
      for (const engine of workflows.values()) engine.wake();
    },
    completions: () => completions,
    complete: (completion: Completion) => {
      completions.push(completion);
      workflows.get(completion.portalId)?.completeCallback(completion.callbackId, completion.outputFields);
      for (const listener of listeners) listener(completion);
    },
    onCompletion: (listener: (completion: Completion) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    workflowsOf: (portalId: number) => workflows.get(portalId),
    attachWorkflows: (engine: WorkflowEngine) => void workflows.set(engine.portalId, engine),
    subscribe: (portal: Portal, target: WebhookTarget): Webhooks => {
      webhooks.get(portal.portalId)?.close();
      const made = createWebhooks(webhookOptions(portal, target, seed));
      webhooks.set(portal.portalId, made);
      return made;
    },
    stop: () => {
      for (const { forms } of portals) forms.close();
      webhooks.forEach((one) => one.close());
    },
  };
}

function makePortal(options: SandboxOptions, portalId: number, now: () => number): Portal {
  const { stages, defaultStage, formsApplyAfterMs, formSourceId, knowsHutk } = options;
  return createPortal({
    portalId,
    ...identity(options),
    now,
    ...(stages === undefined ? {} : { stages }),
    ...(defaultStage === undefined ? {} : { defaultStage }),
    ...(formsApplyAfterMs === undefined ? {} : { formsApplyAfterMs }),
    ...(formSourceId === undefined ? {} : { formSourceId }),
    ...(knowsHutk === undefined ? {} : { knowsHutk }),
  });
}

function webhookOptions(portal: Portal, target: WebhookTarget, seed: number) {
  const { targetUrl, duplicates = 0, reorder = 0, backoffMs = 1_000 } = target;
  const subscriptions = target.subscriptions.map(({ type, propertyName }) => ({
    type,
    ...(propertyName === undefined ? {} : { propertyName }),
  }));
  return {
    portal,
    targetUrl,
    subscriptions,
    duplicates,
    reorder,
    backoffMs: () => backoffMs,
    random: createRandom(seed),
  };
}
