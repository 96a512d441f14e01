import type { RequestListener } from 'node:http';
import request from 'supertest';
import { AppError } from '../../src/app/errors.js';
import { sendError, sendFailure } from '../../src/http/send-reply.js';
import { keepingLog, type LogLine } from './app-under-test.js';

describe('sendFailure', () => {
  it('cuts a reply that has begun, since it can no longer become an error', async () => {
    const lines: LogLine[] = [];
    const app: RequestListener = (req, res) => {
      res.writeHead(200, { 'Content-Length': 100 }).write('half');
      sendFailure(req, res, { error: new TypeError('lost'), log: keepingLog(lines) });
    };

    await expect(request(app).get('/')).rejects.toThrow(/aborted|hang up/);
    expect(lines).toMatchObject([{ level: 'error', message: 'request failed' }]);
  });

  it('tells the client nothing of an error that is not ours', async () => {
    const app: RequestListener = (req, res) =>
      sendFailure(req, res, { error: new TypeError('sesame'), log: keepingLog([]) });

    const reply = await request(app).get('/');

    expect([reply.status, reply.text]).toEqual([500, '{"error":"internal","requestId":""}']);
  });

  it.each([
    ['a client what it did wrong', 'INVALID_INPUT', false, [400, 'why']],
    ['a client nothing of what else went wrong', 'STORE_UNAVAILABLE', false, [503, undefined]],
    ['the operator that too', 'STORE_UNAVAILABLE', true, [503, 'why']],
  ] as const)('tells %s', async (_name, code, toOperator, expected) => {
    const app: RequestListener = (req, res) =>
      sendFailure(req, res, { error: new AppError(code, 'why'), log: keepingLog([]), toOperator });

    const reply = await request(app).get('/');

    expect([reply.status, reply.headers['x-handoff-because']]).toEqual(expected);
  });

  it('leaves refusals to level debug: a client cannot fill the log', async () => {
    const lines: LogLine[] = [];
    const app: RequestListener = (req, res) =>
      sendFailure(req, res, { error: new AppError('INVALID_INPUT', 'x'), log: keepingLog(lines) });

    await request(app).get('/');

    expect(lines.map(({ level }) => level)).toEqual(['debug']);
  });
});

describe('sendError', () => {
  it.each([
    [undefined, '1'],
    [0, '1'],
    [1, '1'],
    [1_001, '2'],
    [60_000, '60'],
  ])('rounds %s ms up to whole seconds, one at least', async (retryAfterMs, seconds) => {
    const app: RequestListener = (req, res) => sendError(req, res, { code: 'STORE_UNAVAILABLE', retryAfterMs });

    expect((await request(app).get('/')).headers['retry-after']).toBe(seconds);
  });
});
