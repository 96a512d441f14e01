import type { RequestListener } from 'node:http';
import request from 'supertest';
import { AppError } from '../../src/app/errors.js';
import { createApp } from '../../src/http/create-app.js';
import { ADMIN_TOKEN, depsWith, NOW } from './app-under-test.js';

const ANSWER = { portalId: 4401, contactId: '1203', outcome: 'accepted', by: 'user:9001' };
const TOKEN = { Authorization: `Bearer ${ADMIN_TOKEN}` };

function post(app: RequestListener, body: unknown = ANSWER, headers: Record<string, string> = TOKEN) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return request(app).post('/admin/acceptances').type('json').set(headers).send(text);
}

describe('POST /admin/acceptances', () => {
  it('keeps a rep’s answer', async () => {
    const { deps, kept } = depsWith();
    const app = createApp(deps);

    const reply = await post(app);

    expect([reply.status, reply.body]).toEqual([200, { recorded: true }]);
    expect(kept.acceptances).toEqual([{ ...ANSWER, at: NOW, key: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown }]);
  });

  it('takes ids as HubSpot gives them, drops what it does not know, and trims the name', async () => {
    const { deps, kept } = depsWith();
    const app = createApp(deps);

    await post(app, { portalId: '4401', contactId: 1203, outcome: 'refused', by: ' Sanne ', at: 1, key: 'mine' });

    expect(kept.acceptances).toMatchObject([{ portalId: 4401, contactId: '1203', outcome: 'refused', by: 'Sanne' }]);
    expect(kept.acceptances).toMatchObject([{ at: NOW }]);
    expect(kept.acceptances[0]?.key).not.toBe('mine');
  });

  it.each([
    ['the same id', { id: 'a1' }, { id: 'a1' }, 1],
    ['the same id, said of another outcome', { id: 'a1' }, { id: 'a1', outcome: 'refused' }, 1],
    ['another id', { id: 'a1' }, { id: 'a2' }, 2],
    ['the same id of another contact', { id: 'a1' }, { id: 'a1', contactId: '1204' }, 2],
    ['another outcome without an id', {}, { outcome: 'refused' }, 2],
  ])('knows an answer told twice by its id: %s', async (_name, first, second, answers) => {
    const { deps, kept } = depsWith();
    const app = createApp(deps);

    await post(app, { ...ANSWER, ...first });
    await post(app, { ...ANSWER, ...second });

    expect(new Set(kept.acceptances.map(({ key }) => key)).size).toBe(answers);
  });

  it('refuses a portal that is not connected, and keeps nothing', async () => {
    const { deps, kept } = depsWith();

    const reply = await post(createApp(deps), { ...ANSWER, portalId: 9 });

    expect([reply.status, reply.body.error]).toEqual([403, 'portal-unknown']);
    expect(kept.acceptances).toEqual([]);
  });

  it('takes a second answer a moment later for another one', async () => {
    let now = NOW;
    const { deps, kept } = depsWith({ now: () => (now += 1) });
    const app = createApp(deps);

    await post(app);
    await post(app);

    expect(new Set(kept.acceptances.map(({ key }) => key)).size).toBe(2);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['a list', []],
    ['no portal', { ...ANSWER, portalId: undefined }],
    ['no contact', { ...ANSWER, contactId: undefined }],
    ['a contact of words', { ...ANSWER, contactId: 'ann' }],
    ['another outcome', { ...ANSWER, outcome: 'late' }],
    ['nobody', { ...ANSWER, by: ' ' }],
    ['a name of 129 letters', { ...ANSWER, by: 'x'.repeat(129) }],
    ['an empty id', { ...ANSWER, id: '' }],
    ['NUL in a name', { ...ANSWER, by: 'a\u0000b' }],
  ])('answers 400 to %s, and keeps nothing', async (_name, body) => {
    const { deps, kept } = depsWith();
    const app = createApp(deps);

    const reply = await post(app, body);

    expect([reply.status, reply.body]).toEqual([400, { error: 'invalid-input', requestId: 'request-1' }]);
    expect(kept.acceptances).toEqual([]);
  });

  it.each([
    ['no token', {}],
    ['another token', { Authorization: 'Bearer x' }],
  ])('answers 401 to %s, whatever the body is', async (_name, headers) => {
    const { deps, kept } = depsWith();
    const app = createApp(deps);

    const replies = [await post(app, ANSWER, headers), await post(app, '{', headers)];

    expect(replies.map(({ status, body }) => [status, body.error])).toEqual([
      [401, 'unproven'],
      [401, 'unproven'],
    ]);
    expect(kept.acceptances).toEqual([]);
  });

  it.each(['get', 'put', 'patch', 'delete'] as const)('answers 405 to %s', async (method) => {
    const reply = await request(createApp(depsWith().deps))[method]('/admin/acceptances').set(TOKEN);

    expect([reply.status, reply.headers.allow]).toEqual([405, 'POST']);
  });

  it('answers 413 to a body over 256 KiB', async () => {
    const { deps, kept } = depsWith();
    const app = createApp(deps);

    const reply = await post(app, { ...ANSWER, more: 'x'.repeat(262_144) });

    expect([reply.status, reply.body.error, kept.acceptances]).toEqual([413, 'too-large', []]);
  });

  it('says when to come back while the store is away', async () => {
    const away = new AppError('STORE_UNAVAILABLE', 'away', { retryAfterMs: 1_000 });
    const acceptances = { record: () => Promise.reject(away), find: async () => undefined };

    const reply = await post(createApp(depsWith({ acceptances }).deps));

    expect([reply.status, reply.headers['retry-after'], reply.body.error]).toEqual([503, '1', 'store-unavailable']);
  });
});
