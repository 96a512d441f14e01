import * as http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  /** What it did then. */
  readonly did: Behaviour;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface Behaviour {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /**
   * hang: reads all, says nothing · late: answers after 800 ms · reset: reads all, drops the connection · cut: drops it in the middle of its answer ·
   * endless: never ends its answer · slow-head: sends headers, one by one, for ever
   */
  readonly fault?: 'hang' | 'late' | 'reset' | 'cut' | 'endless' | 'slow-head';
}

/** Somebody who is posted to: Slack, or a receiver of webhooks. */
export interface SlackStandIn {
  readonly url: string;
  readonly port: number;
  readonly received: Received[];
  /** What it does from now on; a function is asked each time. */
  behaviour: Behaviour | (() => Behaviour);
  /** Resolves when a connection has ended. */
  readonly hungUp: Promise<void>;
  close(): Promise<void>;
}

const LATE_MS = 800;
const CHUNK = 'x'.repeat(16 * 1024);

function pour(response: http.ServerResponse): void {
  const flow = (): void => {
    while (!response.destroyed && response.write(CHUNK));
    response.once('drain', flow);
  };
  flow();
}

function drip(response: http.ServerResponse): void {
  const socket = response.socket;
  socket?.write('HTTP/1.1 200 OK\r\n');
  const timer = setInterval(() => socket?.write('X-More: 1\r\n'), 20);
  socket?.once('close', () => clearInterval(timer));
}

function answer(response: http.ServerResponse, { status = 200, headers = {}, body = 'ok', fault }: Behaviour): void {
  if (fault === 'hang') return;
  if (fault === 'late') return void setTimeout(() => response.end(body), LATE_MS);
  if (fault === 'reset') return void response.socket?.destroy();
  if (fault === 'slow-head') return drip(response);
  response.writeHead(status, headers);
  if (fault === 'endless') return pour(response);
  if (fault === 'cut') return void response.write(body, () => response.socket?.destroy());
  response.end(body);
}

/** Listens on this machine only, and keeps what it is sent. */
export async function startSlackStandIn(behaviour: SlackStandIn['behaviour'] = {}): Promise<SlackStandIn> {
  const received: Received[] = [];
  let hangUp: () => void = () => undefined;
  const hungUp = new Promise<void>((resolve) => (hangUp = resolve));
  const standIn = { behaviour };
  const server = http.createServer((request, response) => {
    response.on('error', () => undefined);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const did = typeof standIn.behaviour === 'function' ? standIn.behaviour() : standIn.behaviour;
      received.push({ method, path, headers, body: Buffer.concat(chunks).toString(), did, at: Date.now() });
      answer(response, did);
    });
  });
  server.on('connection', (socket) => socket.once('close', hangUp));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return Object.assign(standIn, {
    url: `http://127.0.0.1:${port}/services/T0/B0/secret`,
    port,
    received,
    hungUp,
    close,
  });
}
