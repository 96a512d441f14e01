import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { AppError, isAppError, OUTCOME, type ErrorCode } from '../app/errors.js';
import type { Log } from '../app/ports.js';
import type { ErrorBody } from './contract.js';

const REQUEST_ID = 'x-request-id';
/** The body of an error is a code and no more: what to do about it is beside it, for people. */
const BECAUSE = 'X-Handoff-Because';
/** How long a client that is still sending may take to read our refusal before the connection is cut. */
const LINGER_MS = 500;
/** Bodies up to this length are let in and thrown away, which keeps the connection usable. */
const CHEAP_BYTES = 64 * 1024;

/** Names the request in the reply and in the log. Ours alone: a client's own id could carry anything. */
export function nameRequest(res: ServerResponse, id: string): void {
  res.setHeader(REQUEST_ID, id);
}

/** The id `nameRequest` gave; `''` before it did. */
export function requestIdOf(res: ServerResponse): string {
  const id = res.getHeader(REQUEST_ID);
  return typeof id === 'string' ? id : '';
}

/** Replies with JSON. */
export function sendJson(res: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  res.writeHead(status, headersFor(text));
  res.end(text);
}

/**
 * Replies with an error of the closed list. Every 503 says when to come back. HubSpot is never answered 429: its workflows
 * read the Retry-After of it in milliseconds, everybody else in seconds, while a 503 is tried again later by both.
 */
export function sendError(
  req: IncomingMessage,
  res: ServerResponse,
  error: {
    readonly code: ErrorCode;
    readonly retryAfterMs?: number | undefined;
    readonly headers?: OutgoingHttpHeaders;
    /** Why, for whoever wrote the request. */
    readonly because?: string | undefined;
  },
): void {
  const { status } = OUTCOME[error.code];
  const body: ErrorBody = { error: error.code.toLowerCase().replaceAll('_', '-'), requestId: requestIdOf(res) };
  const retry = status === 503 ? { 'Retry-After': Math.max(1, Math.ceil((error.retryAfterMs ?? 1_000) / 1_000)) } : {};
  const text = JSON.stringify(body);
  const said = error.because === undefined ? {} : { [BECAUSE]: inHeader(error.because) };
  const headers = { ...headersFor(text), ...retry, ...said, ...error.headers };
  if (stillSending(req)) return hangUp(req, res, { status, headers, text });
  res.writeHead(status, headers);
  res.end(text);
}

/** Header fields take ASCII, on one line. */
function inHeader(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[^\x20-\x7e]/g, '?');
}

/**
 * Answers what went wrong while handling a request, and logs what somebody should see: our own bugs as errors, what heals
 * by itself as warnings. What a caller did wrong is said to him, what else went wrong to the operator alone; nothing of a
 * foreign error reaches anybody.
 */
export function sendFailure(
  req: IncomingMessage,
  res: ServerResponse,
  failure: { readonly error: unknown; readonly log: Log; readonly toOperator?: boolean },
): void {
  const error = known(failure.error);
  const { status } = OUTCOME[error.code];
  const fields = { requestId: requestIdOf(res), code: error.code, status, error };
  if (error.code === 'INTERNAL') failure.log.error('request failed', fields);
  else if (status >= 500) failure.log.warn('request could not be served', fields);
  else failure.log.debug('request refused', fields);
  if (res.headersSent) res.destroy();
  else {
    const { code, retryAfterMs, message } = error;
    const because = status < 500 || failure.toOperator ? message : undefined;
    sendError(req, res, { code, retryAfterMs, because });
  }
}

function known(error: unknown): AppError {
  if (isAppError(error)) return error;
  return new AppError('INTERNAL', 'Something we did not foresee.', { cause: error });
}

function headersFor(text: string): OutgoingHttpHeaders {
  return { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': Buffer.byteLength(text) };
}

/** Is a body under way that is too long, or of unknown length, to be read for nothing? */
function stillSending(req: IncomingMessage): boolean {
  if (req.complete) return false;
  return req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > CHEAP_BYTES;
}

/**
 * Ends a connection whose client is still sending, reading no further. Ending the response at once would cut the
 * connection with unread bytes in it, and the client would see a reset instead of the reply.
 */
function hangUp(
  req: IncomingMessage,
  res: ServerResponse,
  reply: { readonly status: number; readonly headers: OutgoingHttpHeaders; readonly text: string },
): void {
  req.pause();
  res.writeHead(reply.status, { ...reply.headers, Connection: 'close' }).write(reply.text);
  const timer = setTimeout(() => req.socket.destroy(), LINGER_MS).unref();
  res.on('close', () => clearTimeout(timer));
}
