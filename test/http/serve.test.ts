import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { AppError } from '../../src/app/errors.js';
import type { ImportDesk } from '../../src/app/import/import-desk.js';
import { createApp } from '../../src/http/create-app.js';
import { readBody } from '../../src/http/read-body.js';
import { expectUpload } from '../../src/http/body-time.js';
import { listen, type ListenOptions, type Serving } from '../../src/http/serve.js';
import type { DecisionRow } from '../../src/app/ports.js';
import { ADMIN_TOKEN, depsWith, HELD, liveBody, NO_IMPORTS, PATH, signedV3 } from './app-under-test.js';

const servings: Serving[] = [];
const newId = () => 'request-0';

async function listening(app: RequestListener, options: Partial<ListenOptions> = {}): Promise<Serving> {
  const serving = await listen(app, { port: 0, host: '127.0.0.1', newId, drainMs: 60_000, ...options });
  servings.push(serving);
  return serving;
}

const serve = (app: RequestListener, drainMs = 60_000) => listening(app, { drainMs });

afterEach(async () => {
  await Promise.all(servings.splice(0).map((serving) => serving.close()));
});

/** Opens a connection, sends the text, and gives back all that comes until the server ends it. */
function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (data) => (received += data.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(received));
  });
}

/** All that still comes on a connection until the server ends it. */
function exchangeEnd(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    socket.on('data', (data) => (received += data.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(received));
  });
}

function until(socket: Socket, part: string): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    socket.on('data', (data) => {
      received += data.toString('latin1');
      if (received.includes(part)) resolve(received);
    });
  });
}

