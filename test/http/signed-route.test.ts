import { createServer } from 'node:http';
import { Registry } from 'prom-client';
import request from 'supertest';
import { AppError } from '../../src/app/errors.js';
import { createHttpMetrics } from '../../src/http/metrics.js';
import { nameRequest, sendJson } from '../../src/http/send-reply.js';
import { createSignatureHealth } from '../../src/http/signature-health.js';
import { createSignedRoute, type Serve } from '../../src/http/signed-route.js';
import { depsWith, NOW, PUBLIC_URL, SECRET, signedV2, signedV3 } from './app-under-test.js';

const PATH = '/hubspot/anything';

/** A route of its own, and what it came to: what was served, what was counted. */
function routeWith(serve: (body: () => unknown) => unknown = (body) => body()) {
  const { deps, kept } = depsWith();
  const register = new Registry();
  const served: unknown[] = [];
  const signedRoute = createSignedRoute({
    ...deps,
    publicUrl: () => PUBLIC_URL,
    limits: { bodyBytes: 1_000, depth: 3, stringBytes: 100 },
    metrics: createHttpMetrics(register),
    health: createSignatureHealth({ now: () => NOW, log: deps.log }),
  });
  const server = createServer((req, res) => {
    nameRequest(res, 'request-1');
    const answer: Serve = async (body) => {
      served.push(serve(body));
      sendJson(res, 200, { ok: true });
    };
    void signedRoute(req, res, answer);
  });
  const post = (text: string, headers: Record<string, string> = signedV3(text, PATH)) =>
    request(server).post(PATH).set(headers).send(text);
  return { post, server, served, kept, metrics: () => register.metrics() };
}

describe('createSignedRoute', () => {
  it.each([
    ['v3', signedV3('{"a":1}', PATH)],
    ['v2', signedV2('{"a":1}', PATH)],
  ])('serves what is signed with %s, with the body as JSON', async (version, headers) => {
    const { post, served, kept, metrics } = routeWith();

    const reply = await post('{"a":1}', headers);

    expect([reply.status, served, kept.failpoints]).toEqual([200, [{ a: 1 }], ['after-verify']]);
    expect(await metrics()).toContain(`handoff_signatures_total{result="${version}"} 1`);
  });

  it.each([
    ['nothing', { 'Content-Type': 'application/json' }, 'missing'],
    ['another body', signedV3('{"a":2}', PATH), 'mismatch'],
    ['another path', signedV2('{"a":1}', '/hubspot/else'), 'mismatch'],
    ['another method', signedV3('{"a":1}', PATH, 'PUT'), 'mismatch'],
    ['a time six minutes ago', signedV3('{"a":1}', PATH, 'POST', NOW - 360_000), 'stale'],
    ['v2 beside a v3 that does not hold', { ...signedV2('{"a":1}', PATH), 'X-HubSpot-Signature-v3': 'x' }, 'malformed'],
  ])('serves nothing that is signed with %s', async (_name, headers, reason) => {
    const { post, served, metrics } = routeWith();

    const reply = await post('{"a":1}', headers);

    expect([reply.status, reply.body]).toEqual([401, { error: 'unproven', requestId: 'request-1' }]);
    expect(served).toEqual([]);
    expect(await metrics()).toContain(`handoff_signatures_total{result="${reason}"} 1`);
  });

  it('looks at the body only when it is asked for', async () => {
    const { post, served } = routeWith(() => 'did not ask');

    expect((await post('{{{')).status).toBe(200);
    expect(served).toEqual(['did not ask']);
  });

  it.each([
    ['no JSON', '{{{', {}, 400],
    ['too deep', '[[[[1]]]]', {}, 400],
    ['a long text', JSON.stringify('x'.repeat(101)), {}, 400],
    ['no JSON by its type', '{}', { 'Content-Type': 'text/plain' }, 415],
    ['compressed', '{}', { 'Content-Encoding': 'gzip' }, 415],
  ])('refuses a body that is %s', async (_name, text, headers, status) => {
    const { post, served } = routeWith();

    expect((await post(text, { ...signedV3(text, PATH), ...headers })).status).toBe(status);
    expect(served).toEqual([]);
  });

  it('stops at the limit before it looks at the signature', async () => {
    const { post, kept } = routeWith();

    const reply = await post('x'.repeat(1_001), {});

    expect([reply.status, reply.headers['x-handoff-because']]).toEqual([
      413,
      'The body is longer than the 1000 bytes taken here.',
    ]);
    expect(kept.failpoints).toEqual([]);
  });

  it('takes a POST and nothing else', async () => {
    const { server, served } = routeWith();

    const reply = await request(server).get(PATH);

    expect([reply.status, reply.headers.allow, served]).toEqual([405, 'POST', []]);
  });

  it.each([
    ['our word for it', new AppError('PORTAL_UNKNOWN', 'no'), 403, 'portal-unknown', 'no', 'debug'],
    ['a store that is away', new AppError('STORE_UNAVAILABLE', 'away'), 503, 'store-unavailable', undefined, 'warn'],
    ['a bug', new TypeError('x of undefined'), 500, 'internal', undefined, 'error'],
  ])('answers what went wrong: %s; why, only where the caller can do something', async (...row) => {
    const [, error, status, code, because, level] = row;
    const { post, kept } = routeWith(() => {
      throw error;
    });

    const reply = await post('{}');

    expect([reply.status, reply.body]).toEqual([status, { error: code, requestId: 'request-1' }]);
    expect(reply.headers['x-handoff-because']).toBe(because);
    expect(kept.lines).toMatchObject([{ level }]);
    expect(JSON.stringify(reply.body)).not.toContain(SECRET);
  });
});
