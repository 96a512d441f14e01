import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifySignature } from '../../../src/http/signature.js';
import { createFetchProxy, type FetchProxyDeps } from '../../../src/sandbox/preview/fetch-proxy.js';

const NOW = Date.UTC(2026, 10, 12, 12);
const SECRET = 'client-secret';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly body: Buffer;
  readonly headers: IncomingHttpHeaders;
}

/** A service that answers each request with the next status. */
async function createService(statuses: readonly number[]) {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      seen.push({ method, url, headers, body: Buffer.concat(chunks) });
      response.writeHead(statuses[seen.length - 1] ?? 200).end('{"ok":true}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const proxy = (more: Partial<FetchProxyDeps> = {}) =>
    createFetchProxy({
      clientSecret: SECRET,
      portalId: 4401,
      appId: 71,
      user: { id: 9001, email: 'sanne@sales.example' },
      permitted: () => url,
      now: () => NOW,
      fetch,
      ...more,
    });
  return {
    seen,
    url,
    proxy,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

let service: Awaited<ReturnType<typeof createService>>;
const serving = async (...statuses: number[]) => (service = await createService(statuses));
afterEach(() => service.close());

describe('createFetchProxy', () => {
  it.each(['GET', 'POST'])(
    'signs a %s so that the service believes it, with who asks for which portal',
    async (method) => {
      const { proxy, seen, url } = await serving();

      const answer = await proxy()({ url: `${url}/hubspot/card/contacts/7?a=b c`, method, body: { id: 'press-1' } });

      const [request] = seen;
      if (!request) throw new TypeError('the service was not asked');
      const path = request.url;
      expect(answer).toEqual({ status: 200, body: '{"ok":true}' });
      expect(Object.fromEntries(new URL(path, url).searchParams)).toEqual({
        a: 'b c',
        userId: '9001',
        portalId: '4401',
        userEmail: 'sanne@sales.example',
        appId: '71',
      });
      expect(request.body.toString()).toBe(method === 'GET' ? '' : '{"id":"press-1"}');
      expect(verifySignature({ ...request, url: url + path, now: NOW, secret: SECRET, allow: {} })).toEqual({
        ok: true,
        version: 'v3',
      });
    },
  );

  it('repeats once what went wrong', async () => {
    const { proxy, seen, url } = await serving(503, 200);

    const answer = await proxy()({ url: `${url}/x`, method: 'POST', body: { id: 'press-1' } });

    expect([answer.status, answer.body, seen.length]).toEqual([200, '{"ok":true}', 2]);
  });

  it.each([
    [404, 1],
    [302, 1],
    [500, 2],
  ])('hides a %i of the service in a 200 of its own, after %i tries', async (status, tries) => {
    const { proxy, seen, url } = await serving(status, status, status);

    const answer = await proxy()({ url: `${url}/x`, method: 'GET' });

    expect([answer.status, seen.length]).toEqual([200, tries]);
    expect(JSON.parse(answer.body)).toMatchObject({
      category: 'BAD_GATEWAY',
      context: { appServerStatusCode: [String(status)] },
    });
  });

  it('says that nobody is there', async () => {
    const { proxy, url } = await serving();
    const nobody = jest.fn(() => Promise.reject(new TypeError('fetch failed')));

    const answer = await proxy({ fetch: nobody })({ url: `${url}/x`, method: 'GET' });

    expect([answer.status, nobody.mock.calls.length]).toEqual([502, 2]);
  });

  it.each(['https://elsewhere.example/x', 'http://127.0.0.1:1/x', 'no address', 'http://user@127.0.0.1/x'])(
    'reaches nothing but the service: not %s',
    async (url) => {
      const { proxy, seen } = await serving();

      expect([(await proxy()({ url, method: 'GET' })).status, seen]).toEqual([400, []]);
    },
  );

  it('is not fooled by an address that merely starts like the service’s', async () => {
    const { proxy, seen, url } = await serving();

    const answers = await Promise.all(
      [`${url}0/x`, `${url}@elsewhere.example/x`].map((address) => proxy()({ url: address, method: 'GET' })),
    );

    expect([answers.map(({ status }) => status), seen]).toEqual([[400, 400], []]);
  });
});
