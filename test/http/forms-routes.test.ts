import request from 'supertest';
import { AppError } from '../../src/app/errors.js';
import type { FormTest } from '../../src/app/forms/test-form.js';
import { createApp } from '../../src/http/create-app.js';
import { ADMIN_TOKEN, depsWith, NO_FORMS } from './app-under-test.js';

const FORM = '2c4d1f3e-0d6b-4f5a-9f0e-6f0a1b2c3d4e';
const TOKEN = { Authorization: `Bearer ${ADMIN_TOKEN}` };
const TESTED: FormTest = { ok: true, steps: [{ step: 'settings', ok: true, said: 'fine' }], contactId: '77' };
const OPEN = { portalId: 4401, form: FORM, signal: 'demo_requested', fields: ['email'], until: Date.UTC(2027, 0, 1) };
const FINDING = { form: FORM, name: 'Old', finding: 'stage-field', what: 'lifecyclestage', advice: 'Off' } as const;

function appWith() {
  const orders: unknown[] = [];
  const kept =
    <T>(answer: T) =>
    async (order: unknown): Promise<T> => (orders.push(order), answer);
  const demo = { state: 'created', form: FORM, name: 'Demo', kind: 'demo_requested', expiresAt: 'then' } as const;
  const token = { portalId: 4401, form: FORM, kind: 'demo_requested', expiresAt: 'then', value: 'h1', field: {} };
  const { deps } = depsWith({
    forms: {
      ...NO_FORMS,
      ...{ makeFormToken: kept(token), createDemoForm: kept(demo), openForm: kept(OPEN), testForm: kept(TESTED) },
      closeForm: kept(true),
      openForms: async () => [OPEN],
      auditForms: async () => [FINDING],
    },
  });
  const app = createApp(deps);
  return {
    app,
    orders,
    post: (path: string, body: unknown) =>
      request(app)
        .post(`/admin/forms/${path}`)
        .set(TOKEN)
        .send(body as object),
  };
}

describe('/admin/forms', () => {
  it.each<[string, object, object]>([
    ['tokens', { form: FORM, kind: 'demo_requested', days: 30 }, { value: 'h1' }],
    ['demo', { kind: 'demo_requested' }, { state: 'created', form: FORM }],
    [
      'open',
      { form: FORM, kind: 'demo_requested', fields: ['email'] },
      { signal: 'demo_requested', until: '2027-01-01T00:00:00.000Z' },
    ],
    ['close', { form: FORM }, { closed: true }],
    ['test', { form: FORM, email: 'a@example.com' }, TESTED],
  ])('%s does what is ordered, and says what came of it', async (path, body, answer) => {
    const { orders, post } = appWith();

    const reply = await post(path, body);

    expect([reply.status, reply.body]).toMatchObject([200, answer]);
    expect(orders).toEqual([path === 'close' ? FORM : body]);
  });

  it.each<[string, object]>([
    ['tokens', { form: FORM }],
    ['tokens', { form: FORM, kind: 'demo_requested', days: 0 }],
    ['demo', {}],
    ['open', { form: FORM, kind: 'demo_requested', fields: [] }],
    ['close', {}],
    ['test', { form: FORM, email: 'nobody' }],
  ])('%s refuses %j before any effect', async (path, body) => {
    const { orders, post } = appWith();

    const reply = await post(path, body);

    expect([reply.status, reply.body.error, orders]).toEqual([400, 'invalid-input', []]);
  });

  it('tells the operator what went wrong, on HubSpot’s side too', async () => {
    const refusing = () => Promise.reject(new AppError('HUBSPOT_REJECTED', 'grant the app the scopes forms'));
    const app = createApp(depsWith({ forms: { ...NO_FORMS, auditForms: refusing } }).deps);

    const reply = await request(app).get('/admin/forms/audit').set(TOKEN);

    expect([reply.status, reply.headers['x-handoff-because']]).toEqual([502, 'grant the app the scopes forms']);
  });

  it.each<[string, object]>([
    ['', { ...OPEN, until: '2027-01-01T00:00:00.000Z' }],
    ['/audit', FINDING],
  ])('lists %s as JSON lines', async (path, line) => {
    const reply = await request(appWith().app).get(`/admin/forms${path}`).set(TOKEN);

    expect(reply.headers['content-type']).toContain('ndjson');
    expect(JSON.parse(reply.text)).toEqual(line);
  });

  it.each([
    ['GET', ''],
    ['GET', '/audit'],
    ['POST', '/demo'],
    ['POST', '/test'],
  ])('lets only the operator %s /admin/forms%s', async (method, path) => {
    const { app, orders } = appWith();
    const asked = request(app);

    const reply = await (method === 'GET' ? asked.get(`/admin/forms${path}`) : asked.post(`/admin/forms${path}`));

    expect([reply.status, orders]).toEqual([401, []]);
  });
});
