import { PassThrough } from 'node:stream';
import request from 'supertest';
import { AppError } from '../src/app/errors.js';
import { createSecret } from '../src/app/secret.js';
import { createApp } from '../src/http/create-app.js';
import { createLogger, type LoggerOptions } from '../src/logger.js';
import { depsWith, liveBody, PATH, SECRET, signedV3 } from './http/app-under-test.js';

function started(level: LoggerOptions['level'] = 'info') {
  const stream = new PassThrough();
  const log = createLogger({ level, stream });
  const raw = (): string => String(stream.read() ?? '');
  const lines = () =>
    raw()
      .trimEnd()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  return { log, raw, lines };
}

describe('createLogger', () => {
  it('writes one line of JSON with level, message, time and fields', () => {
    const { log, lines } = started();

    log.info('contact scored', { portalId: 4401, contactId: '1203', ms: 3, model: 'saas@0123abcd' });

    expect(lines()).toEqual([
      {
        level: 'info',
        message: 'contact scored',
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        portalId: 4401,
        contactId: '1203',
        ms: 3,
        model: 'saas@0123abcd',
      },
    ]);
  });

  it.each([
    ['error', ['error']],
    ['warn', ['error', 'warn']],
    ['info', ['error', 'warn', 'info']],
    ['debug', ['error', 'warn', 'info', 'debug']],
  ] as const)('at %s keeps to its level', (level, kept) => {
    const { log, lines } = started(level);

    log.error('a');
    log.warn('b');
    log.info('c');
    log.debug('d');

    expect(lines().map((line) => line.level)).toEqual(kept);
  });

  it('adds the fields of a child, which its own may replace', () => {
    const { log, lines } = started();

    log.child({ requestId: 'r-1', portalId: 1 }).child({ action: 'score-lead' }).warn('slow', { portalId: 2 });

    expect(lines()).toMatchObject([{ requestId: 'r-1', portalId: 2, action: 'score-lead' }]);
  });

  it.each([
    ['a field nobody allowed', { email: 'ann@example.com' }],
    ['a body', { body: { a: 1 } }],
    ['headers', { headers: { authorization: 'Bearer x' } }],
    ['an object under an allowed name', { problem: { firstname: 'Ann' } }],
    ['a secret under an allowed name', { key: createSecret('sesame') }],
    ['a function', { state: () => 'sesame' }],
    ['the names of the line itself', { message: 'x', level: () => 'x', timestamp: 'y' }],
    ['a prototype', JSON.parse('{"__proto__":{"email":"ann@example.com"}}')],
  ])('drops %s', (_name, fields) => {
    const { log, lines } = started();

    log.info('something', fields);

    expect(Object.keys(lines()[0])).toEqual(['level', 'message', 'timestamp']);
  });

  it.each([
    ['a long text', { problem: 'x'.repeat(1_000) }, { problem: 'x'.repeat(300) }],
    ['a mail address', { problem: 'not unique: ann.b@mail.example.com!' }, { problem: 'not unique: [address]!' }],
    ['the version of a model', { model: 'saas@0123abcd' }, { model: 'saas@0123abcd' }],
    ['a query', { url: 'https://x.example/a?token=sesame#b' }, { url: 'https://x.example/a' }],
    ['credentials', { url: 'postgres://user:sesame@db/handoff' }, { url: 'postgres://db/handoff' }],
    ['a path with a query', { url: '/hubspot?userEmail=ann' }, { url: '/hubspot' }],
    ['a list', { variables: ['PORT', { a: 1 }, ['b'], 7] }, { variables: ['PORT', null, null, 7] }],
    ['nothing', { to: null }, { to: null }],
  ])('cuts %s down to what may be said', (_name, fields, kept) => {
    const { log, lines } = started();

    log.info('something', fields);

    expect(lines()).toMatchObject([kept]);
  });

  it('keeps to one line whatever the text', () => {
    const { log, raw } = started();

    log.info('a\nb', { problem: 'c\r\n{"level":"error"}' });

    expect(raw().trimEnd().split('\n')).toHaveLength(1);
  });

  it('says of our own error what it carries, and of its cause only name and code', () => {
    const { log, lines } = started();
    const cause = Object.assign(new TypeError('no such host sesame.example'), { code: 'ENOTFOUND' });
    const facts = { status: 503, category: 'RATE_LIMITS', properties: ['email', 'phone'] };

    log.warn('call failed', {
      error: new AppError('HUBSPOT_BUSY', 'HubSpot is away.', { cause, facts, retryAfterMs: 500 }),
    });

    expect(lines()[0].error).toEqual({
      name: 'AppError',
      code: 'HUBSPOT_BUSY',
      message: 'HubSpot is away.',
      facts: { status: 503, category: 'RATE_LIMITS', properties: ['email', 'phone'] },
      retryAfterMs: 500,
      cause: { name: 'TypeError', code: 'ENOTFOUND' },
    });
  });

  it.each([
    ['an error of others', new TypeError('sesame'), { name: 'TypeError' }],
    [
      'one with a body',
      Object.assign(new Error('sesame'), { body: 'sesame', code: 'EBODY' }),
      { name: 'Error', code: 'EBODY' },
    ],
    ['one with a sentence as code', Object.assign(new Error(), { code: 'open sesame now' }), { name: 'Error' }],
    ['one with a number as code', Object.assign(new Error(), { code: 409 }), { name: 'Error', code: 409 }],
    ['no error', 'sesame', { name: 'string' }],
  ])('says of %s no more than name and code', (_name, error, said) => {
    const { log, lines } = started();

    log.error('failed', { error });

    expect(lines()[0].error).toEqual(said);
  });

  it('does not follow causes in a circle', () => {
    const { log, lines } = started();
    const error = new Error('a');
    error.cause = error;

    log.error('failed', { error });

    expect(lines()).toHaveLength(1);
  });

  it('shows where an error came from at level debug, without its message', () => {
    const { log, lines } = started('debug');

    log.error('failed', { error: new Error('sesame\nsesame too') });

    const { stack } = lines()[0].error;
    expect(stack[0]).toMatch(/^at .*logger\.test\.ts/);
    expect(JSON.stringify(stack)).not.toContain('sesame');
  });

  it('holds no secret and no person, whatever a request brings and whatever fails', async () => {
    const { log, raw } = started('debug');
    const failing = depsWith({
      log,
      execute: () => Promise.reject(new Error(`insert failed: ann@example.com ${SECRET}`)),
    });
    const app = createApp(failing.deps);
    const body = JSON.stringify({ ...liveBody(), inputFields: { model: 'sesame', email: 'ann@example.com' } });

    const failed = await request(app).post(PATH).set(signedV3(body)).set('Authorization', 'Bearer sesame').send(body);
    await request(app).post(`${PATH}?userEmail=ann@example.com`).type('json').send('{"email":"ann@example.com"');
    await request(app).get('/admin/decisions?since=sesame').set('Authorization', 'Bearer sesame');

    const written = raw();
    expect(written).toContain('"code":"INTERNAL"');
    expect(`${written}${failed.text}`).not.toMatch(new RegExp(`sesame|ann|example\\.com|${SECRET}`));
  });
});
