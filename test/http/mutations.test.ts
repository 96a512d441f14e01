import { Agent, request as send } from 'node:http';
import { createApp } from '../../src/http/create-app.js';
import { listen } from '../../src/http/serve.js';
import { depsWith, liveBody, PATH, PORTAL, signedV2, signedV3 } from './app-under-test.js';

/** Small and seeded, so that a failure can be run again. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Pick = (below: number) => number;
interface Mutant {
  body: Buffer;
  path: string;
  method: string;
  headers: Record<string, string>;
}

const WEIRD: readonly unknown[] = [
  null,
  '',
  ' ',
  0,
  -1,
  1e308,
  2 ** 53,
  '9'.repeat(400),
  '\u0000',
  '\ud800',
  [],
  {},
  [[]],
  true,
  'x'.repeat(20_000),
  { __proto__: 1 },
  { toString: 1 },
  '__proto__',
  'constructor',
  '${7*7}',
  "';drop table x;--",
  '%s%s%n',
  '1203.0',
  '٤٤٠١',
];

/** Puts something odd at a place of the body: a key added, replaced or removed, at any depth. */
function bendValue(value: unknown, pick: Pick): unknown {
  if (typeof value !== 'object' || value === null || pick(3) === 0) return WEIRD[pick(WEIRD.length)];
  const keys = Object.keys(value);
  const key = keys[pick(keys.length)] ?? 'callbackId';
  const bent: Record<string, unknown> = { ...value };
  if (pick(4) === 0) delete bent[key];
  else bent[pick(6) === 0 ? '__proto__x' : key] = bendValue(bent[key], pick);
  return bent;
}

function bendBytes(body: Buffer, pick: Pick): Buffer {
  const bytes = Buffer.from(body);
  for (let n = pick(4); n >= 0; n--) bytes[pick(bytes.length)] = pick(256);
  return pick(5) === 0 ? bytes.subarray(0, pick(bytes.length)) : bytes;
}

const PATHS = [
  PATH,
  PATH,
  PATH,
  `${PATH}?a=%zz`,
  `${PATH}?portalId=1&portalId=2`,
  `${PATH}%2f`,
  '/hubspot/actions/%00',
  '/hubspot/actions/..',
  `${PATH}?${'q'.repeat(3_000)}`,
];
const HEADERS: readonly Record<string, string>[] = [
  {},
  {},
  {},
  { 'Content-Type': 'text/html' },
  { 'Content-Encoding': 'br' },
  { 'Content-Type': 'application/json; charset=x' },
  { 'X-HubSpot-Request-Timestamp': '1' },
  { 'X-HubSpot-Signature-v3': '=' },
  { 'X-HubSpot-Signature-Version': 'v3' },
  { Expect: 'x' },
  { Cookie: '\u00e9' },
  { Authorization: 'Bearer x' },
  { 'Content-Type': ';;;' },
  { Connection: 'close' },
];

/** Mostly signed after it was bent, so that what follows the signature is reached. */
function mutant(pick: Pick): Mutant {
  const genuine = { ...liveBody(), origin: { portalId: pick(8) === 0 ? 99 : PORTAL } };
  const whole = Buffer.from(JSON.stringify(pick(3) === 0 ? genuine : bendValue(genuine, pick)) ?? '');
  const body = pick(3) === 0 && whole.length > 0 ? bendBytes(whole, pick) : whole;
  const path = PATHS[pick(PATHS.length)] ?? PATH;
  const method = ['PUT', 'DELETE', 'GET'][pick(40)] ?? 'POST';
  const signed = pick(8) === 0 ? signedV2(body.toString(), path) : signedV3(body, path, method);
  const sent = pick(10) === 0 ? bendBytes(body.length > 0 ? body : Buffer.from('x'), pick) : body;
  return { body: sent, path, method, headers: { ...signed, ...HEADERS[pick(HEADERS.length)] } };
}

function statusOf(port: number, agent: Agent, { body, path, method, headers }: Mutant): Promise<number> {
  return new Promise((resolve, reject) => {
    const req = send(
      { port, host: '127.0.0.1', agent, method, path, headers: { ...headers, 'Content-Length': body.length } },
      (res) => {
        res.resume().on('end', () => resolve(res.statusCode ?? 0));
      },
    );
    req.on('error', reject).end(body);
  });
}

describe('2,000 seeded mutations of signed requests', () => {
  it('get an answer, never one that blames us, and reach every refusal', async () => {
    const pick = seeded(20_261_121);
    const { deps, kept } = depsWith();
    const serving = await listen(createApp(deps), { port: 0, host: '127.0.0.1', newId: () => 'x' });
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });

    const statuses = await Promise.all(
      Array.from({ length: 2_000 }, () => statusOf(serving.port, agent, mutant(pick))),
    );

    agent.destroy();
    await serving.close();
    expect([...new Set(statuses)].sort()).toEqual([200, 400, 401, 403, 404, 405, 415]);
    expect(kept.asks).toHaveLength(statuses.filter((status) => status === 200).length);
    expect(kept.lines.filter(({ level, message }) => level === 'error' && message === 'request failed')).toEqual([]);
  });
});
