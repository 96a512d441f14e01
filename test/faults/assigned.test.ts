import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { AssignmentJson } from '../../src/http/contract.js';
import { readConfig } from '../../src/config.js';
import { setUpPortal } from '../../src/hubspot/setup-portal.js';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.js';
import { openService, type Service } from '../../src/serve.js';
import { createMemoryLog } from '../fakes/memory-log.js';
import { ADMIN_TOKEN, CLIENT_SECRET, execute, listing } from './service-process.js';
import { stores } from './stores.js';

const PORTAL = 4401;
const TOKEN = 'token-of-these-tests';
const LEADS = 30;
const SAAS = path.resolve(__dirname, '../../workflows/models/saas.yaml');
const [SANNE, JONAS] = ['64492917', '64492918'];
const ASSIGN = `
assign:
  to:
    - { owner: sanne.de-wit@sales.example, weight: 2 }
    - { owner: jonas.peeters@sales.example }
`;

interface Task {
  readonly properties: Readonly<Record<string, string | null>>;
  readonly associations?: { readonly contacts?: { readonly results: readonly { readonly id: string }[] } };
}

/** On PostgreSQL two services share the portal; the embedded store has one. */
const places = stores().map((store) => ({ ...store, services: store.name === 'PostgreSQL' ? 2 : 1 }));

describe.each(places)('demo requests nobody owns, qualified by $services on $name', ({ env, services }) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'handoff-assigned-'));
  let sandbox: Sandbox;
  const running: Service[] = [];
  let leads: string[] = [];

  beforeAll(async () => {
    mkdirSync(path.join(folder, 'models'));
    writeFileSync(path.join(folder, 'models/saas.yaml'), readFileSync(SAAS, 'utf8') + ASSIGN);
    sandbox = await createSandbox({ now: Date.now, portalId: PORTAL, clientSecret: CLIENT_SECRET, callsPer10s: 0 });
    const log = createMemoryLog();
    const hubspot = { apiUrl: sandbox.url, family: '2026-09' as const, now: Date.now, random: Math.random, log };
    await setUpPortal(hubspot, { token: TOKEN, dryRun: false });
    const config = readConfig({
      PORT: '0',
      HUBSPOT_API_URL: sandbox.url,
      HUBSPOT_ACCESS_TOKEN: TOKEN,
      HUBSPOT_CLIENT_SECRET: CLIENT_SECRET,
      HUBSPOT_CALLS_PER_10S: '10000',
      ADMIN_TOKEN,
      MODELS_DIR: path.join(folder, 'models'),
      DATA_DIR: folder,
      ...(await env()),
    });
    for (let n = 0; n < services; n += 1) running.push(await openService({ config, log, announceAfterMs: 0 }));
  });

  afterAll(async () => {
    for (const service of running) await service.close();
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const urlOf = (n: number): string => running[n % services]?.url ?? '';

  async function tasks(): Promise<Task[]> {
    const place = `${sandbox.url}/crm/v3/objects/tasks?limit=100&associations=contacts&properties=hubspot_owner_id`;
    const reply = await fetch(place, { headers: { authorization: `Bearer ${TOKEN}` } });
    return ((await reply.json()) as { results: Task[] }).results;
  }

  it('end with one owner each, in turn by weight, though two workflows ask for each of them at once (W06, P24)', async () => {
    leads = Array.from({ length: LEADS }, (_, n) =>
      sandbox.portal.createContact(
        {
          email: `lead${n}@example.com`,
          lifecyclestage: 'lead',
          recent_conversion_event_name: 'Home: Request a demo',
          recent_conversion_date: new Date().toISOString(),
        },
        { sourceType: 'FORM' },
      ),
    );

    const answers = await Promise.all(
      leads.flatMap((contactId, n) =>
        [n, n + 1].map((service) =>
          execute(urlOf(service), PORTAL, {
            uid: 'qualify-lead',
            callbackId: `ap-${n}-${service}`,
            contactId,
            inputFields: {},
          }),
        ),
      ),
    );

    expect(answers.filter((answer) => answer === 'no answer' || answer.status !== 200)).toEqual([]);
    const owners = leads.map((id) => sandbox.portal.properties(id)?.['hubspot_owner_id']);
    const got = (owner: string) => owners.filter((one) => one === owner).length;
    expect([got(SANNE), got(JONAS)]).toEqual([20, 10]);
    const ledger = await listing<AssignmentJson>(urlOf(0), 'assignments');
    const given = new Map(ledger.map(({ contactId, owner }) => [contactId, owner]));
    expect([ledger.length, given.size]).toEqual([LEADS, LEADS]);
    expect(leads.map((id) => given.get(id))).toEqual(owners);
  });

  it('and with a task for that owner', async () => {
    let all = await tasks();
    while (all.length < LEADS) {
      await pause(50);
      all = await tasks();
    }

    const found = all.map(({ properties, associations }) => ({
      owner: properties['hubspot_owner_id'],
      contact: associations?.contacts?.results[0]?.id ?? '',
    }));
    const wrong = found.filter(
      ({ owner, contact }) => owner !== sandbox.portal.properties(contact)?.['hubspot_owner_id'],
    );
    expect([found.length, new Set(found.map(({ contact }) => contact)).size, wrong]).toEqual([LEADS, LEADS, []]);
  });
});
