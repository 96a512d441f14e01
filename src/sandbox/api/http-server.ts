import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Ending, Incoming } from './door.js';
import type { Reply } from './reply.js';

/** @source HubSpot answers 413 to bodies over 10 MB */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** A server that reads each request as a whole and ends it as it is told. */
export function createHttpServer(answer: (incoming: Incoming) => Promise<Ending>): Server {
  let calls = 0;
  const server = createServer((request, response) => {
    calls += 1;
    const correlationId = `00000000-0000-4000-8000-${String(calls).padStart(12, '0')}`;
    readRequest(request, (incoming) => {
      if (!incoming) return send(response, TOO_LARGE, correlationId);
      answer(incoming).then(
        (ending) => end(response, ending, correlationId),
        (error: unknown) => send(response, ownFault(error), correlationId),
      );
    });
  });
  server.keepAliveTimeout = 60_000;
  return server;
}

/** A bug of the sandbox itself, told apart from HubSpot's faults by its category. */
function ownFault(error: unknown): Reply {
  return { status: 500, body: { status: 'error', category: 'SANDBOX_BUG', message: String(error) } };
}

const TOO_LARGE: Reply = { status: 413, body: { status: 'error', message: 'Request Entity Too Large' } };

function readRequest(request: IncomingMessage, whole: (incoming: Incoming | undefined) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
  });
  request.on('end', () => {
    if (bytes > MAX_BODY_BYTES) return whole(undefined);
    const [path = '/', query = ''] = splitUrl(request.url ?? '/');
    const body = bytes === 0 ? '' : Buffer.concat(chunks).toString('utf8');
    whole({ method: request.method ?? 'GET', path, query, headers: request.headers, body });
  });
  // A caller that leaves in the middle is none of the sandbox's business.
  request.on('error', () => undefined);
}

function splitUrl(url: string): [string, string] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}

function end(response: ServerResponse, ending: Ending, correlationId: string): void {
  if (ending.kind === 'reply') send(response, ending.reply, correlationId);
  else if (ending.kind === 'reset') response.socket?.resetAndDestroy();
}

function send(response: ServerResponse, reply: Reply, correlationId: string): void {
  const body = reply.body === undefined ? '' : JSON.stringify(withCorrelation(reply, correlationId));
  const type = reply.body === undefined ? {} : { 'Content-Type': 'application/json;charset=utf-8' };
  response.writeHead(reply.status, {
    ...type,
    'Content-Length': Buffer.byteLength(body),
    'x-hubspot-correlation-id': correlationId,
    ...reply.headers,
  });
  response.end(body);
}

function withCorrelation({ status, body }: Reply, correlationId: string): unknown {
  return status >= 400 && typeof body === 'object' && body !== null ? { ...body, correlationId } : body;
}
