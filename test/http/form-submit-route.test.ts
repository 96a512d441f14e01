import type { RequestListener } from 'node:http';
import request from 'supertest';
import { AppError } from '../../src/app/errors.js';
import type { Submission, Submitted } from '../../src/app/forms/form.js';
import { createApp } from '../../src/http/create-app.js';
import { depsWith, NO_FORMS } from './app-under-test.js';

const FORM = '2c4d1f3e-0d6b-4f5a-9f0e-6f0a1b2c3d4e';
const PATH = `/forms/${FORM}/submit`;
const EMAIL = { name: 'email', value: 'ada@example.com' };

/** An app whose HubSpot answers this, and what was handed on. */
function appWith(answer: Submitted | AppError = { kind: 'taken', message: '<p>Thanks &amp; bye</p>' }) {
  const handed: [string, Submission][] = [];
  const submitForm = async (form: string, submission: Submission): Promise<Submitted> => {
    handed.push([form, submission]);
    if (answer instanceof AppError) throw answer;
    return answer;
  };
  const app = createApp(depsWith({ forms: { ...NO_FORMS, submitForm } }).deps);
  return { app, handed };
}

const post = (app: RequestListener, body: unknown) =>
  request(app)
    .post(PATH)
    .send(body as object);
const plainly = (app: RequestListener, body: string) => request(app).post(PATH).type('form').send(body);

