import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { createServiceClient } from '../../src/cli/service-client.js';

const folder = mkdtempSync(path.join(tmpdir(), 'handoff-client-'));
const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));
afterAll(() => rmSync(folder, { recursive: true }));

async function clientOf(answer: RequestListener, adminToken: string | undefined = 'secret') {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return createServiceClient({ serviceUrl: `http://127.0.0.1:${port}`, adminToken, dataDir: folder });
}

async function heard(req: IncomingMessage) {
  let body = '';
  for await (const chunk of req) body += String(chunk);
  const { authorization, 'content-type': type } = req.headers;
  return { method: req.method, url: req.url, authorization, type, body };
}

describe('the service, asked by a command', () => {
  it.each([
    [{}, { method: 'GET', url: '/admin/forms', type: undefined, body: '' }],
    [{ query: { portal: '1', since: undefined } }, { method: 'GET', url: '/admin/forms?portal=1', body: '' }],
    [{ json: { form: 'f' } }, { method: 'POST', type: 'application/json', body: '{"form":"f"}' }],
    [{ csv: Readable.from(['Email\n', 'a@b.c\n']) }, { method: 'POST', type: 'text/csv', body: 'Email\na@b.c\n' }],
    [{ post: true as const }, { method: 'POST', type: undefined, body: '' }],
  ])('hears %j', async (sent, expected) => {
    let got: unknown;
    const client = await clientOf((req, res) => void heard(req).then((all) => ((got = all), res.end('{}'))));

    await client.ask('forms', sent);

    expect(got).toMatchObject({ authorization: 'Bearer secret', ...expected });
  });

  it('gives its lines one by one, and no empty one', async () => {
    const client = await clientOf((_req, res) => res.end('{"a":1}\n\n{"a":2}\n'));

    const lines = [];
    for await (const line of client.lines('decisions')) lines.push(line);

    expect(lines).toEqual(['{"a":1}', '{"a":2}']);
  });

  it('is asked with the token it keeps, when none is set', async () => {
    writeFileSync(path.join(folder, 'admin-token'), 'kept\n');
    let token: string | undefined;
    const client = await clientOf((req, res) => ((token = req.headers.authorization), res.end()), '');

    await client.ask('forms');

    expect(token).toBe('Bearer kept');
  });

  it.each([
    [400, 'invalid-input', 'The kind is a signal.', 'INVALID_INPUT', 'The kind is a signal'],
    [404, 'not-found', undefined, 'NOT_FOUND', 'The service answered 404 not-found'],
    [401, 'unproven', 'Send a token.', 'UNPROVEN', 'The service does not know us: check ADMIN_TOKEN'],
    [
      502,
      'hubspot-rejected',
      'HubSpot refused: grant the app the scopes forms',
      'HUBSPOT_REJECTED',
      'HubSpot refused: grant the app the scopes forms (its log says more under r-1)',
    ],
    [500, 'internal', 'Something.', 'INTERNAL', 'Something (its log says more under r-1)'],
  ])('says what a refusal with %d means', async (status, error, because, code, message) => {
    const client = await clientOf((_req, res) => {
      if (because !== undefined) res.setHeader('X-Handoff-Because', because);
      res.writeHead(status).end(JSON.stringify({ error, requestId: 'r-1' }));
    });

    await expect(client.ask('forms')).rejects.toMatchObject({ code, message });
  });

  it('says what to do when none answers', async () => {
    const client = createServiceClient({ serviceUrl: 'http://127.0.0.1:9', adminToken: 'secret', dataDir: folder });

    await expect(client.ask('forms')).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: 'No service answers at http://127.0.0.1:9: start it, or set HANDOFF_URL',
    });
  });

  it('says what to do when there is no token', async () => {
    const dataDir = path.join(folder, 'nowhere');
    const client = createServiceClient({ serviceUrl: 'http://127.0.0.1:9', adminToken: undefined, dataDir });

    await expect(client.ask('forms')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });
});
