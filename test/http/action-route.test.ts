import { createHmac } from 'node:crypto';
import request from 'supertest';
import { AppError } from '../../src/app/errors.js';
import { actionTarget } from '../../src/http/action-route.js';
import { createApp, type AppDeps } from '../../src/http/create-app.js';
import { depsWith, liveBody, NOW, PATH, PUBLIC_URL, SECRET, signedV2, signedV3 } from './app-under-test.js';

const BODY = JSON.stringify(liveBody());

/** Sends a signed body; `path` and `headers` replace what is right with what a row is about. */
function post(deps: AppDeps, given: { body?: string; path?: string; headers?: Record<string, string> } = {}) {
  const { body = BODY, path = PATH } = given;
  const sent = request(createApp(deps)).post(path).set(signedV3(body, path));
  return sent.set(given.headers ?? {}).send(body);
}

describe('actionTarget', () => {
  it.each([
    ['/hubspot/actions/qualify-lead', { uid: 'qualify-lead' }],
    ['/hubspot/actions/qualify-lead?portalId=1', { uid: 'qualify-lead' }],
    ['/hubspot/actions/qualify-lead?x=/options/y', { uid: 'qualify-lead' }],
    ['/hubspot/actions/qualify-lead/options/model', { uid: 'qualify-lead', field: 'model' }],
    ['/hubspot/actions/qualify-lead/options/model?x=1', { uid: 'qualify-lead', field: 'model' }],
    ['/hubspot/actions/%2e%2e/options/%2f', { uid: '%2e%2e', field: '%2f' }],
    ['/hubspot/actions/', undefined],
    ['/hubspot/actions//options/model', undefined],
    ['/hubspot/actions/qualify-lead/', undefined],
    ['/hubspot/actions/qualify-lead/options', undefined],
    ['/hubspot/actions/qualify-lead/options/', undefined],
    ['/hubspot/actions/qualify-lead/options/model/', undefined],
    ['/hubspot/actions/qualify-lead/Options/model', undefined],
    ['/Hubspot/actions/qualify-lead', undefined],
    ['http://leads.example.com/hubspot/actions/qualify-lead', undefined],
    ['/admin', undefined],
    [undefined, undefined],
  ])('reads %s', (target, named) => {
    expect(actionTarget(target)).toEqual(named);
  });
});