describe('POST /forms/:form/submit', () => {
  it('takes what HubSpot’s own endpoint takes, and says what HubSpot said', async () => {
    const { app, handed } = appWith();
    const context = { hutk: 'abc', pageUri: 'https://acme.example/demo', pageName: 'Demo' };
    const legalConsentOptions = { consent: { consentToProcess: true, text: 'I agree', communications: [] } };
    const fields = [
      { objectTypeId: '0-1', ...EMAIL },
      { name: 'employees', value: 50 },
    ];

    const reply = await post(app, { submittedAt: '1', fields, context, legalConsentOptions });

    expect([reply.status, reply.body]).toEqual([200, { inlineMessage: '<p>Thanks &amp; bye</p>' }]);
    expect(reply.headers['access-control-allow-origin']).toBe('*');
    expect(handed).toEqual([
      [FORM, { fields: [EMAIL, { name: 'employees', value: '50' }], context, legalConsentOptions }],
    ]);
  });

  it('takes a plain HTML form, with the values of boxes together, and thanks in words only', async () => {
    const { app, handed } = appWith();

    const reply = await plainly(app, 'email=ada%40example.com&interest=a&interest=b');

    expect(handed).toEqual([[FORM, { fields: [EMAIL, { name: 'interest', value: 'a;b' }] }]]);
    expect([reply.status, reply.type]).toEqual([200, 'text/html']);
    expect(reply.text).toContain('<p>Thanks &amp; bye</p>');
  });

  it.each([
    ['https://acme.example/thanks', 303, 'https://acme.example/thanks'],
    ['javascript:alert(1)', 200, undefined],
  ])('sends the browser on to %s: %d', async (redirect, status, location) => {
    const { app } = appWith({ kind: 'taken', redirect });

    const reply = await plainly(app, 'email=ada%40example.com').redirects(0);

    expect([reply.status, reply.headers['location']]).toEqual([status, location]);
  });

  it('says which field is wrong, as HubSpot calls it', async () => {
    const problems = [{ field: 'email', problem: 'INVALID_EMAIL' }];
    const { app } = appWith({ kind: 'refused', problems });

    const reply = await post(app, { fields: [EMAIL] });

    expect([reply.status, reply.body]).toEqual([400, { error: 'invalid-input', requestId: 'request-1', problems }]);
  });

  it.each<[string, unknown, number, string]>([
    ['no fields', { fields: [] }, 400, 'invalid-input'],
    [
      '201 fields',
      { fields: Array.from({ length: 201 }, (_, n) => ({ name: `f${n}`, value: '' })) },
      400,
      'invalid-input',
    ],
    ['a field without a name', { fields: [{ value: 'x' }] }, 400, 'invalid-input'],
    ['a field of a company', { fields: [{ ...EMAIL, objectTypeId: '0-2' }] }, 400, 'invalid-input'],
    ['a value that is a list', { fields: [{ name: 'email', value: ['a'] }] }, 400, 'invalid-input'],
    ['a value that cannot be stored', { fields: [{ name: 'email', value: 'a\u0000' }] }, 400, 'invalid-input'],
    ['a list', [EMAIL], 400, 'invalid-input'],
    ['more than 64 KiB', { fields: [{ name: 'message', value: 'x'.repeat(65_536) }] }, 413, 'too-large'],
  ])('refuses %s and hands nothing on', async (_name, body, status, error) => {
    const { app, handed } = appWith();

    const reply = await post(app, body);

    expect([reply.status, reply.body.error, handed]).toEqual([status, error, []]);
  });

  it.each([
    ['200 fields', 200, 200],
    ['201 fields', 201, 400],
  ])('takes %s of a plain HTML form: %d', async (_name, count, status) => {
    const body = Array.from({ length: count }, (_, n) => `f${n}=x`).join('&');

    expect((await plainly(appWith().app, body)).status).toBe(status);
  });

  it.each([
    ['a path that names no form', request, '/forms/demo/submit', 404],
    ['a longer path', request, `${PATH}/more`, 404],
  ])('knows no %s', async (_name, ask, path, status) => {
    expect(
      (
        await ask(appWith().app)
          .post(path)
          .send({ fields: [EMAIL] })
      ).status,
    ).toBe(status);
  });

  it('takes the id of a form in capitals', async () => {
    const { app, handed } = appWith();

    await request(app)
      .post(PATH.replace(FORM, FORM.toUpperCase()))
      .send({ fields: [EMAIL] });

    expect(handed.map(([form]) => form)).toEqual([FORM]);
  });

  it('takes no other kind of body', async () => {
    const reply = await request(appWith().app).post(PATH).type('text/plain').send('email=ada');

    expect([reply.status, reply.body.error]).toEqual([415, 'unsupported-type']);
  });

  it.each([
    [new AppError('NOT_FOUND', 'not open'), 404, undefined],
    [new AppError('HUBSPOT_BUSY', 'busy', { retryAfterMs: 3_000 }), 503, '3'],
    [new AppError('HUBSPOT_UNCERTAIN', 'no answer'), 503, '1'],
  ])('answers %s with %d', async (error, status, retryAfter) => {
    const reply = await post(appWith(error).app, { fields: [EMAIL] });

    expect([reply.status, reply.headers['retry-after']]).toEqual([status, retryAfter]);
  });

  it.each([
    ['what it did wrong', new AppError('NOT_FOUND', 'No such form → open.'), 'No such form ? open.'],
    ['nothing of what went wrong elsewhere', new AppError('STORE_UNAVAILABLE', 'db at 10.0.0.1'), undefined],
  ])('tells whoever posts %s', async (_name, error, because) => {
    const reply = await post(appWith(error).app, { fields: [EMAIL] });

    expect(reply.headers['x-handoff-because']).toBe(because);
    expect(Object.keys(reply.body as object)).toEqual(['error', 'requestId']);
  });

  it('lets a browser ask first, from any page', async () => {
    const reply = await request(appWith().app).options(PATH).set('Origin', 'https://acme.example');

    expect(reply.status).toBe(204);
    expect(reply.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'Content-Type',
    });
  });

  it('is for posting only', async () => {
    const reply = await request(appWith().app).get(PATH);

    expect([reply.status, reply.headers['allow']]).toEqual([405, 'POST']);
  });

  it('takes 60 a minute of one address and form, and says when to come back', async () => {
    const { app, handed } = appWith();
    const from = (address: string, path = PATH) =>
      request(app)
        .post(path)
        .set('X-Forwarded-For', address)
        .send({ fields: [EMAIL] });
    for (let count = 0; count < 60; count += 1) await from('203.0.113.7');

    const late = await from('203.0.113.7');
    const other = await from('203.0.113.8');
    const otherForm = await from('203.0.113.7', PATH.replace('2c4d', '2c4e'));

    expect([late.status, late.body.error]).toEqual([429, 'too-many']);
    expect(Number(late.headers['retry-after'])).toBeGreaterThan(0);
    expect([other.status, otherForm.status, handed.length]).toEqual([200, 200, 62]);
  });

  it('counts a network of IPv6 addresses as one', async () => {
    const { app } = appWith();
    const from = (address: string) =>
      request(app)
        .post(PATH)
        .set('X-Forwarded-For', address)
        .send({ fields: [EMAIL] });
    for (let count = 0; count < 60; count += 1) await from(`2001:db8:1:2::${count.toString(16)}`);

    expect([(await from('2001:db8:1:2::ffff')).status, (await from('2001:db8:9::1')).status]).toEqual([429, 200]);
  });
});
