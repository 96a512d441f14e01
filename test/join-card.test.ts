import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Transition } from '../src/app/outcome.js';
import { readConfig } from '../src/config.js';
import type { CardReply } from '../src/http/card-contract.js';
import { setUpPortal } from '../src/hubspot/setup-portal.js';
import { createSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { signV3 } from '../src/sandbox/signing.js';
import { openService, type Service } from '../src/serve.js';
import { createMemoryLog } from './fakes/memory-log.js';
import { ADMIN_TOKEN, CLIENT_SECRET, listing } from './faults/service-process.js';

const PORTAL = 4401;
const TOKEN = 'token-of-these-tests';

/** The whole service on a sandbox portal, its card called as HubSpot's proxy calls it. */
describe('a rep’s card', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'handoff-card-'));
  let sandbox: Sandbox;
  let service: Service;
  let contactId = '';

  beforeAll(async () => {
    sandbox = await createSandbox({ now: Date.now, portalId: PORTAL, clientSecret: CLIENT_SECRET, callsPer10s: 0 });
    const portal = { apiUrl: sandbox.url, family: '2026-09', now: Date.now, random: Math.random } as const;
    await setUpPortal({ ...portal, log: createMemoryLog() }, { token: TOKEN, dryRun: false });
    const config = readConfig({
      PORT: '0',
      HUBSPOT_API_URL: sandbox.url,
      HUBSPOT_ACCESS_TOKEN: TOKEN,
      HUBSPOT_CLIENT_SECRET: CLIENT_SECRET,
      HUBSPOT_CALLS_PER_10S: '1000',
      ADMIN_TOKEN,
      MODELS_DIR: path.resolve(__dirname, '../workflows/models'),
      DATA_DIR: folder,
    });
    service = await openService({ config, log: createMemoryLog(), announceAfterMs: 0, sending: { everyMs: 50 } });
    contactId = sandbox.portal.createContact(
      {
        ...{ email: 'anna@example.com', firstname: 'Anna', lastname: 'Visser', country: 'Cuba' },
        ...{ lifecyclestage: 'marketingqualifiedlead', hubspot_owner_id: '64492917' },
      },
      { sourceType: 'CRM_UI' },
    );
  });

  afterAll(async () => {
    await service.close();
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function call(method: 'GET' | 'POST', below: string, body?: object): Promise<CardReply> {
    const who = `userId=9001&portalId=${PORTAL}&userEmail=sanne%40sales.example&appId=77`;
    const url = `${service.url}/hubspot/card/contacts/${contactId}${below}?${who}`;
    const text = body ? JSON.stringify(body) : '';
    const at = Date.now();
    const response = await fetch(url, {
      method,
      headers: {
        'content-type': 'application/json',
        'x-hubspot-signature-v3': signV3(CLIENT_SECRET, method, url, text, at),
        'x-hubspot-request-timestamp': String(at),
      },
      ...(body ? { body: text } : {}),
    });
    return (await response.json()) as CardReply;
  }

  it('costs two calls the first time it is opened, and one after that', async () => {
    // The service asks whose token it has while it starts.
    while (service.calls() === 0) await pause(10);
    const start = service.calls();

    await call('GET', '');
    const cold = service.calls() - start;
    const reply = await call('GET', '');

    expect([cold, service.calls() - start - cold]).toEqual([2, 1]);
    expect(reply).toMatchObject({
      ok: true,
      view: {
        name: 'Anna Visser',
        stage: { at: 'mql', label: 'Marketing Qualified Lead', owner: 'marketing' },
        may: { overrides: [{ id: 'can-be-sold-to', because: 'Countries under sanctions are closed to us' }] },
        history: [],
      },
    });
  });

  it('sets SQL by hand over a requirement that is missed: portal, log and announcement agree', async () => {
    const press = { seenStage: 'mql', stage: 'sql', note: 'Called: starts in May' };
    const over = { ...press, id: 'b', override: 'Ships to Rotterdam' };

    const without = await call('POST', '/set-stage', { ...press, id: 'a' });
    const done = await call('POST', '/set-stage', over);
    const again = await call('POST', '/set-stage', over);

    expect(without).toMatchObject({ ok: false, code: 'override-required', view: { stage: { at: 'mql' } } });
    expect(done).toMatchObject({ ok: true, view: { stage: { at: 'sql' }, may: { accept: false } } });
    expect(again).toMatchObject({ ok: true, view: { history: [{ to: 'sql', way: 'manual' }] } });
    expect(sandbox.portal.properties(contactId)).toMatchObject({
      lifecyclestage: 'salesqualifiedlead',
      hs_lead_status: 'CONNECTED',
      handoff_accepted_by: 'sanne@sales.example',
    });
    expect(await listing<Transition>(service.url, 'transitions')).toMatchObject([
      {
        ...{ from: 'mql', to: 'sql', way: 'manual', actor: 'user:9001', rule: 'override:can-be-sold-to' },
        because: ['Called: starts in May', 'Override: Countries under sanctions are closed to us: Ships to Rotterdam'],
        passed: ['sal'],
      },
    ]);
    expect(await toldOf()).toEqual(['owner-task 64492917 sent']);
  });

  interface Told {
    readonly channel: string;
    readonly target: string;
    readonly state: string;
  }

  /** Looks until the task has ended; Slack is not set up here. */
  async function toldOf(): Promise<readonly string[]> {
    for (;;) {
      const tasks = (await listing<Told>(service.url, 'deliveries')).filter(({ channel }) => channel === 'owner-task');
      if (tasks.some(({ state }) => ['sent', 'refused', 'uncertain'].includes(state))) {
        return tasks.map(({ channel, target, state }) => `${channel} ${target} ${state}`);
      }
      await pause(50);
    }
  }
});
