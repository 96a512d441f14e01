import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { setUpPortal } from '../../src/hubspot/setup-portal.js';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.js';
import { createMemoryLog } from '../fakes/memory-log.js';
import { ADMIN_TOKEN, CLIENT_SECRET, listing, startServiceProcess, type ServiceProcess } from './service-process.js';
import { leasesLapse, stores } from './stores.js';

const PORTAL = 4401;
const MODEL = `
name: told
evidence: { framework: bant, answers: { need: [handoff_need] } }
stages:
  mql: { owner: marketing, next: Call, within: 7d, enter: { all: [{ evidence: 1 }, { signal: demo_booked }] } }
  sql: { owner: sales, next: Call, within: 7d, enter: { evidence: 4 }, policy: auto }
`;

describe.each(stores())('signals taken by a service that is killed at once, on $name', ({ env }) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'handoff-told-'));
  let sandbox: Sandbox;
  let service: ServiceProcess | undefined;

  afterAll(async () => {
    await service?.stop('SIGKILL');
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are judged after the restart, every one of them once (P1)', async () => {
    writeFileSync(path.join(folder, 'told.yaml'), MODEL);
    sandbox = await createSandbox({ now: Date.now, portalId: PORTAL, clientSecret: CLIENT_SECRET, callsPer10s: 0 });
    const portal = { apiUrl: sandbox.url, family: '2026-09' as const, now: Date.now, random: Math.random };
    await setUpPortal({ ...portal, log: createMemoryLog() }, { token: 'token-of-these-tests', dryRun: false });
    const people = Array.from({ length: 20 }, (_, n) =>
      sandbox.portal.createContact({ email: `p${n}@example.com`, lifecyclestage: 'lead' }, { sourceType: 'CRM_UI' }),
    );
    const settings = {
      HUBSPOT_API_URL: sandbox.url,
      HUBSPOT_CALLS_PER_10S: '100000',
      MODELS_DIR: folder,
      DATA_DIR: path.join(folder, 'data'),
      ...(await env()),
    };
    // Whoever takes the asks up dies before the first write: the reply is all that was ever seen of them.
    service = await startServiceProcess({ ...settings, FAILPOINT: 'before-hubspot-write' });
    const told = people.flatMap((_, n) => [
      { portalId: PORTAL, id: `demo-${n}`, email: `p${n}@example.com`, signal: 'demo_booked', at: Date.now() },
      {
        portalId: PORTAL,
        id: `need-${n}`,
        email: `p${n}@example.com`,
        answer: 'need',
        value: `Need ${n}`,
        at: Date.now(),
      },
    ]);

    const reply = await fetch(`${service.url}/signals`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(told),
    });
    const died = await service.ended;
    await leasesLapse(settings);
    service = await startServiceProcess(settings);
    const moves = async (url: string) => listing<{ contactId: string; to: string }>(url, 'transitions');
    while ((await moves(service.url)).length < people.length) await pause(50);

    expect([reply.status, died]).toEqual([200, 'SIGKILL']);
    expect(people.map((id) => sandbox.portal.properties(id)?.['handoff_need'])).toEqual(
      people.map((_, n) => `Need ${n}`),
    );
    expect((await moves(service.url)).map(({ contactId }) => contactId).sort()).toEqual([...people].sort());
  });
});
