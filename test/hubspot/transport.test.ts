import * as net from 'node:net';
import type { AddressInfo } from 'node:net';

import { createTransport } from '../../src/hubspot/transport.js';
import { thrownBy } from './gateway-over.js';
import { startScriptedHubspot, type ScriptedHubspot } from './scripted-hubspot.js';

const LIMITS = { connectMs: 60, totalMs: 200, answerBytes: 1_000 };
const LETTER = { method: 'POST', path: '/crm', token: 'pat-1', body: { inputs: [] } } as const;
let hubspot: ScriptedHubspot;

beforeEach(async () => {
  hubspot = await startScriptedHubspot();
});
afterEach(() => hubspot.close());

describe('createTransport', () => {
  it('sends JSON with the token, and hands back any status', async () => {
    hubspot.script = () => ({ status: 418, body: { tea: true }, headers: { 'X-Kind': 'pot' } });

    const answer = await createTransport(`${hubspot.url}/`, LIMITS)(LETTER);

    expect(answer).toMatchObject({ status: 418, body: '{"tea":true}' });
    expect(answer.header('x-kind')).toBe('pot');
    expect(answer.header('x-other')).toBeNull();
    expect(hubspot.calls).toEqual([{ method: 'POST', path: '/crm', token: 'pat-1', body: { inputs: [] } }]);
  });

  it('follows no redirect, so the token goes nowhere else', async () => {
    const elsewhere = await startScriptedHubspot();
    hubspot.script = () => ({ status: 307, headers: { Location: `${elsewhere.url}/crm` } });

    const answer = await createTransport(hubspot.url, LIMITS)(LETTER);

    expect(answer.status).toBe(307);
    expect(elsewhere.calls).toEqual([]);
    await elsewhere.close();
  });

  it('takes an answer as large as the cap, and none larger', async () => {
    const send = createTransport(hubspot.url, LIMITS);
    hubspot.script = (_, count) => ({ body: 'x'.repeat(999 + count) });

    await expect(send(LETTER)).resolves.toMatchObject({ body: 'x'.repeat(1_000) });
    expect(await thrownBy(send(LETTER))).toMatchObject({ code: 'HUBSPOT_UNREADABLE' });
  });

  it.each([
    ['hang', 'aborted'],
    ['half', 'aborted'],
    ['reset', 'ECONNRESET'],
  ] as const)('does not know what came of a call after a %s', async (fault, code) => {
    hubspot.script = () => ({ fault, body: { results: [1, 2, 3] } });

    const error = await thrownBy(createTransport(hubspot.url, LIMITS)(LETTER));

    expect(error).toMatchObject({ code: 'HUBSPOT_UNCERTAIN', facts: { code } });
  });

  it('knows that nothing happened when no connection was made in time', async () => {
    const silent = net.createServer((socket) => socket.resume()); // takes the connection, never speaks TLS
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;

    const error = await thrownBy(createTransport(`https://127.0.0.1:${port}`, { ...LIMITS, totalMs: 5_000 })(LETTER));

    expect(error).toMatchObject({ code: 'HUBSPOT_BUSY' });
    await new Promise((resolve) => silent.close(resolve));
  });

  it('gives away neither address nor token when a call breaks off', async () => {
    hubspot.script = () => ({ fault: 'reset' });

    const error = await thrownBy(createTransport(hubspot.url, LIMITS)(LETTER));

    expect(JSON.stringify([error.message, error.facts, error.cause])).not.toMatch(/127\.0\.0\.1|pat-1/);
  });
});
