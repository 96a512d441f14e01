import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '../app/errors.js';
import type { Failpoint, Log } from '../app/ports.js';
import type { HttpMetrics } from './metrics.js';
import { parseJson, parseUnchecked, type JsonLimits } from './parse-json.js';
import { readBody } from './read-body.js';
import { sendError, sendFailure } from './send-reply.js';
import type { SignatureHealth } from './signature-health.js';
import { verifySignature, type SignedRequest } from './signature.js';

export interface SignedRouteDeps {
  readonly publicUrl: () => string;
  readonly clientSecret: string | undefined;
  readonly health: SignatureHealth;
  readonly metrics: HttpMetrics;
  readonly now: () => number;
  readonly log: Log;
  readonly failpoint: Failpoint;
  readonly limits: JsonLimits & { readonly bodyBytes: number };
  /** Older versions of the signature this route takes. Absent: v2, with which HubSpot's guide still signs calls of workflow actions. */
  readonly allow?: SignedRequest['allow'];
  /** The route checks the parts of the body one by one (`checkJson`); absent: it is checked as a whole. */
  readonly checksParts?: boolean;
  /** The one method of the route; absent: POST. A GET has no body. */
  readonly method?: 'GET' | 'POST';
}

/** What is to be done with a request whose signature holds; throws AppError for what cannot be used. */
export type Serve = (body: () => unknown) => Promise<void>;

/** Parameters HubSpot adds to signed URLs: given twice, nobody could say which one counts. */
const RESERVED: ReadonlySet<string> = new Set(
  ['portalId', 'userId', 'userEmail', 'appId', 'objectId', 'objectTypeId', 'associatedObjectId'].map((name) =>
    name.toLowerCase(),
  ),
);

/**
 * Answers a signed request of HubSpot's, a POST unless told otherwise. The order of work is fixed: length, bytes, signature, and only then anything that
 * depends on what the client wrote. They are plain Node handlers, since the router costs more than all of the checks
 * together. Never rejects.
 *
 * @returns `serve` is called once the signature holds; the body it asks for is read as JSON then
 */
export function createSignedRoute(deps: SignedRouteDeps) {
  async function answer(req: IncomingMessage, res: ServerResponse, serve: Serve): Promise<void> {
    const { method = 'POST' } = deps;
    if (req.method !== method) {
      return sendError(req, res, { code: 'METHOD_NOT_ALLOWED', headers: { Allow: method } });
    }
    const body = await readBody(req, deps.limits.bodyBytes);
    if (!body) return;
    if (!isProven(deps, req, body)) return sendError(req, res, { code: 'UNPROVEN' });
    deps.failpoint('after-verify');
    refuseOddTarget(req.url ?? '');
    if (method === 'GET' && body.length > 0) throw new AppError('INVALID_INPUT', 'A GET takes no body.');
    await serve(() => {
      checkType(req);
      return deps.checksParts ? parseUnchecked(body) : parseJson(body, deps.limits);
    });
  }

  return async function signedRoute(req: IncomingMessage, res: ServerResponse, serve: Serve): Promise<void> {
    try {
      await answer(req, res, serve);
    } catch (error) {
      sendFailure(req, res, { error, log: deps.log });
    }
  };
}

function isProven(deps: SignedRouteDeps, req: IncomingMessage, body: Buffer): boolean {
  const proof = verifySignature({
    method: req.method ?? '',
    url: deps.publicUrl() + (req.url ?? ''),
    body,
    headers: req.headers,
    now: deps.now(),
    secret: deps.clientSecret,
    allow: deps.allow ?? { v2: true },
  });
  deps.metrics.signature(proof.ok ? proof.version : proof.reason);
  deps.health.record(proof.ok);
  return proof.ok;
}

function refuseOddTarget(target: string): void {
  const query = target.indexOf('?');
  const path = query === -1 ? target : target.slice(0, query);
  // Both spellings of these sign alike, so only the plain one is taken.
  if (/%(2f|3f)/i.test(path)) throw new AppError('INVALID_INPUT', 'The path holds an encoded "/" or "?".');
  if (query !== -1 && repeatsReserved(target.slice(query))) {
    throw new AppError('INVALID_INPUT', 'The query repeats a parameter of HubSpot.');
  }
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