describe('POST /hubspot/actions/:uid', () => {
  it('answers a signed execution with the outputs of its outcome', async () => {
    const { deps, kept } = depsWith();

    const reply = await post(deps);

    expect(reply.status).toBe(200);
    expect(reply.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(reply.headers['cache-control']).toBe('no-store');
    expect(reply.body).toEqual({ outputFields: { stage: 'lead', hs_execution_state: 'SUCCESS' } });
    expect(kept.asks).toMatchObject([{ portalId: 4401, contactId: '1203', actor: 'workflow:5005', at: NOW }]);
    expect(kept.failpoints).toEqual(['after-verify']);
  });

  it('takes v2, which the guide for workflow actions still describes', async () => {
    const { deps } = depsWith();

    const reply = await request(createApp(deps)).post(PATH).set(signedV2(BODY)).send(BODY);

    expect(reply.status).toBe(200);
  });

  it('answers BLOCK where the outcome comes later', async () => {
    const { deps } = depsWith({ execute: async () => ({ kind: 'blocked' }) });

    const reply = await post(deps);

    expect([reply.status, reply.body]).toEqual([
      200,
      { outputFields: { hs_execution_state: 'BLOCK', hs_expiration_duration: 'P7D' } },
    ]);
  });

  it('signs the query with the path, and the public URL whatever the Host says', async () => {
    const { deps } = depsWith();

    const reply = await post(deps, {
      path: `${PATH}?portalId=4401&userId=7`,
      headers: { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example', 'X-Forwarded-Proto': 'http' },
    });

    expect(reply.status).toBe(200);
  });

  it('takes the public URL from a function, where the port comes late', async () => {
    const { deps } = depsWith({ publicUrl: () => PUBLIC_URL });

    expect((await post(deps)).status).toBe(200);
  });

  it.each([
    ['no signature', { 'X-HubSpot-Signature-v3': '' }],
    ['another signature', { 'X-HubSpot-Signature-v3': 'A'.repeat(43) + '=' }],
    ['a timestamp that is six minutes old', stale(NOW - 360_000)],
    ['a timestamp that is six minutes ahead', stale(NOW + 360_000)],
  ])('answers 401 and the same body for %s, and nothing happens', async (_name, headers) => {
    const { deps, kept } = depsWith();

    const reply = await post(deps, { headers });

    expect([reply.status, reply.body]).toEqual([401, { error: 'unproven', requestId: 'request-1' }]);
    expect(kept).toMatchObject({ asks: [], failpoints: [] });
  });

  it('takes nothing at all without a client secret', async () => {
    const { deps } = depsWith({ clientSecret: undefined });

    expect((await post(deps)).status).toBe(401);
  });

  it.each([
    ['an unknown uid', '/hubspot/actions/no-such-action'],
    ['JSON that is none', PATH],
  ])('looks at nothing before the signature holds: %s', async (_name, path) => {
    const { deps } = depsWith();

    const reply = await request(createApp(deps)).post(path).type('json').send('{{{');

    expect(reply.status).toBe(401);
  });

  it.each([
    ['an unknown uid', '/hubspot/actions/no-such-action', 404, 'not-found'],
    ['a property of every object', '/hubspot/actions/constructor', 404, 'not-found'],
    ['an uid in capitals', '/hubspot/actions/Qualify-Lead', 404, 'not-found'],
    ['an encoded slash', '/hubspot/actions/qualify-lead%2F', 400, 'invalid-input'],
    ['an encoded question mark', '/hubspot/actions/qualify-lead%3fx', 400, 'invalid-input'],
    ['a broken escape', '/hubspot/actions/%zz', 404, 'not-found'],
    ['a repeated portalId', `${PATH}?portalId=4401&portalId=9`, 400, 'invalid-input'],
    ['a repeated userId, spelt otherwise', `${PATH}?userId=1&user%49d=2`, 400, 'invalid-input'],
    ['a repeated parameter of no meaning', `${PATH}?x=1&x=2`, 200, undefined],
  ])('answers a signed request with %s', async (_name, path, status, error) => {
    const { deps } = depsWith();

    const reply = await post(deps, { path });

    expect([reply.status, reply.body.error]).toEqual([status, error]);
  });

  it.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('answers 405 to %s', async (method) => {
    const { deps } = depsWith();
    const app = request(createApp(deps));

    const reply = await app[method.toLowerCase() as 'get'](PATH);

    expect([reply.status, reply.headers.allow, reply.body.error]).toEqual([405, 'POST', 'method-not-allowed']);
  });

  it.each([
    ['text/plain', { 'Content-Type': 'text/plain' }],
    ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }],
    ['a relative of JSON', { 'Content-Type': 'application/json-patch+json' }],
    ['another alphabet', { 'Content-Type': 'application/json; charset=utf-16' }],
    ['no type', { 'Content-Type': '' }],
    ['gzip', { 'Content-Encoding': 'gzip' }],
    ['two encodings', { 'Content-Encoding': 'identity, gzip' }],
  ])('answers 415 to %s', async (_name, headers) => {
    const { deps } = depsWith();

    const reply = await post(deps, { headers });

    expect([reply.status, reply.body.error]).toEqual([415, 'unsupported-type']);
  });

  it.each([
    ['a charset', { 'Content-Type': 'application/json; charset=UTF-8' }],
    ['a quoted charset', { 'Content-Type': 'application/json;charset="utf-8"' }],
    ['identity', { 'Content-Encoding': 'identity' }],
  ])('takes %s', async (_name, headers) => {
    const { deps } = depsWith();

    expect((await post(deps, { headers })).status).toBe(200);
  });

  it.each([
    ['no JSON', '{"callbackId":'],
    ['no execution', '{"hello":"world"}'],
    ['nothing', ''],
    ['deep nesting', '['.repeat(33) + ']'.repeat(33)],
    ['NUL', JSON.stringify({ ...liveBody(), callbackId: 'a\u0000b' })],
    ['half a character', JSON.stringify({ ...liveBody(), callbackId: '\ud83d' })],
    ['a long text', JSON.stringify({ ...liveBody(), inputFields: { model: 'x'.repeat(16_385) } })],
  ])('answers 400 to a signed body with %s', async (_name, body) => {
    const { deps, kept } = depsWith();

    const reply = await post(deps, { body });

    expect([reply.status, reply.body]).toEqual([400, { error: 'invalid-input', requestId: 'request-1' }]);
    expect(kept.asks).toEqual([]);
  });

  it('answers 403 to a portal that is not installed', async () => {
    const { deps, kept } = depsWith();

    const reply = await post(deps, { body: JSON.stringify({ ...liveBody(), origin: { portalId: 99 } }) });

    expect([reply.status, reply.body.error, kept.asks]).toEqual([403, 'portal-unknown', []]);
  });

  it('takes 256 KiB and answers 413 to a byte more', async () => {
    const frame = JSON.stringify({ ...liveBody(), filler: [] });
    const filled = (bytes: number) => frame.replace('"filler":[]', `"filler":[${' '.repeat(bytes - frame.length)}]`);

    const exact = await post(depsWith().deps, { body: filled(262_144) });
    const over = await post(depsWith().deps, { body: filled(262_145) });

    expect(exact.status).toBe(200);
    expect([over.status, over.body.error, over.headers.connection]).toEqual([413, 'too-large', 'close']);
  });

  it('keeps to a lower limit', async () => {
    const { deps } = depsWith({ limits: { bodyBytes: 100 } });

    expect((await post(deps)).status).toBe(413);
  });

  it.each([
    [
      'the store is away',
      new AppError('STORE_UNAVAILABLE', 'away', { retryAfterMs: 2_500 }),
      503,
      '3',
      'store-unavailable',
    ],
    ['HubSpot is busy', new AppError('HUBSPOT_BUSY', 'busy'), 503, '1', 'hubspot-busy'],
    ['HubSpot says no', new AppError('HUBSPOT_REJECTED', 'no'), 502, undefined, 'hubspot-rejected'],
    ['we have a bug', new TypeError('ann@example.com is not a function'), 500, undefined, 'internal'],
  ])('says so when %s', async (_name, error, status, retryAfter, code) => {
    const { deps } = depsWith({ execute: () => Promise.reject(error) });

    const reply = await post(deps);

    expect([reply.status, reply.headers['retry-after'], reply.body]).toEqual([
      status,
      retryAfter,
      { error: code, requestId: 'request-1' },
    ]);
  });

  it('logs our own bug as an error and an outage as a warning, with the id of the request', async () => {
    const bug = depsWith({ execute: () => Promise.reject(new TypeError('x')) });
    const outage = depsWith({ knowsPortal: () => Promise.reject(new AppError('STORE_UNAVAILABLE', 'away')) });

    await post(bug.deps);
    await post(outage.deps);

    expect(bug.kept.lines).toMatchObject([{ level: 'error', fields: { requestId: 'request-1', code: 'INTERNAL' } }]);
    expect(outage.kept.lines).toMatchObject([{ level: 'warn', fields: { code: 'STORE_UNAVAILABLE', status: 503 } }]);
  });
});

function stale(timestamp: number): Record<string, string> {
  const hmac = createHmac('sha256', SECRET).update(`POST${PUBLIC_URL}${PATH}${BODY}${timestamp}`);
  return { 'X-HubSpot-Request-Timestamp': String(timestamp), 'X-HubSpot-Signature-v3': hmac.digest('base64') };
}