function signedRequest(): string {
  const body = JSON.stringify(liveBody());
  const headers = Object.entries(signedV3(body)).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${PATH} HTTP/1.1\r\nHost: x\r\n${headers.join('')}Content-Length: ${body.length}\r\n\r\n${body}`;
}

jest.setTimeout(20_000);

describe('listen', () => {
  it.each([
    ['no HTTP', 'hello\r\n\r\n', '400 Bad Request', 'invalid-input'],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', '400 Bad Request', 'invalid-input'],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      '400 Bad Request',
      'invalid-input',
    ],
    [
      'a length beside chunks',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      '400 Bad Request',
      'invalid-input',
    ],
    [
      'headers without end',
      `GET / HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      '431 Request Header Fields Too Large',
      'too-large',
    ],
  ])('answers %s with JSON and closes', async (_name, text, status, error) => {
    const { port } = await serve(createApp(depsWith().deps));

    const reply = await exchange(port, text);

    expect(reply).toMatch(new RegExp(`^HTTP/1.1 ${status}\r\n`));
    expect(reply).toContain('Connection: close');
    expect(reply).toContain(`{"error":"${error}","requestId":"request-0"}`);
  });

  it('takes an expectation it does not know for none', async () => {
    const { port } = await serve(createApp(depsWith().deps));

    const reply = await exchange(
      port,
      'GET /healthz HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\nConnection: close\r\n\r\n',
    );

    expect(reply).toContain('HTTP/1.1 200 OK');
  });

  it('refuses an announced body over the limit without waiting for it', async () => {
    const { port } = await serve(createApp(depsWith().deps));

    const reply = await exchange(port, `POST ${PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\n`);

    expect(reply).toContain('HTTP/1.1 413 Payload Too Large');
    expect(reply).toContain('{"error":"too-large","requestId":"request-1"}');
  });

  it.each([
    ['where a body is read', PATH, '413'],
    ['where none is wanted', '/nothing', '404'],
  ])('stops an endless chunked body %s', async (_name, path, status) => {
    const { port } = await serve(createApp(depsWith().deps));
    const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`;
    let reply = '';
    let sent = 0;

    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n`);
      const pump = (): void => {
        while (sent < 64_000_000 && !socket.destroyed && socket.write(chunk)) sent += chunk.length;
      };
      socket
        .on('drain', pump)
        .on('error', () => undefined)
        .on('close', resolve);
      socket.on('data', (data) => (reply += data.toString('latin1')));
      pump();
    });

    expect(reply).toContain(`HTTP/1.1 ${status}`);
    expect(reply).toContain('Connection: close');
    // What fits into the buffers of both ends, and not what the client would have liked to send.
    expect(sent).toBeLessThan(16_000_000);
  });

  describe('with a body that comes slowly', () => {
    const TIMES = { wholeMs: 200, silentMs: 1_000 };
    const HEAD = 'POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 20\r\n\r\n';
    const answerWhole: RequestListener = (req, res) =>
      void readBody(req, 100).then((body) => res.end(`got ${body?.length}`));
    const answerUpload: RequestListener = (req, res) => {
      expectUpload(req);
      answerWhole(req, res);
    };

    /** Sends the head and then a byte each 50 ms, `count` of them. */
    async function drip(app: RequestListener, count: number, head = HEAD): Promise<string> {
      const { port } = await listening(app, { bodyTimes: TIMES });
      const socket = connect(port, '127.0.0.1');
      const reply = exchangeEnd(socket);
      socket.write(head);
      let sent = 0;
      const timer = setInterval(() => (sent++ < count && !socket.destroyed ? socket.write('x') : undefined), 50);
      return reply.finally(() => clearInterval(timer));
    }

    it('waits so long and no longer', async () => {
      const reply = await drip(answerWhole, 20);

      expect(reply).toMatch(/^HTTP\/1.1 408 Request Timeout\r\n/);
      expect(reply).toContain('{"error":"too-slow","requestId":"request-0"}');
    });

    it('takes an upload for as long as it keeps coming', async () => {
      expect(await drip(answerUpload, 20)).toMatch(/^HTTP\/1.1 200 OK\r\n[^]*got 20$/);
    });

    it('takes the file of an import as an upload', async () => {
      const mapping = { name: 'x', email: ['Email'], contactId: [], stage: undefined, properties: {} };
      const bytes: Uint8Array[] = [];
      const begin: ImportDesk['begin'] = async (_order, input) => {
        for await (const piece of input) bytes.push(Buffer.from(piece));
        throw new AppError('NOT_FOUND', `got ${Buffer.concat(bytes).length}`);
      };
      const imports = { ...NO_IMPORTS, desk: { ...NO_IMPORTS.desk, begin }, mappingNamed: () => mapping };
      const more = `Content-Type: text/csv\r\nAuthorization: Bearer ${ADMIN_TOKEN}\r\n\r\n`;
      const head = HEAD.replace('POST /', 'POST /admin/imports?kind=import&source=x').replace(
        '\r\n\r\n',
        `\r\n${more}`,
      );

      expect(await drip(createApp(depsWith({ imports }).deps), 20, head)).toContain('X-Handoff-Because: got 20\r\n');
    });

    it('ends an upload that stalls', async () => {
      expect(await drip(answerUpload, 5)).toMatch(/^HTTP\/1.1 408 Request Timeout\r\n/);
    });

    it('does not blame the client for what nobody reads', async () => {
      const { port } = await listening(
        (req, res) => {
          expectUpload(req);
          setTimeout(() => answerWhole(req, res), 2_500);
        },
        { bodyTimes: TIMES },
      );

      expect(await exchange(port, HEAD + 'x'.repeat(20))).toMatch(/^HTTP\/1.1 200 OK\r\n[^]*got 20$/);
    });

    it('cuts without a word where the reply went out before', async () => {
      const { port } = await listening((_req, res) => res.end('no'), { bodyTimes: TIMES });
      const head = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n';

      expect(await exchange(port, head)).toMatch(/^HTTP\/1.1 200 OK\r\n[^]*no$/);
    });
  });

  it('does not trip over a client that leaves in the middle of its body', async () => {
    const { deps, kept } = depsWith();
    const { port } = await serve(createApp(deps));
    const socket = connect(port, '127.0.0.1');
    socket.write(`POST ${PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"callbackId"`);
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.destroy();

    const reply = await exchange(port, 'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');

    expect(reply).toContain('HTTP/1.1 200 OK');
    expect(kept).toMatchObject({ asks: [], lines: [] });
  });

  it('lets go of the log when the client of a listing leaves', async () => {
    let released = (): void => undefined;
    const done = new Promise<void>((resolve) => (released = resolve));
    async function* endless(): AsyncGenerator<DecisionRow> {
      try {
        for (;;) yield { ...ROW };
      } finally {
        released();
      }
    }
    const { deps, kept } = depsWith({ logs: { decisions: endless, transitions: () => neverAny() } });
    const serving = await serve(createApp(deps));
    const socket = connect(serving.port, '127.0.0.1');
    socket.write(`GET /admin/decisions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ADMIN_TOKEN}\r\n\r\n`);
    await until(socket, '"settled"');
    socket.destroy();

    await done;
    await serving.close();

    expect(kept.lines).toEqual([]);
  });

  it('finishes what runs before it closes, and takes nothing new', async () => {
    let answer = (): void => undefined;
    let started = (): void => undefined;
    const running = new Promise<void>((resolve) => (started = resolve));
    const { deps } = depsWith({
      execute: async () => {
        started();
        await new Promise<void>((resolve) => (answer = resolve));
        return HELD;
      },
    });
    const serving = await serve(createApp(deps));
    const reply = until(
      connect(serving.port, '127.0.0.1').on('connect', function (this: Socket) {
        this.write(signedRequest());
      }),
      '}}',
    );
    await running;

    const closed = serving.close();
    const refused = exchange(serving.port, 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    answer();

    expect(await reply).toContain('"hs_execution_state":"SUCCESS"');
    expect(await refused).toBe('');
    await closed;
  });

  it('asks busy clients to leave once it closes, so that a drain ends', async () => {
    const arrived: ((res: ServerResponse) => void)[] = [];
    const requests = [0, 1].map(() => new Promise<ServerResponse>((resolve) => arrived.push(resolve)));
    const serving = await serve((_req, res) => arrived.shift()?.(res));
    const socket = connect(serving.port, '127.0.0.1');
    const whole = exchangeEnd(socket);
    const ask = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';

    socket.write(ask);
    const first = await requests[0];
    const closed = serving.close();
    // The same client asks again before it has its first reply.
    socket.write(ask);
    const second = await requests[1];
    first?.end('one');
    second?.end('two');
    await closed;

    expect(await whole).toMatch(/connection: close/i);
  });

  it.each(['http://[::/healthz', 'http://'])('answers the target %s in its own words (400)', async (target) => {
    const serving = await serve(createApp(depsWith({}).deps));

    const reply = await exchange(serving.port, `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);

    expect(reply).toMatch(/^HTTP\/1\.1 400 /);
    expect(reply).toContain('"error":"invalid-input"');
  });

  it('closes although idle connections are kept alive', async () => {
    const serving = await serve(createApp(depsWith().deps));
    const socket = connect(serving.port, '127.0.0.1');
    socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(socket, 'true');

    await expect(serving.close()).resolves.toBeUndefined();
  });

  it('cuts what does not end in time', async () => {
    let started = (): void => undefined;
    const running = new Promise<void>((resolve) => (started = resolve));
    const stuck = depsWith({ execute: () => (started(), new Promise(() => undefined)) });
    const serving = await serve(createApp(stuck.deps), 1);
    const reply = exchange(serving.port, signedRequest());
    await running;

    await serving.close();

    expect(await reply).toBe('');
  });

  it('names a port it cannot have', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;

    const refused = listen(() => undefined, { port, host: '127.0.0.1', newId });

    await expect(refused).rejects.toMatchObject({ code: 'CONFIG_INVALID', facts: { port, problem: 'EADDRINUSE' } });
    taken.close();
  });
});

const ROW: DecisionRow = {
  portalId: 4401,
  contactId: '1203',
  key: 'ab'.repeat(32),
  way: 'workflow',
  kind: 'hold',
  from: 'lead',
  to: 'lead',
  rule: 'enter:mql',
  score: 1,
  model: null,
  state: 'settled',
  at: 0,
};

async function* neverAny(): AsyncGenerator<never> {}
