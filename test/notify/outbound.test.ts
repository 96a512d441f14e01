import * as net from 'node:net';

import { createSecret } from '../../src/app/secret.js';
import { createPost, type OutboundDeps, type OutboundLimits } from '../../src/notify/outbound.js';
import { startSlackStandIn, type SlackStandIn } from '../fakes/slack-stand-in.js';

const NOW = Date.parse('2026-11-21T12:00:00.000Z');
/** Long enough never to be what ends a test that is not about it. */
const LONG: OutboundLimits = { connectMs: 600_000, totalMs: 600_000, answerBytes: 64 * 1024 };
const LOCAL = ['127.0.0.0/8'];
const BODY = '{"text":"Ärger"}';

let standIn: SlackStandIn;
beforeEach(async () => {
  standIn = await startSlackStandIn();
});
afterEach(() => standIn.close());

/** @param resolve by default no name is looked up anywhere */
const postTo = (url: string, deps: Partial<OutboundDeps> = {}) =>
  createPost({
    allowNets: LOCAL,
    now: () => NOW,
    limits: LONG,
    resolve: () => Promise.reject(new Error('nothing is looked up in this test')),
    ...deps,
  })({ to: createSecret(url), body: BODY, headers: { 'webhook-id': 'k1' } });

describe('createPost', () => {
  it('posts JSON where it may', async () => {
    const posted = await postTo(standIn.url);

    expect(posted).toEqual({ kind: 'answered', status: 200 });
    expect(standIn.received).toMatchObject([
      {
        method: 'POST',
        path: '/services/T0/B0/secret',
        body: BODY,
        headers: {
          'content-type': 'application/json',
          'content-length': '17',
          'webhook-id': 'k1',
          host: `127.0.0.1:${standIn.port}`,
        },
      },
    ]);
  });

  it('says when it should come again', async () => {
    standIn.behaviour = { status: 429, headers: { 'Retry-After': '30' } };

    expect(await postTo(standIn.url)).toEqual({ kind: 'answered', status: 429, retryAfterMs: 30_000 });
  });

  it.each([401, 404, 500])('returns status %i and nothing of what was said', async (status) => {
    standIn.behaviour = { status, body: 'no_service for person@example.com' };

    expect(await postTo(standIn.url)).toEqual({ kind: 'answered', status });
  });

  it('does not follow a redirect', async () => {
    const elsewhere = await startSlackStandIn();
    standIn.behaviour = { status: 307, headers: { Location: elsewhere.url } };

    const posted = await postTo(standIn.url);
    await elsewhere.close();

    expect(posted).toEqual({ kind: 'answered', status: 307 });
    expect(elsewhere.received).toEqual([]);
  });

  describe('with a bad address', () => {
    const NOT_PUBLIC = 'it is not public, and its network not in ALLOW_OUTBOUND_NETS';
    const NOT_HTTPS = 'it must be https on port 443';

    it.each([
      ['http', 'http://8.8.8.8/', NOT_HTTPS],
      ['another port', 'https://8.8.8.8:8443/', NOT_HTTPS],
      ['the port of http', 'https://8.8.8.8:80/', NOT_HTTPS],
      ['a user name', 'https://me@8.8.8.8/', 'it holds a user name or password'],
      ['a password', 'https://:pass@8.8.8.8/', 'it holds a user name or password'],
      ['credentials in an opened network', 'http://me:pass@127.0.0.1/', 'it holds a user name or password'],
      ['a private address', 'https://10.0.0.1/', NOT_PUBLIC],
      ['a decimal address', 'https://2886729729/', NOT_PUBLIC],
      ['a hexadecimal address', 'https://0xa9.0xfe.0xa9.0xfe/', NOT_PUBLIC],
      ['IPv6 loopback', 'https://[::1]/', NOT_PUBLIC],
      ['a mapped address', 'https://[::ffff:127.0.0.1]/', NOT_PUBLIC],
      ['another protocol', 'ftp://8.8.8.8/', 'it is no web address'],
      ['a file', 'file:///etc/passwd', 'it is no web address'],
      ['no address', 'hooks.example', 'it is no web address'],
    ])('refuses %s: %s', async (_name, url, because) => {
      expect(await postTo(url)).toEqual({ kind: 'barred', because });
    });

    it.each([
      ['loopback', ['127.0.0.1']],
      ['private', ['192.168.0.10']],
      ['link-local', ['169.254.169.254']],
      ['carrier', ['100.64.0.1']],
      ['multicast', ['224.0.0.251']],
      ['unspecified', ['0.0.0.0']],
      ['mapped', ['::ffff:127.0.0.1']],
      ['NAT64', ['64:ff9b::7f00:1']],
      ['6to4', ['2002:7f00:1::1']],
      ['unique local', ['fd00::1']],
      ['public, and a private one beside it', ['8.8.8.8', '10.0.0.1']],
    ])('refuses a name that stands for %s addresses', async (_kind, addresses) => {
      const resolve = () => Promise.resolve(addresses);

      const posted = await postTo('https://hooks.example/', { allowNets: [], resolve });

      expect(posted).toEqual({ kind: 'barred', because: NOT_PUBLIC });
    });

    it('keeps http to opened networks, for each address of a name', async () => {
      const resolve = () => Promise.resolve(['127.0.0.1', '8.8.8.8']);

      const posted = await postTo(`http://hooks.example:${standIn.port}/`, { resolve });

      expect(posted).toEqual({ kind: 'barred', because: NOT_HTTPS });
      expect(standIn.received).toEqual([]);
    });

    it.each([
      ['is not found', 'ENOTFOUND', { kind: 'barred', because: 'its host cannot be looked up' }],
      ['cannot be looked up now', 'EAI_AGAIN', { kind: 'broken', sent: false }],
    ])('calls nobody when a name %s', async (_name, code, expected) => {
      const resolve = () => Promise.reject(Object.assign(new Error('getaddrinfo hooks.example'), { code }));

      expect(await postTo('https://hooks.example/', { resolve })).toEqual(expected);
    });

    it('calls nobody when a name has no address', async () => {
      const posted = await postTo('https://hooks.example/', { resolve: () => Promise.resolve([]) });

      expect(posted).toEqual({ kind: 'barred', because: 'its host has no address' });
    });
  });

  it('connects to the addresses it judged, whatever the name stands for a moment later', async () => {
    const answers = [['127.0.0.1'], ['127.0.0.2']];
    const asked: string[] = [];
    const resolve = (host: string) => {
      asked.push(host);
      return Promise.resolve(answers.shift() ?? []);
    };

    const posted = await postTo(`http://hooks.example:${standIn.port}/x`, { resolve });

    expect(posted).toEqual({ kind: 'answered', status: 200 });
    expect(asked).toEqual(['hooks.example']);
    expect(standIn.received[0]?.headers.host).toBe(`hooks.example:${standIn.port}`);
  });

  it('tries the next address of a name when the first does not answer', async () => {
    const resolve = () => Promise.resolve(['127.0.0.3', '127.0.0.1']);

    const posted = await postTo(`http://hooks.example:${standIn.port}/x`, { resolve });

    expect(posted).toEqual({ kind: 'answered', status: 200 });
  });

  it('speaks to nobody whose certificate is vouched for by nobody', async () => {
    const posted = await postTo(standIn.url.replace('http:', 'https:'));

    expect(posted).toEqual({ kind: 'broken', sent: false });
    expect(standIn.received).toEqual([]);
  });

  it('knows that nothing arrived where nobody listens', async () => {
    await standIn.close();

    expect(await postTo(standIn.url)).toEqual({ kind: 'broken', sent: false });
  });

  it('knows that nothing arrived when a look-up takes too long', async () => {
    const limits = { ...LONG, connectMs: 20 };

    const posted = await postTo('https://hooks.example/', { limits, resolve: () => new Promise(() => undefined) });

    expect(posted).toEqual({ kind: 'broken', sent: false });
  });

  it('knows that nothing arrived when TLS takes too long', async () => {
    const silent = net.createServer((socket) => socket.on('error', () => undefined));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as net.AddressInfo;

    const posted = await postTo(`https://127.0.0.1:${port}/`, { limits: { ...LONG, connectMs: 50 } });
    silent.close();

    expect(posted).toEqual({ kind: 'broken', sent: false });
  });

  it('waits for an answer longer than for a connection', async () => {
    standIn.behaviour = { fault: 'late' };

    const posted = await postTo(standIn.url, { limits: { ...LONG, connectMs: 500 } });

    expect(posted).toEqual({ kind: 'answered', status: 200 });
  });

  it.each([
    ['no answer', 'hang'],
    ['a head that never ends', 'slow-head'],
  ] as const)('does not know what became of it after %s', async (_name, fault) => {
    standIn.behaviour = { fault };

    const posted = await postTo(standIn.url, { limits: { ...LONG, totalMs: 300 } });

    expect(posted).toEqual({ kind: 'broken', sent: true });
    expect(standIn.received).toHaveLength(1);
  });

  it('does not know what became of it after a reset', async () => {
    standIn.behaviour = { fault: 'reset' };

    expect(await postTo(standIn.url)).toEqual({ kind: 'broken', sent: true });
  });

  it('hangs up on an answer that does not end, and keeps its status', async () => {
    standIn.behaviour = { fault: 'endless' };

    const posted = await postTo(standIn.url);
    await standIn.hungUp;

    expect(posted).toEqual({ kind: 'answered', status: 200 });
  });

  it('keeps the status of an answer that is cut off', async () => {
    standIn.behaviour = { fault: 'cut' };

    expect(await postTo(standIn.url)).toEqual({ kind: 'answered', status: 200 });
  });

  it('looks a name up where the machine does', async () => {
    const post = createPost({ allowNets: ['127.0.0.0/8', '::1/128'], now: () => NOW, limits: LONG });

    const posted = await post({ to: createSecret(`http://localhost:${standIn.port}/`), body: BODY });

    expect(posted).toEqual({ kind: 'answered', status: 200 });
  });
});
