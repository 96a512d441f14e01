import { createServer, request, type ClientRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBody } from '../../src/http/read-body.js';

/** What the server makes of a request that `send` writes, with a limit of ten bytes. */
function bodyOf(
  headers: Record<string, string | number>,
  send: (req: ClientRequest) => void,
): Promise<Buffer | undefined> {
  let port = 0;
  return new Promise((resolve, reject) => {
    const server = createServer((req, res) => {
      void readBody(req, 10)
        .then(resolve, reject)
        .finally(() => {
          res.destroy();
          server.close();
        });
    });
    server.listen(0, '127.0.0.1', () => {
      ({ port } = server.address() as AddressInfo);
      const req = request({ port, host: '127.0.0.1', method: 'POST', headers });
      req.on('error', () => undefined);
      send(req);
    });
  });
}

describe('readBody', () => {
  it.each([
    ['nothing', '', ''],
    ['ten bytes', '0123456789', '0123456789'],
    ['bytes rather than letters', 'é'.repeat(5), 'é'.repeat(5)],
  ])('gives %s as sent', async (_name, sent, text) => {
    expect((await bodyOf({}, (req) => req.end(sent)))?.toString()).toBe(text);
  });

  it('joins what comes in pieces', async () => {
    const body = await bodyOf({ 'Transfer-Encoding': 'chunked' }, (req) => {
      req.write('012');
      req.write('345', () => req.end('678'));
    });

    expect(body?.toString()).toBe('012345678');
  });

  it.each([
    ['an announced byte too many', { 'Content-Length': 11 }, '0'],
    ['a byte too many in one piece', { 'Transfer-Encoding': 'chunked' }, '0123456789a'],
    ['letters that are more bytes', { 'Transfer-Encoding': 'chunked' }, 'é'.repeat(6)],
  ])('stops at %s', async (_name, headers, sent) => {
    await expect(bodyOf(headers, (req) => req.write(sent))).rejects.toMatchObject({
      code: 'TOO_LARGE',
      message: 'The body is longer than the 10 bytes taken here.',
    });
  });

  it('tells when the client leaves before the end', async () => {
    const body = await bodyOf({ 'Content-Length': 10 }, (req) => req.write('012', () => req.destroy()));

    expect(body).toBeUndefined();
  });
});
