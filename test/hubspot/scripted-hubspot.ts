import * as http from 'node:http';
import type { AddressInfo } from 'node:net';

interface SeenInput {
  readonly id: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly callbackId: string;
}

export interface SeenCall {
  readonly method: string;
  readonly path: string;
  readonly token: string;
  /** What was sent; `inputs` where it is a batch. */
  readonly body: { readonly inputs: readonly SeenInput[] };
}

export interface Reply {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** hang: never answers · reset: drops the connection · half: stops in the middle of the body. */
  readonly fault?: 'hang' | 'reset' | 'half';
}

export type Script = (call: SeenCall, count: number) => Reply | Promise<Reply>;

export interface ScriptedHubspot {
  readonly url: string;
  readonly calls: SeenCall[];
  readonly connections: () => number;
  script: Script;
  readonly close: () => Promise<void>;
}

async function bodyOf(request: http.IncomingMessage): Promise<SeenCall['body']> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return JSON.parse(text || '{}');
}

function answer(response: http.ServerResponse, { status = 200, body, headers = {}, fault }: Reply): void {
  if (fault === 'hang') return;
  if (fault === 'reset') return void response.socket?.destroy();
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? {});
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    ...headers,
  });
  if (fault === 'half') return void response.write(text.slice(0, Math.floor(text.length / 2)));
  response.end(status === 204 ? undefined : text);
}

/** A server that answers what the test scripts, and remembers what it was asked. */
export async function startScriptedHubspot(): Promise<ScriptedHubspot> {
  const calls: SeenCall[] = [];
  let connections = 0;
  const hubspot: { script: Script } = { script: () => ({ status: 500 }) };
  const server = http.createServer((request, response) => {
    void (async () => {
      const token = String(request.headers.authorization ?? '').replace('Bearer ', '');
      const call = { method: request.method ?? '', path: request.url ?? '', token, body: await bodyOf(request) };
      calls.push(call);
      answer(response, await hubspot.script(call, calls.length));
    })();
  });
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const { port } = server.address() as AddressInfo;
  return Object.assign(hubspot, { url: `http://127.0.0.1:${port}`, calls, connections: () => connections, close });
}

/** Answers a batch read as HubSpot does when every contact exists. */
export const everyoneExists: Script = ({ body }) => ({
  body: {
    status: 'COMPLETE',
    results: body.inputs.map(({ id }) => ({
      id,
      properties: { email: `${id}@example.com`, phone: null },
    })),
  },
});

/** Answers a batch update as HubSpot does when every row is fine. */
export const everyRowTaken: Script = ({ body }) => ({
  body: { status: 'COMPLETE', results: body.inputs.map(({ id }) => ({ id, properties: {} })) },
});
