import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { CLIENT_SECRET, execute, startServiceProcess, type ServiceProcess } from '../faults/service-process.js';

const MAIN = path.resolve(__dirname, '../../build/service/src/main.js');
const MODELS = path.resolve(__dirname, '../../workflows/models');
const run = promisify(execFile);

/** Starts `handoff sandbox` and waits for the address in its first line. */
async function startSandboxProcess(): Promise<{ child: ChildProcess; url: string }> {
  const words = ['sandbox', '--port', '0', '--people', '20', '--client-secret', CLIENT_SECRET];
  const child = spawn(process.execPath, [MAIN, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = / at (http:\S+)/.exec(line)?.[1];
    if (url) return { child, url };
  }
  throw new Error('the sandbox did not say where it listens');
}

describe('portal and service as two processes', () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'handoff-apart-'));
  let sandbox: { child: ChildProcess; url: string };
  let service: ServiceProcess;
  let env: Record<string, string>;

  const handoff = async (...words: string[]) => {
    const { stdout } = await run(process.execPath, [MAIN, ...words], {
      env: { PATH: process.env['PATH'] ?? '', ...env },
    });
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  };

  beforeAll(async () => {
    sandbox = await startSandboxProcess();
    env = { HUBSPOT_API_URL: sandbox.url, HUBSPOT_ACCESS_TOKEN: 'any', MODELS_DIR: MODELS, DATA_DIR: dataDir };
    service = await startServiceProcess(env);
    env = { ...env, HANDOFF_URL: service.url, ADMIN_TOKEN: 'admin-token-of-these-tests' };
  });

  afterAll(async () => {
    await service.stop('SIGTERM');
    sandbox.child.kill('SIGTERM');
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('sets the portal up once, and a second time changes nothing', async () => {
    const first = await handoff('setup', '--json');
    const second = await handoff('setup', '--json');

    expect(new Set(first.map(({ state }) => state))).toEqual(new Set(['created']));
    expect(new Set(second.map(({ state }) => state))).toEqual(new Set(['exists']));
    expect(second.map(({ name }) => name)).toContain('handoff_score');
  });

  it('moves a contact on a signed call, agrees with the portal, and does nothing new on a repeat', async () => {
    const contacts = `${sandbox.url}/crm/v3/objects/contacts`;
    const headers = { authorization: 'Bearer any', 'content-type': 'application/json' };
    const created = await fetch(contacts, {
      method: 'POST',
      headers,
      body: JSON.stringify({ properties: { email: 'anna@example.com', lifecyclestage: 'lead' } }),
    });
    const { id } = (await created.json()) as { id: string };
    const ask = {
      uid: 'set-stage',
      callbackId: 'ap-1',
      contactId: id,
      inputFields: { stage: 'sql', reason: 'Called us' },
    };

    const first = await execute(service.url, 4401, ask);
    const again = await execute(service.url, 4401, ask);

    const answer = await fetch(`${contacts}/${id}?properties=lifecyclestage`, { headers });
    const shown = (await answer.json()) as { properties: Record<string, string> };
    expect(first).toMatchObject({ status: 200, outputs: { result: 'applied', stage: 'sql' } });
    expect(again).toEqual(first);
    expect(shown.properties['lifecyclestage']).toBe('salesqualifiedlead');
    expect(await handoff('transitions', '--json', '--contact', id)).toEqual([
      {
        portalId: 4401,
        contactId: id,
        from: 'lead',
        to: 'sql',
        way: 'workflow',
        actor: 'workflow:5005',
        rule: 'asked',
        because: ['Called us'],
        model: expect.stringMatching(/^saas@[0-9a-f]{8}$/),
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      },
    ]);
  });

  it('refuses a second service on the same directory and names the holder', async () => {
    const second = startServiceProcess({ HUBSPOT_API_URL: sandbox.url, MODELS_DIR: MODELS, DATA_DIR: dataDir });

    await expect(second).rejects.toThrow(/process \d+|pid \d+/i);
  });

  it('ends with 0 on SIGTERM', async () => {
    await service.stop('SIGTERM');

    expect(await service.ended).toBe(0);
  });
});
