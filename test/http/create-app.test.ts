import request from 'supertest';
import { createApp } from '../../src/http/create-app.js';
import { ADMIN_TOKEN, depsWith, liveBody, NOW, PATH, signedV3 } from './app-under-test.js';

const BODY = JSON.stringify(liveBody());

describe('createApp', () => {
  it('says that it lives', async () => {
    const reply = await request(createApp(depsWith().deps)).get('/healthz');

    expect([reply.status, reply.body]).toEqual([200, { ok: true }]);
  });

  it.each([
    ['ready', async () => true, 200, true],
    ['not ready', async () => false, 503, false],
    ['unable to tell', () => Promise.reject(new TypeError('connection lost')), 503, false],
  ])('answers /readyz when it is %s, with nothing but ok', async (_name, ready, status, ok) => {
    const reply = await request(createApp(depsWith({ ready }).deps)).get('/readyz');

    expect([reply.status, reply.body]).toEqual([status, { ok }]);
  });

  it('is not ready while most signed requests fail, and is again when they are old', async () => {
    let time = NOW;
    const app = createApp(depsWith({ now: () => time }).deps);
    for (let n = 0; n < 20; n++) await request(app).post(PATH).type('json').send('{}');

    const failing = await request(app).get('/readyz');
    time += 300_000;
    const after = await request(app).get('/readyz');

    expect([failing.status, after.status]).toEqual([503, 200]);
  });

  it.each([
    ['GET', '/'],
    ['POST', '/hubspot/actions/'],
    ['POST', '/hubspot/actions/qualify-lead/more'],
    ['POST', '//hubspot/actions/qualify-lead'],
    ['GET', '/HEALTHZ'],
    ['GET', '/healthz/'],
    ['GET', '/.env'],
    ['GET', '/%zz'],
  ])('answers 404 in JSON to %s %s', async (method, path) => {
    const app = request(createApp(depsWith().deps));

    const reply = await (method === 'GET' ? app.get(path) : app.post(path));

    expect([reply.status, reply.body]).toEqual([404, { error: 'not-found', requestId: 'request-1' }]);
  });

  it.each(['/healthz', '/readyz', '/metrics'])('answers 405 to a POST of %s', async (path) => {
    const reply = await request(createApp(depsWith().deps)).post(path).send({ a: 1 });

    expect([reply.status, reply.headers.allow, reply.body.error]).toEqual([405, 'GET, HEAD', 'method-not-allowed']);
  });

  it.each(['get', 'delete'] as const)('refuses a body where %s has none', async (method) => {
    const reply = await request(createApp(depsWith().deps))[method]('/healthz').type('json').send('{"a":1}');

    expect([reply.status, reply.body.error]).toEqual([400, 'invalid-input']);
  });

  it.each(['/healthz', '/admin/decisions', '/nothing', PATH])('sends the security headers with %s', async (path) => {
    const { headers } = await request(createApp(depsWith().deps)).get(path);

    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-request-id': 'request-1',
    });
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('etag');
  });

  it('names requests itself, whatever the client calls them', async () => {
    const reply = await request(createApp(depsWith().deps)).get('/nothing').set('X-Request-Id', 'mine');

    expect([reply.headers['x-request-id'], reply.body.requestId]).toEqual(['request-1', 'request-1']);
  });

  it('counts replies and signatures by words of ours', async () => {
    const app = createApp(depsWith().deps);
    await request(app).post(PATH).set(signedV3(BODY)).send(BODY);
    await request(app).post(PATH).type('json').send('{}');
    await request(app).get('/some/path/of/theirs');

    const { text } = await request(app).get('/metrics');

    expect(text).toContain('handoff_http_replies_total{route="actions",status="200"} 1');
    expect(text).toContain('handoff_http_replies_total{route="actions",status="401"} 1');
    expect(text).toContain('handoff_http_replies_total{route="other",status="404"} 1');
    expect(text).toContain('handoff_signatures_total{result="v3"} 1');
    expect(text).toContain('handoff_signatures_total{result="missing"} 1');
    expect(text).toContain('handoff_execution_seconds_count 1');
    expect(text).not.toContain('theirs');
  });

  it.each([
    ['this machine', {}, 200],
    ['a proxy on this machine', { 'X-Forwarded-For': '203.0.113.9' }, 401],
    ['a proxy that says so otherwise', { Forwarded: 'for=203.0.113.9' }, 401],
    [
      'a proxy, with the admin token',
      { 'X-Forwarded-For': '203.0.113.9', Authorization: `Bearer ${ADMIN_TOKEN}` },
      200,
    ],
    ['a proxy, with another token', { 'X-Forwarded-For': '203.0.113.9', Authorization: 'Bearer other' }, 401],
  ])('shows metrics to %s', async (_name, headers, status) => {
    const reply = await request(createApp(depsWith().deps)).get('/metrics').set(headers);

    expect(reply.status).toBe(status);
  });
});
