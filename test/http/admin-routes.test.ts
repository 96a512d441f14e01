import request from 'supertest';
import type { AssignmentRow } from '../../src/app/assignment.js';
import type { DeliveryRow } from '../../src/app/announcements/delivery.js';
import { AppError } from '../../src/app/errors.js';
import type { Transition } from '../../src/app/outcome.js';
import type { DecisionRow } from '../../src/app/ports.js';
import { createApp, type AppDeps } from '../../src/http/create-app.js';
import { ADMIN_TOKEN, depsWith } from './app-under-test.js';

const DECISION: DecisionRow = {
  portalId: 4401,
  contactId: '1203',
  key: 'ab'.repeat(32),
  way: 'workflow',
  kind: 'advance',
  from: 'lead',
  to: 'mql',
  rule: 'enter:mql',
  score: 62,
  model: 'saas@0123abcd',
  state: 'settled',
  at: Date.UTC(2026, 10, 21, 9, 30),
};
const TRANSITION: Transition = {
  portalId: 4401,
  contactId: '1203',
  from: 'lead',
  to: 'mql',
  way: 'workflow',
  actor: 'workflow:5005',
  rule: 'enter:mql',
  because: ['Decision maker'],
  model: 'saas@0123abcd',
  passed: [],
  at: Date.UTC(2026, 10, 21, 9, 30),
};

function get(deps: AppDeps, path: string) {
  return request(createApp(deps)).get(path).set('Authorization', `Bearer ${ADMIN_TOKEN}`).buffer(true).parse(asText);
}

function asText(res: request.Response, done: (error: Error | null, body: unknown) => void): void {
  let text = '';
  res.on('data', (chunk: Buffer) => (text += chunk.toString()));
  res.on('end', () => done(null, text));
}

describe('GET /admin/deliveries', () => {
  const DELIVERY: DeliveryRow = {
    portalId: 4401,
    contactId: '1203',
    channel: 'slack',
    target: 'hooks.slack.com',
    key: 'cd'.repeat(32),
    state: 'sent',
    attempts: 1,
    because: '',
    at: Date.UTC(2026, 10, 21, 9, 30),
  };

  it('lists deliveries with exactly the documented keys, and why where it did not arrive', async () => {
    const refused = { ...DELIVERY, state: 'refused', because: 'not configured: set SLACK_WEBHOOK_URL' } as const;
    const { deps } = depsWith({ told: [DELIVERY, refused] });

    const reply = await get(deps, '/admin/deliveries?contact=1203');

    const line = `{"portalId":4401,"contactId":"1203","channel":"slack","target":"hooks.slack.com","key":"${'cd'.repeat(32)}"`;
    expect(reply.body).toBe(
      `${line},"state":"sent","attempts":1,"at":"2026-11-21T09:30:00.000Z"}\n` +
        `${line},"state":"refused","attempts":1,"at":"2026-11-21T09:30:00.000Z","because":"not configured: set SLACK_WEBHOOK_URL"}\n`,
    );
  });
});

describe('GET /admin/assignments', () => {
  const GIVEN: AssignmentRow = {
    portalId: 4401,
    contactId: '1203',
    owner: '64492917',
    email: 'sam@example.com',
    because: 'only-one',
    passedOver: [{ owner: 'ria@example.com', because: 'away' }],
    stage: 'sql',
    at: Date.UTC(2026, 10, 21, 9, 30),
  };

  it('lists who got what and why, and why each other did not, with exactly the documented keys (P24)', async () => {
    const nobody: AssignmentRow = { ...GIVEN, owner: null, email: null, because: 'nobody-left', passedOver: [] };
    const { deps, kept } = depsWith({ assigned: [GIVEN, nobody] });

    const reply = await get(deps, '/admin/assignments?portal=4401&contact=1203&since=2026-11-01&limit=5');

    const line = '{"portalId":4401,"contactId":"1203"';
    const end = '"stage":"sql","at":"2026-11-21T09:30:00.000Z"}\n';
    expect(reply.body).toBe(
      `${line},"owner":"64492917","email":"sam@example.com","because":"only-one",` +
        `"passedOver":[{"owner":"ria@example.com","because":"away"}],${end}` +
        `${line},"owner":null,"email":null,"because":"nobody-left","passedOver":[],${end}`,
    );
    expect(kept.filters).toEqual([{ portalId: 4401, contactId: '1203', since: Date.UTC(2026, 10, 1), limit: 5 }]);
  });

  it('is for the operator only', async () => {
    const reply = await request(createApp(depsWith().deps)).get('/admin/assignments');

    expect(reply.status).toBe(401);
  });
});

