import { createApiRouter, endpointName, type Endpoint } from './routes.js';
import type { CallLog } from '../call-log.js';
import type { Call } from './call.js';
import { carryOut, replyWith } from './carry-out.js';
import type { Faults, Injected } from '../faults.js';
import type { Granted, OAuth } from './oauth.js';
import type { Portal } from '../portal/portal.js';
import type { Random } from '../random.js';
import { createRateWindow, tooManyBody, type RateWindow } from './rate-window.js';
import type { Reply } from './reply.js';
import { refuse } from './reply.js';
import type { Completion } from './routes-portal.js';
import type { Workflows } from './routes-flows.js';
import type { Found } from './router.js';
import { missingScopes, scopesFor, suffices } from './scopes.js';

/** One HTTP request, read. */
export interface Incoming {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** What to do with the line once the work is done. */
export type Ending =
  { readonly kind: 'reply'; readonly reply: Reply } | { readonly kind: 'hang' } | { readonly kind: 'reset' };

export interface DoorDeps {
  readonly portals: ReadonlyMap<number, Portal>;
  readonly oauth: OAuth;
  readonly faults: Faults;
  readonly log: CallLog;
  readonly random: Random;
  /** Epoch ms, without the sandbox's offset: rates are about real traffic. */
  readonly realNow: () => number;
  readonly callsPer10s: number;
  readonly searchPerSecond: number;
  readonly searchIndexDelayMs: number;
  readonly backwardEcho: 'stored' | 'requested';
  readonly sleep: (ms: number) => Promise<void>;
  readonly complete: (completion: Completion) => void;
  readonly workflowsOf: (portalId: number) => Workflows | undefined;
}

interface Windows {
  readonly calls: RateWindow;
  readonly searches: RateWindow;
  /** All calls of the portal. */
  made: number;
}

/** @source HubSpot, usage guidelines: a Professional portal */
const DAILY_CALLS = 625_000;

/** Lets API calls in the way HubSpot does: token, path, faults, rate, body, then the work. */
export function createApiDoor(deps: DoorDeps): (incoming: Incoming) => Promise<Ending> {
  const router = createApiRouter(deps.complete);
  const windows = new Map<number, Windows>();

  function windowsOf(portalId: number): Windows {
    const known = windows.get(portalId) ?? {
      calls: createRateWindow(deps.callsPer10s, 10_000),
      searches: createRateWindow(deps.searchPerSecond, 1_000),
      made: 0,
    };
    windows.set(portalId, known);
    return known;
  }

  return async (incoming) => {
    const proof = deps.oauth.prove(bearerOf(incoming));
    if (typeof proof === 'string') return replyWith(unproven(proof));
    const portal = deps.portals.get(proof.portalId);
    const found = router.find(incoming.method, incoming.path);
    if (!portal || !found) return replyWith(refuse({ status: 404, message: 'resource not found' }));
    if (found === 'method') return replyWith(refuse({ status: 405, message: 'Method not allowed' }));
    const endpoint = endpointName(found.target.operation, found.params['type']);
    const isSearch = found.target.operation === 'search';
    const at = deps.realNow();
    if (!isSearch) deps.log.arrived(portal.portalId, at);
    const injected = deps.faults.strike(incoming.method, incoming.path);
    // Before any waiting, so that arrivals are counted in order.
    const counted = windowsOf(portal.portalId);
    const rate = rateFor(counted, isSearch, at);
    const left = { burst: rate.left, today: Math.max(0, DAILY_CALLS - (counted.made += 1)) };
    const ending = await carryOut(deps, {
      ...{ incoming, portalId: portal.portalId, endpoint, at, injected, isFull: rate.full },
      tooMany: (retryAfterSeconds) => tooMany(isSearch, portal, retryAfterSeconds),
      answer: () => answer({ deps, portal, proof, found, incoming, injected }),
    });
    return isSearch ? ending : withRateHeaders(ending, { callsPer10s: deps.callsPer10s, left, oauth: proof.oauth });
  };
}

function bearerOf({ headers }: Incoming): string {
  const header = headers['authorization'];
  return /^Bearer\s+(\S+)$/i.exec(typeof header === 'string' ? header : '')?.[1] ?? '';
}

function unproven(why: 'unknown' | 'expired'): Reply {
  return why === 'expired'
    ? refuse({
        status: 401,
        message: 'The OAuth token used to make this call expired.',
        category: 'EXPIRED_AUTHENTICATION',
      })
    : refuse({ status: 401, message: 'Authentication credentials not found.', category: 'INVALID_AUTHENTICATION' });
}

function rateFor(windows: Windows, isSearch: boolean, at: number): { full: boolean; left: number } {
  const left = (isSearch ? windows.searches : windows.calls).take(at);
  return { full: left < 0, left: Math.max(0, left) };
}

function tooMany(isSearch: boolean, portal: Portal, retryAfterSeconds?: number): Reply {
  const body = tooManyBody(isSearch ? 'SECONDLY' : 'TEN_SECONDLY_ROLLING', portal.appId);
  const headers = retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) };
  return { status: 429, body, headers };
}

