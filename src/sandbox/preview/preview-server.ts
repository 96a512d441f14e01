import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { Portal } from '../portal/portal.js';
import { createBundler, type Bundled, type Bundler } from './bundle-page.js';
import { createFetchProxy, type FetchProxy } from './fetch-proxy.js';
import { listPeople } from './list-people.js';
import type { About, MessageRow } from './page-contract.js';
import { PAGE_HTML } from './page-html.js';
import { readRecord } from './read-record.js';

export interface PreviewOptions {
  /** The folder of the project, with the sources of cards and page. */
  readonly home: string;
  /** 0: any free one. Only this machine is served. */
  readonly port: number;
  readonly portal: Portal;
  /** Where the service is: what a card's `API_BASE` says. */
  readonly serviceUrl: string;
  /** The messages to sales about one contact, newest first. A rejection: they cannot be read. */
  readonly messagesOf: (contactId: string) => Promise<readonly MessageRow[]>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export interface Preview {
  readonly url: string;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Uint8Array;
}

type Answers = (request: IncomingMessage, url: URL) => Promise<Answer>;

const HOST = '127.0.0.1';
/** @source HubSpot, "Fetching data" */
const LONGEST_BODY = 1024 * 1024;
/** Everything is ours: nothing is loaded from, or sent to, anywhere else. */
const CSP = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/** Serves the preview. @throws when the port is taken, or the sources do not build */
export async function openPreview(options: PreviewOptions): Promise<Preview> {
  const bundler = await createBundler(options.home);
  const answer = answers(options, bundler, await bundler.bundle());
  const server = createServer((request, response) => void handle(request, response, answer));
  try {
    await listenOn(server, options.port);
  } catch (error) {
    await bundler.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${HOST}:${port}`,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await Promise.all([closed, bundler.close()]);
    },
  };
}

function listenOn(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => void server.once('error', reject).listen(port, HOST, resolve));
}

async function handle(request: IncomingMessage, response: ServerResponse, answer: Answers): Promise<void> {
  const { status, type, body } = await decide(request, answer);
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': CSP,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  response.end(body);
}

/** It signs as HubSpot does: only its own page may ask it to, under a name of this machine. */
async function decide(request: IncomingMessage, answer: Answers): Promise<Answer> {
  const { host = '', origin } = request.headers;
  if (!/^(127\.0\.0\.1|localhost):\d+$/.test(host)) return refuse(403, 'Open the preview by its own address.');
  if (origin !== undefined && origin !== `http://${host}`) return refuse(403, 'Only the page itself may ask.');
  try {
    return await answer(request, new URL(request.url ?? '/', `http://${host}`));
  } catch (error) {
    return refuse(500, error instanceof Error ? error.message : String(error));
  }
}

const json = (value: unknown): Answer => ({ status: 200, type: 'application/json', body: JSON.stringify(value) });
const refuse = (status: number, message: string): Answer => ({ status, type: 'text/plain', body: `${message}\n` });
const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css' };

function answers(options: PreviewOptions, bundler: Bundler, bundled: Bundled): Answers {
  const { portal } = options;
  const about = aboutOf(options);
  const proxy = createFetchProxy({
    clientSecret: portal.clientSecret,
    portalId: portal.portalId,
    appId: portal.appId,
    user: about.user,
    permitted: () => options.serviceUrl,
    now: options.now,
    fetch,
  });
  let files = bundled;
  return async (request, { pathname, searchParams }) => {
    const route = `${request.method} ${pathname}`;
    if (route === 'GET /') {
      files = await bundler.bundle();
      return { status: 200, type: 'text/html', body: PAGE_HTML };
    }
    if (route === 'GET /api/about') return json(about);
    if (route === 'GET /api/people')
      return json(listPeople(portal, { text: searchParams.get('q') ?? '', stage: searchParams.get('stage') ?? '' }));
    if (route === 'POST /api/fetch') return fetchAnswer(proxy, await readBody(request));
    const [, contactId] = /^GET \/api\/people\/(\d+)$/.exec(route) ?? [];
    if (contactId !== undefined) return recordAnswer(options, contactId);
    const file = request.method === 'GET' ? files.get(pathname) : undefined;
    if (!file) return refuse(404, 'The preview has no such page.');
    return { status: 200, type: TYPES[pathname.split('.').at(-1) ?? ''] ?? 'text/plain', body: file };
  };
}

async function fetchAnswer(proxy: FetchProxy, body: string): Promise<Answer> {
  const asked = FetchAsk.safeParse(JSON.parse(body));
  return asked.success ? json(await proxy(asked.data)) : refuse(400, z.prettifyError(asked.error));
}

const FetchAsk = z.strictObject({
  url: z.string(),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  body: z.record(z.string(), z.unknown()).optional(),
});

/** The first of the portal's sales people looks at the record. */
function aboutOf({ portal, serviceUrl }: PreviewOptions): About {
  const { userId = 9001, email = 'rep@sales.example', firstName = 'Rep', lastName = '' } = portal.owners[0] ?? {};
  return {
    portalId: portal.portalId,
    appId: portal.appId,
    apiBase: serviceUrl,
    user: { id: userId, email, firstName, lastName },
    timeZone: 'Europe/Amsterdam',
    stages: portal.stages,
  };
}

async function recordAnswer({ portal, messagesOf }: PreviewOptions, contactId: string): Promise<Answer> {
  const record = readRecord(portal, contactId);
  if (!record) return refuse(404, 'The portal has no such contact.');
  const messages = await messagesOf(contactId).catch(() => undefined);
  return json({ ...record, messages: messages ?? [], messagesFailed: messages === undefined });
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > LONGEST_BODY) throw new RangeError('A card may send 1 MB at most.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