describe('GET /admin/decisions and /admin/transitions', () => {
  it('lists decisions as JSON lines with exactly the documented keys', async () => {
    const { deps } = depsWith({
      decisions: [DECISION, { ...DECISION, kind: null, from: null, to: null, score: null }],
    });

    const reply = await get(deps, '/admin/decisions');

    expect(reply.headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
    expect(reply.body).toBe(
      `{"portalId":4401,"contactId":"1203","key":"${'ab'.repeat(32)}","way":"workflow","kind":"advance","from":"lead","to":"mql","rule":"enter:mql","score":62,"model":"saas@0123abcd","state":"settled","at":"2026-11-21T09:30:00.000Z"}\n` +
        `{"portalId":4401,"contactId":"1203","key":"${'ab'.repeat(32)}","way":"workflow","kind":null,"from":null,"to":null,"rule":"enter:mql","score":null,"model":"saas@0123abcd","state":"settled","at":"2026-11-21T09:30:00.000Z"}\n`,
    );
  });

  it('lists transitions as JSON lines with exactly the documented keys', async () => {
    const { deps } = depsWith({ transitions: [TRANSITION] });

    const reply = await get(deps, '/admin/transitions');

    expect(reply.body).toBe(
      '{"portalId":4401,"contactId":"1203","from":"lead","to":"mql","way":"workflow","actor":"workflow:5005","rule":"enter:mql","because":["Decision maker"],"model":"saas@0123abcd","at":"2026-11-21T09:30:00.000Z"}\n',
    );
  });

  it('shows the stages a transition passed through (D03)', async () => {
    const { deps } = depsWith({ transitions: [{ ...TRANSITION, to: 'sql', passed: ['mql'] }] });

    const reply = await get(deps, '/admin/transitions');

    expect(JSON.parse(reply.body as string)).toMatchObject({ from: 'lead', to: 'sql', passed: ['mql'] });
  });

  it('streams a long listing whole and in order', async () => {
    const decisions = Array.from({ length: 5_000 }, (_, n) => ({ ...DECISION, contactId: String(n + 1) }));

    const reply = await get(depsWith({ decisions }).deps, '/admin/decisions');

    const ids = String(reply.body)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).contactId);
    expect(ids).toHaveLength(5_000);
    expect([ids[0], ids[4_999]]).toEqual(['1', '5000']);
  });

  it('answers an empty listing with nothing', async () => {
    const reply = await get(depsWith().deps, '/admin/transitions');

    expect([reply.status, reply.body]).toEqual([200, '']);
  });

  it.each([
    ['nothing', '', {}],
    ['a portal', '?portal=4401', { portalId: 4401 }],
    ['a contact', '?contact=1203', { contactId: '1203' }],
    ['a day', '?since=2026-11-21', { since: Date.UTC(2026, 10, 21) }],
    ['a moment', '?since=2026-11-21T09:30:00Z', { since: Date.UTC(2026, 10, 21, 9, 30) }],
    ['a moment elsewhere', '?since=2026-11-21T10:30:00%2B01:00', { since: Date.UTC(2026, 10, 21, 9, 30) }],
    ['a limit', '?limit=10', { limit: 10 }],
    [
      'all of them',
      '?portal=4401&contact=7&limit=1&since=2026-01-01',
      { portalId: 4401, contactId: '7', limit: 1, since: Date.UTC(2026, 0, 1) },
    ],
    ['something else', '?colour=red', {}],
  ])('asks the log for %s', async (_name, query, filter) => {
    const { deps, kept } = depsWith();

    await get(deps, `/admin/decisions${query}`);

    expect(kept.filters).toEqual([filter]);
  });

  it.each([
    '?portal=',
    '?portal=x',
    '?portal=-1',
    '?portal=9007199254740993',
    '?portal=1&portal=2',
    '?contact=0',
    '?contact=ann',
    '?since=yesterday',
    '?since=2026-02-30',
    '?since=1795262400000',
    '?limit=0',
    '?limit=1e3',
    '?limit=5.5',
  ])('refuses %s', async (query) => {
    const { deps, kept } = depsWith();

    const reply = await get(deps, `/admin/transitions${query}`);

    expect([reply.status, kept.filters]).toEqual([400, []]);
  });

  it.each([
    ['no token', undefined],
    ['an empty token', 'Bearer '],
    ['another token', 'Bearer admin-token-012345678X'],
    ['a shorter token', 'Bearer admin'],
    ['the token by another scheme', `Basic ${ADMIN_TOKEN}`],
    ['the token without a scheme', ADMIN_TOKEN],
  ])('answers 401 to %s', async (_name, authorization) => {
    const { deps, kept } = depsWith({ decisions: [DECISION] });
    const asked = request(createApp(deps)).get('/admin/decisions');

    const reply = await (authorization === undefined ? asked : asked.set('Authorization', authorization));

    expect([reply.status, reply.body, kept.filters]).toEqual([401, { error: 'unproven', requestId: 'request-1' }, []]);
  });

  it('lets nobody in when our own token is empty', async () => {
    const reply = await request(createApp(depsWith({ adminToken: '' }).deps))
      .get('/admin/decisions')
      .set('Authorization', 'Bearer ');

    expect(reply.status).toBe(401);
  });

  it('asks for the token before it tells a route from none', async () => {
    const app = createApp(depsWith().deps);

    expect((await request(app).get('/admin/nothing')).status).toBe(401);
    expect((await get(depsWith().deps, '/admin/nothing')).status).toBe(404);
  });

  it('answers 405 to a POST with the token', async () => {
    const reply = await request(createApp(depsWith().deps))
      .post('/admin/decisions')
      .set('Authorization', `Bearer ${ADMIN_TOKEN}`);

    expect([reply.status, reply.headers.allow]).toEqual([405, 'GET, HEAD']);
  });

  it('answers 503 when the store fails before the first row', async () => {
    const { deps } = depsWith({ logs: { decisions: () => failingAfter(0), transitions: () => failingAfter(0) } });

    const reply = await get(deps, '/admin/decisions');

    expect([reply.status, reply.headers['retry-after'], reply.body]).toEqual([
      503,
      '1',
      '{"error":"store-unavailable","requestId":"request-1"}',
    ]);
  });

  it('cuts the connection when the store fails on the way, so that half a list is not taken for a whole', async () => {
    const { deps } = depsWith({ logs: { decisions: () => failingAfter(500), transitions: () => failingAfter(500) } });

    await expect(get(deps, '/admin/decisions')).rejects.toThrow(/aborted|hang up/);
  });
});

async function* failingAfter(rows: number): AsyncGenerator<DecisionRow & Transition> {
  for (let n = 0; n < rows; n++) yield { ...TRANSITION, ...DECISION, from: 'lead', to: 'mql', rule: 'enter:mql' };
  throw new AppError('STORE_UNAVAILABLE', 'away');
}
