import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WorkflowAction } from '../app/action.js';
import { AppError } from '../app/errors.js';
import type { Ask } from '../app/ask.js';
import type { Failpoint, Log } from '../app/ports.js';
import type { Reply } from '../app/reply.js';
import { askOf, executionReply } from './execution.js';
import type { HttpMetrics } from './metrics.js';
import { parseJson, type JsonLimits } from './parse-json.js';
import { readBody } from './read-body.js';
import { sendError, sendFailure, sendJson } from './send-reply.js';
import type { SignatureHealth } from './signature-health.js';
import { verifySignature } from './signature.js';

export interface ActionRouteDeps {
  readonly publicUrl: () => string;
  readonly clientSecret: string | undefined;
  readonly actions: ReadonlyMap<string, WorkflowAction>;
  readonly execute: (ask: Ask) => Promise<Reply>;
  readonly knowsPortal: (portalId: number) => Promise<boolean>;
  readonly health: SignatureHealth;
  readonly metrics: HttpMetrics;
  readonly now: () => number;
  readonly log: Log;
  readonly failpoint: Failpoint;
  readonly limits: JsonLimits & { readonly bodyBytes: number };
}

const PREFIX = '/hubspot/actions/';
/** Parameters HubSpot adds to signed URLs: given twice, nobody could say which one counts. */
const RESERVED: ReadonlySet<string> = new Set(
  ['portalId', 'userId', 'userEmail', 'appId', 'objectId', 'objectTypeId', 'associatedObjectId'].map((name) =>
    name.toLowerCase(),
  ),
);

/** The last segment of `/hubspot/actions/:uid` as received, undecoded; `undefined` for every other request target. */
export function actionUid(target: string | undefined): string | undefined {
  if (target?.startsWith(PREFIX) !== true) return undefined;
  const query = target.indexOf('?');
  const uid = target.slice(PREFIX.length, query === -1 ? undefined : query);
  return uid === '' || uid.includes('/') ? undefined : uid;
}

/**
 * `POST /hubspot/actions/:uid`: one execution of a workflow action. The order of work is fixed: length, bytes, signature,
 * and only then anything that depends on what the client wrote. It is a plain Node handler, since the router costs more
 * than all of its checks together. Never rejects.
 */
export function createActionRoute(
  deps: ActionRouteDeps,
): (req: IncomingMessage, res: ServerResponse, uid: string) => Promise<void> {
  const answer = createAnswer(deps);
  return async (req, res, uid) => {
    const started = deps.now();
    try {
      await answer(req, res, uid);
    } catch (error) {
      sendFailure(req, res, { error, log: deps.log });
    }
    // The client may have left before there was anything to answer.
    if (!res.headersSent) return;
    deps.metrics.reply('actions', res.statusCode);
    if (res.statusCode === 200) deps.metrics.execution(deps.now() - started);
  };
}

function createAnswer(
  deps: ActionRouteDeps,
): (req: IncomingMessage, res: ServerResponse, uid: string) => Promise<void> {
  return async (req, res, uid) => {
    if (req.method !== 'POST') {
      return sendError(req, res, { code: 'METHOD_NOT_ALLOWED', headers: { Allow: 'POST' } });
    }
    const body = await readBody(req, deps.limits.bodyBytes);
    if (body === 'gone') return;
    if (body === 'too-large') return sendError(req, res, { code: 'TOO_LARGE' });
    if (!isProven(deps, req, body)) return sendError(req, res, { code: 'UNPROVEN' });
    deps.failpoint('after-verify');
    const action = actionOf(deps.actions, req.url ?? '', uid);
    checkType(req);
    const ask = askOf(action, parseJson(body, deps.limits), deps.now());
    if (!(await deps.knowsPortal(ask.portalId))) return sendError(req, res, { code: 'PORTAL_UNKNOWN' });
    sendJson(res, 200, executionReply(action, await deps.execute(ask)));
  };
}

function isProven(deps: ActionRouteDeps, req: IncomingMessage, body: Buffer): boolean {
  const proof = verifySignature({
    method: req.method ?? '',
    url: deps.publicUrl() + (req.url ?? ''),
    body,
    headers: req.headers,
    now: deps.now(),
    secret: deps.clientSecret,
    // HubSpot's guide still signs action calls with v2.
    allow: { v2: true },
  });
  deps.metrics.signature(proof.ok ? proof.version : proof.reason);
  deps.health.record(proof.ok);
  return proof.ok;
}

function actionOf(actions: ReadonlyMap<string, WorkflowAction>, target: string, uid: string): WorkflowAction {
  // Both spellings of these sign alike, so only the plain one is taken.
  if (/%(2f|3f)/i.test(uid)) throw new AppError('INVALID_INPUT', 'The path holds an encoded "/" or "?".');
  const query = target.indexOf('?');
  if (query !== -1 && repeatsReserved(target.slice(query))) {
    throw new AppError('INVALID_INPUT', 'The query repeats a parameter of HubSpot.');
  }
  const action = actions.get(uid);
  if (action === undefined) throw new AppError('NOT_FOUND', 'No action has this uid.');
  return action;
}

function repeatsReserved(query: string): boolean {
  const names = [...new URLSearchParams(query).keys()].map((name) => name.toLowerCase());
  const reserved = names.filter((name) => RESERVED.has(name));
  return new Set(reserved).size < reserved.length;
}

/** JSON in UTF-8, not compressed: what was signed is what is read. */
function checkType({ headers }: IncomingMessage): void {
  const [type, ...parameters] = (headers['content-type'] ?? '').split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  const utf8 = charset === undefined || /^charset="?utf-?8"?$/.test(charset);
  if (type === 'application/json' && utf8 && encoding === 'identity') return;
  throw new AppError('UNSUPPORTED_TYPE', 'The body must be application/json in UTF-8, not encoded.');
}
