import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { AppError } from '../app/errors.js';
import { watchBody, type BodyTimes } from './body-time.js';
import type { ErrorBody } from './contract.js';

export interface ListenOptions {
  /** 0: any free port. */
  readonly port: number;
  /** Absent: every address of the machine. */
  readonly host?: string;
  /** A new request id, for replies to what never became a request. */
  readonly newId: () => string;
  /** How long `close` lets running work end; absent: 5 s. */
  readonly drainMs?: number;
  /** Absent: 10 s, and 20 s of silence in an upload. */
  readonly bodyTimes?: BodyTimes;
}

export interface Serving {
  /** The port in use. */
  readonly port: number;
  /** Takes no new work, lets what runs end (`drainMs` at most), then cuts what is left. */
  close(): Promise<void>;
}

/** Milliseconds. With Node's own defaults a slow request was dropped after 90 s only (measured). */
const TIMES = {
  headersTimeout: 10_000,
  // For uploads; with its headers any other request has 20 s.
  requestTimeout: 3_600_000,
  connectionsCheckingInterval: 2_000,
  // Longer than the minute after which balancers drop an idle connection: whoever closes first must not be us.
  keepAliveTimeout: 65_000,
} as const;
const BODY_TIMES: BodyTimes = { wholeMs: 10_000, silentMs: 20_000 };
const DRAIN_MS = 5_000;
const SWEEP_MS = 50;

/**
 * Serves the app over HTTP.
 *
 * @throws {AppError} CONFIG_INVALID when the port cannot be had
 */
export async function listen(app: RequestListener, options: ListenOptions): Promise<Serving> {
  let draining = false;
  const handle: RequestListener = (req, res) => {
    // Without this a busy client keeps its connection, and the drain never ends.
    if (draining) res.setHeader('Connection', 'close');
    const cut = (): void => {
      if (res.headersSent) req.socket.destroy();
      else refuse({ code: 'ERR_HTTP_REQUEST_TIMEOUT' }, req.socket, options.newId);
    };
    watchBody(req, options.bodyTimes ?? BODY_TIMES, cut);
    app(req, res);
  };
  const server = createServer(TIMES, handle);
  // An expectation we do not know may be ignored; Node's own answer to it would not be JSON.
  server.on('checkExpectation', handle);
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => refuse(error, socket, options.newId));
  await bind(server, options);
  return {
    port: portOf(server.address()),
    close: () => {
      draining = true;
      return drain(server, options.drainMs ?? DRAIN_MS);
    },
  };
}

function bind(server: Server, { port, host }: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (cause: NodeJS.ErrnoException): void => {
      const facts = { port, ...(cause.code === undefined ? {} : { problem: cause.code }) };
      reject(new AppError('CONFIG_INVALID', `PORT ${port} cannot be listened on.`, { cause, facts }));
    };
    server.once('error', fail);
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      server.off('error', fail);
      resolve();
    });
  });
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function drain(server: Server, limitMs: number): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), limitMs);
  // A connection that was busy at first goes idle later, and would be kept alive.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearTimeout(cut);
  clearInterval(sweep);
}

/** What Node's parser calls it → status and code. Everything else it cannot read is 400. */
const UNREADABLE: ReadonlyMap<string | undefined, { readonly line: string; readonly error: string }> = new Map([
  ['ERR_HTTP_REQUEST_TIMEOUT', { line: '408 Request Timeout', error: 'too-slow' }],
  ['HPE_HEADER_OVERFLOW', { line: '431 Request Header Fields Too Large', error: 'too-large' }],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', { line: '413 Payload Too Large', error: 'too-large' }],
]);

function refuse(error: { readonly code?: string | undefined }, socket: Duplex, newId: () => string): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const { line, error: code } = UNREADABLE.get(error.code) ?? { line: '400 Bad Request', error: 'invalid-input' };
  const body: ErrorBody = { error: code, requestId: newId() };
  const text = JSON.stringify(body);
  const head = `HTTP/1.1 ${line}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(text)}`;
  socket.end(`${head}\r\nConnection: close\r\n\r\n${text}`, () => socket.destroy());
}
