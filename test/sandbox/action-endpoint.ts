import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly headers: http.IncomingHttpHeaders;
  readonly raw: string;
  /** Of the caller's end of the connection. */
  readonly port: number | undefined;
  readonly body: {
    readonly callbackId: string;
    readonly context: Record<string, unknown>;
    readonly object: { readonly objectId: number; readonly objectType: string; readonly properties?: unknown };
    readonly inputFields: Record<string, unknown>;
    readonly [key: string]: unknown;
  };
}

/** A status and output fields; `raw`: this very text; `drop`: hang up; `silent`: never answer. */
export type Reply =
  { status?: number; outputs?: Record<string, unknown>; retryAfter?: string; raw?: string } | 'drop' | 'silent';

export interface Endpoint {
  readonly url: string;
  readonly received: Received[];
  /** Answers the calls to come, one after the other; the last one is given again and again. */
  answer(...replies: Reply[]): void;
  /** Asked before each answer: what a slow app does meanwhile. */
  before: (call: Received) => void | Promise<void>;
  close(): Promise<void>;
}

/** Somebody's app: a server that keeps what it is sent. */
export async function startEndpoint(): Promise<Endpoint> {
  const received: Received[] = [];
  let replies: Reply[] = [{}];
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const raw = Buffer.concat(parts).toString('utf8');
      const call: Received = { headers: request.headers, raw, port: request.socket.remotePort, body: JSON.parse(raw) };
      received.push(call);
      void Promise.resolve(endpoint.before(call)).then(() => give(response, next()));
    });
  });
  const next = (): Reply => (replies.length > 1 ? replies.shift() : replies[0]) ?? {};
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const endpoint: Endpoint = {
    url: `http://127.0.0.1:${port}/hubspot/actions/qualify-lead?region=eu`,
    received,
    answer: (...to) => (replies = to),
    before: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return endpoint;
}

function give(response: http.ServerResponse, reply: Reply): void {
  if (reply === 'silent') return;
  if (reply === 'drop') return void response.destroy();
  const { status = 200, outputs, retryAfter, raw } = reply;
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
  });
  response.end(raw ?? JSON.stringify(outputs ? { outputFields: outputs } : {}));
}