interface Work {
  readonly deps: DoorDeps;
  readonly portal: Portal;
  readonly proof: Granted;
  readonly found: Found<Endpoint>;
  readonly incoming: Incoming;
  readonly injected: Injected;
}

function answer({ deps, portal, proof, found, incoming, injected }: Work): Reply {
  const needed = scopesFor(found.target.operation, found.params['type']);
  if (!suffices(proof.scopes, needed)) return refuse(missingScopes(needed));
  const body = readBody(incoming);
  if ('refused' in body) return body.refused;
  const rowToFail = injected.kinds.has('row207') ? deps.random.int(rowsIn(body.json)) : -1;
  const call: Call = {
    portal,
    family: found.target.family,
    params: found.params,
    query: new URLSearchParams(incoming.query),
    body: body.json,
    writer: { sourceType: 'INTEGRATION', sourceId: String(portal.appId) },
    random: deps.random,
    workflows: deps.workflowsOf(portal.portalId),
    backwardEcho: deps.backwardEcho,
    ignoreStage: injected.kinds.has('ignoredStage'),
    failsRow: (index) => index === rowToFail,
    indexedUntil: portal.now() - deps.searchIndexDelayMs,
  };
  return found.target.handler(call);
}

function rowsIn(json: unknown): number {
  const inputs = typeof json === 'object' && json !== null && 'inputs' in json ? json.inputs : [];
  return Array.isArray(inputs) ? Math.max(1, inputs.length) : 1;
}

function readBody({ body, headers }: Incoming): { readonly json: unknown } | { readonly refused: Reply } {
  if (body === '') return { json: undefined };
  if (!String(headers['content-type'] ?? '').includes('json')) {
    return { refused: refuse({ status: 415, message: 'HTTP 415 Unsupported Media Type' }) };
  }
  try {
    return { json: JSON.parse(body) as unknown };
  } catch {
    const message = 'Invalid input JSON on line 1, column 1: Unexpected character';
    return { refused: refuse({ status: 400, message, category: 'VALIDATION_ERROR' }) };
  }
}

interface RateShown {
  readonly callsPer10s: number;
  readonly left: { readonly burst: number; readonly today: number };
  readonly oauth: boolean;
}

/** Daily figures only for private tokens; none at all where the sandbox does not limit. */
function withRateHeaders(ending: Ending, { callsPer10s, left, oauth }: RateShown): Ending {
  if (ending.kind !== 'reply' || callsPer10s === 0) return ending;
  const daily = {
    'X-HubSpot-RateLimit-Daily': String(DAILY_CALLS),
    'X-HubSpot-RateLimit-Daily-Remaining': String(left.today),
  };
  const headers = {
    ...ending.reply.headers,
    ...(oauth ? {} : daily),
    'X-HubSpot-RateLimit-Interval-Milliseconds': '10000',
    'X-HubSpot-RateLimit-Max': String(callsPer10s),
    'X-HubSpot-RateLimit-Remaining': String(left.burst),
  };
  return replyWith({ ...ending.reply, headers });
}
