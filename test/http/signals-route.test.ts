import type { RequestListener } from 'node:http';
import request from 'supertest';
import { AppError } from '../../src/app/errors.js';
import { createApp } from '../../src/http/create-app.js';
import { ADMIN_TOKEN, depsWith, NOW } from './app-under-test.js';

const ACT = { portalId: 4401, id: 'm-1', email: 'Ada@Example.com ', signal: 'demo_booked', at: '2026-11-21T11:00:00Z' };
const ANSWER = { portalId: 4401, id: 'a-1', contactId: 1203, answer: 'need', value: ' Reports ', at: NOW };
const TOKEN = { Authorization: `Bearer ${ADMIN_TOKEN}` };

function post(app: RequestListener, body: unknown, headers: Record<string, string> = TOKEN) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return request(app).post('/signals').type('json').set(headers).send(text);
}

describe('POST /signals', () => {
  it('takes one act, and says that it is stored', async () => {
    const { deps, kept } = depsWith();

    const reply = await post(createApp(deps), { ...ACT, source: 'intercom', model: 'saas', auto: true, text: 'Hi' });

    expect([reply.status, reply.body]).toEqual([200, { results: [{ id: 'm-1', state: 'stored' }] }]);
    expect(kept.signals).toEqual([
      {
        portalId: 4401,
        id: 'm-1',
        contact: { email: 'ada@example.com' },
        at: Date.parse('2026-11-21T11:00:00Z'),
        source: 'intercom',
        model: 'saas',
        told: { signal: 'demo_booked', auto: true, text: 'Hi' },
      },
    ]);
  });

  it('takes acts and answers together, and answers each in order', async () => {
    const { deps, kept } = depsWith();

    const reply = await post(createApp(deps), [ANSWER, { ...ACT, id: '' }, ACT, 7]);

    expect([reply.status, reply.body.results.map(({ id, state }: Record<string, unknown>) => [id, state])]).toEqual([
      200,
      [
        ['a-1', 'stored'],
        [null, 'refused'],
        ['m-1', 'stored'],
        [null, 'refused'],
      ],
    ]);
    expect(kept.signals).toMatchObject([
      { id: 'a-1', contact: { contactId: '1203' }, at: NOW, told: { question: 'need', value: 'Reports' } },
      { id: 'm-1', told: { signal: 'demo_booked', auto: false } },
    ]);
  });

  it('says in whose name contacts are looked at', async () => {
    const { deps } = depsWith();
    const by: unknown[] = [];
    const takeSignals: typeof deps.takeSignals = async (_portal, given, how) => {
      by.push(how);
      return given.map(({ id }) => ({ id, state: 'repeated' }));
    };

    const reply = await post(createApp({ ...deps, takeSignals }), ACT);

    expect(by).toEqual([{ way: 'workflow', actor: 'signal:api', action: 'signals' }]);
    expect(reply.body).toEqual({ results: [{ id: 'm-1', state: 'repeated' }] });
  });

  it('takes what others send for absent, ids as numbers, and drops what it does not know', async () => {
    const { deps, kept } = depsWith();
    const odd = { ...ACT, id: 7, portalId: '4401', answer: null, source: null, model: null, text: null, x: { y: 1 } };

    const reply = await post(createApp(deps), { ...odd, contactId: null });

    expect(reply.body).toEqual({ results: [{ id: '7', state: 'stored' }] });
    expect(Object.keys(kept.signals[0] ?? {}).sort()).toEqual(['at', 'contact', 'id', 'portalId', 'told']);
  });

  it.each([
    ['2026-11-21T12:00:00+01:00', Date.UTC(2026, 10, 21, 11)],
    ['2026-11-21', Date.UTC(2026, 10, 21)],
    [NOW, NOW],
    [String(NOW), NOW],
  ])('reads the time %s', async (at, epoch) => {
    const { deps, kept } = depsWith();

    await post(createApp(deps), { ...ACT, at });

    expect(kept.signals[0]?.at).toBe(epoch);
  });

  it.each<[string, unknown, string]>([
    ['no portal', { ...ACT, portalId: undefined }, 'portalId: the number of the portal'],
    ['a portal of words', { ...ACT, portalId: 'mine' }, 'portalId: the number of the portal'],
    ['another portal', { ...ACT, portalId: 9 }, 'This portal is not connected'],
    ['no id', { ...ACT, id: undefined }, 'id: a text of up to 128 characters that no other signal has'],
    [
      'an id of 129 characters',
      { ...ACT, id: 'x'.repeat(129) },
      'id: a text of up to 128 characters that no other signal has',
    ],
    ['nobody', { ...ACT, email: undefined }, 'Send email or contactId: whose act is it?'],
    ['an address that is none', { ...ACT, email: 'ada' }, 'email: one e-mail address'],
    ['two addresses', { ...ACT, email: 'a@b.co, c@d.co' }, 'email: one e-mail address'],
    ['a contact of words', { ...ACT, contactId: 'ada' }, 'contactId: the number HubSpot gives the contact'],
    [
      'no time',
      { ...ACT, at: undefined },
      'at: when it happened: an ISO 8601 time or epoch milliseconds, of this century',
    ],
    [
      'a time of words',
      { ...ACT, at: 'yesterday' },
      'at: when it happened: an ISO 8601 time or epoch milliseconds, of this century',
    ],
    [
      'a day that does not exist',
      { ...ACT, at: '2026-02-30T00:00:00Z' },
      'at: when it happened: an ISO 8601 time or epoch milliseconds, of this century',
    ],
    [
      'seconds',
      { ...ACT, at: 1_795_251_600 },
      'at: when it happened: an ISO 8601 time or epoch milliseconds, of this century',
    ],
    [
      'half a millisecond',
      { ...ACT, at: NOW + 0.5 },
      'at: when it happened: an ISO 8601 time or epoch milliseconds, of this century',
    ],
    ['a signal in capitals', { ...ACT, signal: 'Demo' }, 'signal: small letters, digits and _, such as demo_booked'],
    [
      'a source with a blank',
      { ...ACT, source: 'my chat' },
      'source: who tells it, in letters, digits and . _ -, at most 64',
    ],
    ['auto in words', { ...ACT, auto: 'true' }, 'auto: true or false'],
    ['a text that is none', { ...ACT, text: { a: 1 } }, 'text: a text'],
    [
      'both',
      { ...ACT, answer: 'need', value: 'x' },
      'Send signal (what the lead did), or answer and value (what it said)',
    ],
    ['neither', { ...ACT, signal: undefined }, 'Send signal (what the lead did), or answer and value (what it said)'],
    ['an answer without words', { ...ANSWER, value: ' ' }, 'value: a text of 1 to 2000 characters'],
    ['an answer without value', { ...ANSWER, value: undefined }, 'value: a text of 1 to 2000 characters'],
    ['an answer too long', { ...ANSWER, value: 'x'.repeat(2_001) }, 'value: a text of 1 to 2000 characters'],
    [
      'two things wrong',
      { ...ACT, at: 0, signal: '' },
      'at: when it happened: an ISO 8601 time or epoch milliseconds, of this century; signal: small letters, digits and _, such as demo_booked',
    ],
    ['a text of 17 KiB', { ...ACT, text: 'x'.repeat(17 * 1024) }, 'A text is longer than 16384 bytes.'],
    ['NUL in an answer', { ...ANSWER, value: 'a\u0000b' }, 'A text holds NUL or half a character.'],
    ['half a character in an id', { ...ACT, id: '\ud800' }, 'A text holds NUL or half a character.'],
    [
      'depth',
      { ...ACT, x: JSON.parse('['.repeat(40) + ']'.repeat(40)) as unknown },
      'The body is nested deeper than 32.',
    ],
    ['a list', [ACT], 'Send an object'],
    ['words', 'demo_booked', 'Send an object'],
    ['nothing', null, 'Send an object'],
  ])('refuses %s, with what to send, and keeps the others', async (_name, item, because) => {
    const { deps, kept } = depsWith();

    const reply = await post(createApp(deps), [item, { ...ACT, id: 'good' }]);

    expect(reply.status).toBe(200);
    expect(reply.body.results[0]).toMatchObject({ state: 'refused', because });
    expect(reply.body.results[1]).toEqual({ id: 'good', state: 'stored' });
    expect(kept.signals.map(({ id }) => id)).toEqual(['good']);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['a number', '7'],
    ['null', 'null'],
    ['1,001 signals', JSON.stringify(Array.from({ length: 1_001 }, () => 1))],
  ])('answers 400 to %s', async (_name, body) => {
    const reply = await post(createApp(depsWith().deps), body);

    expect([reply.status, reply.body]).toEqual([400, { error: 'invalid-input', requestId: 'request-1' }]);
  });

  it('takes 1,000 signals, and none', async () => {
    const { deps, kept } = depsWith();
    const app = createApp(deps);

    const replies = [
      await post(
        app,
        Array.from({ length: 1_000 }, (_, n) => ({ ...ACT, id: `m-${n}` })),
      ),
      await post(app, []),
    ];

    expect(replies.map(({ status, body }) => [status, body.results.length])).toEqual([
      [200, 1_000],
      [200, 0],
    ]);
    expect(kept.signals).toHaveLength(1_000);
  });

  it.each([
    ['no token', {}],
    ['another token', { Authorization: 'Bearer x' }],
  ])('answers 401 to %s, whatever the body is', async (_name, headers) => {
    const { deps, kept } = depsWith();
    const app = createApp(deps);

    const replies = [await post(app, ACT, headers), await post(app, '{', headers)];

    expect(replies.map(({ status, body }) => [status, body.error])).toEqual([
      [401, 'unproven'],
      [401, 'unproven'],
    ]);
    expect(kept.signals).toEqual([]);
  });

  it.each(['get', 'put', 'patch', 'delete'] as const)('answers 405 to %s', async (method) => {
    const reply = await request(createApp(depsWith().deps))[method]('/signals').set(TOKEN);

    expect([reply.status, reply.headers.allow]).toEqual([405, 'POST']);
  });

  it('answers 413 to a body over 1 MiB', async () => {
    const { deps, kept } = depsWith();

    const reply = await post(createApp(deps), { ...ACT, more: 'x'.repeat(1024 * 1024) });

    expect([reply.status, reply.body.error, kept.signals]).toEqual([413, 'too-large', []]);
  });

  it('says when to come back while the store is away', async () => {
    const away = new AppError('STORE_UNAVAILABLE', 'away', { retryAfterMs: 1_000 });

    const reply = await post(createApp(depsWith({ takeSignals: () => Promise.reject(away) }).deps), ACT);

    expect([reply.status, reply.headers['retry-after'], reply.body.error]).toEqual([503, '1', 'store-unavailable']);
  });

  it('says nothing of what was sent, neither in the log nor in a reply', async () => {
    const { deps, kept } = depsWith();
    const secret = 'confidential-words';

    const reply = await post(createApp(deps), [
      { ...ACT, text: secret },
      { ...ACT, id: 'm-2', at: secret, email: `${secret}@x`, source: `${secret} `, signal: secret },
    ]);

    expect(JSON.stringify(kept.lines) + reply.text).not.toContain(secret);
  });
});
