import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readConfig } from '../src/config.js';
import { setUpPortal } from '../src/hubspot/setup-portal.js';
import { createSandbox, type Sandbox } from '../src/sandbox/sandbox.js';
import { openService, type Service } from '../src/serve.js';
import { createMemoryLog } from './fakes/memory-log.js';
import { ADMIN_TOKEN, CLIENT_SECRET, listing } from './faults/service-process.js';

const PORTAL = 4401;
const TOKEN = 'token-of-these-tests';
const MODEL = `
name: chat
intent:
  max: 10
  rules:
    - { id: talks, when: { signal: whatsapp_message_received, atLeast: 2, withinDays: 30 }, points: 10, because: Talks with us }
evidence:
  framework: bant
  answers: { need: [handoff_need], timing: [handoff_timing_date], budget: [handoff_budget], authority: [handoff_authority] }
stages:
  mql: { owner: marketing, next: Ask, enter: { property: handoff_conversation_depth, atLeast: 3 } }
  sql: { owner: sales, next: Call, within: 7d, enter: { evidence: 3 }, policy: auto }
  opportunity:
    owner: sales
    next: Propose
    enter: { all: [{ signal: meeting_booked, withinDays: 30 }, { signal: meeting_confirmed, withinDays: 30 }] }
`;

interface Decided {
  readonly contactId: string;
  readonly to: string;
  readonly state: string;
}

/** A service on a sandbox portal, and whoever tells it what leads do. */
describe('acts and answers told from outside', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'handoff-signals-'));
  let sandbox: Sandbox;
  let service: Service;

  beforeAll(async () => {
    writeFileSync(path.join(folder, 'chat.yaml'), MODEL);
    sandbox = await createSandbox({ now: Date.now, portalId: PORTAL, clientSecret: CLIENT_SECRET, callsPer10s: 0 });
    const log = createMemoryLog();
    const portal = { apiUrl: sandbox.url, family: '2026-09' as const, now: Date.now, random: Math.random, log };
    await setUpPortal(portal, { token: TOKEN, dryRun: false });
    const config = readConfig({
      PORT: '0',
      HUBSPOT_API_URL: sandbox.url,
      HUBSPOT_ACCESS_TOKEN: TOKEN,
      HUBSPOT_CLIENT_SECRET: CLIENT_SECRET,
      HUBSPOT_CALLS_PER_10S: '1000',
      ADMIN_TOKEN,
      MODELS_DIR: folder,
      DATA_DIR: path.join(folder, 'data'),
    });
    service = await openService({ config, log: createMemoryLog() });
  });

  afterAll(async () => {
    await service.close();
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const lead = (email: string) =>
    sandbox.portal.createContact({ email, lifecyclestage: 'lead' }, { sourceType: 'CRM_UI' });
  async function tell(signals: unknown) {
    const reply = await fetch(`${service.url}/signals`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(signals),
    });
    const { results } = (await reply.json()) as { readonly results: readonly { readonly state: string }[] };
    return { status: reply.status, states: results.map(({ state }) => state) };
  }
  const decisionsOf = async (contactId: string) =>
    (await listing<Decided>(service.url, 'decisions')).filter((one) => one.contactId === contactId);

  /** Looks until so many evaluations of the contact are over. */
  async function judged(contactId: string, count: number): Promise<readonly Decided[]> {
    for (;;) {
      const all = await decisionsOf(contactId);
      if (all.filter(({ state }) => state === 'settled').length >= count) return all;
      await pause(50);
    }
  }
  const movesOf = async (contactId: string) =>
    (await listing<{ contactId: string; from: string; to: string; actor: string }>(service.url, 'transitions'))
      .filter((move) => move.contactId === contactId)
      .map(({ from, to, actor }) => `${from} → ${to} by ${actor}`);

  const message = (id: string, more: object) => ({
    portalId: PORTAL,
    id,
    signal: 'whatsapp_message_received',
    at: Date.now() - 1_000,
    source: 'whatsapp',
    ...more,
  });

  it('M04: a chat and three answers, told by e-mail, make a lead an SQL with the answers on the contact', async () => {
    const contactId = lead('ada@example.com');
    const chat = ['1', '2', '3'].map((n) => message(`ada-${n}`, { email: 'Ada@example.com' }));
    const answers = [
      ['need', 'Reports for the board'],
      ['timing', new Date(Date.now() + 20 * 86_400_000).toISOString()],
      ['budget', '10,000 a year'],
    ].map(([answer, value]) => ({ ...message(`ada-${answer}`, { contactId }), signal: null, answer, value }));

    const told = [await tell(chat), await judged(contactId, 1).then(() => tell(answers))];
    await judged(contactId, 2);

    expect(told).toEqual([
      { status: 200, states: ['stored', 'stored', 'stored'] },
      { status: 200, states: ['stored', 'stored', 'stored'] },
    ]);
    expect(sandbox.portal.properties(contactId)).toMatchObject({
      lifecyclestage: 'salesqualifiedlead',
      handoff_need: 'Reports for the board',
      handoff_timing_date: new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10),
      handoff_budget: '10,000 a year',
      handoff_conversation_depth: '3',
      handoff_reasons: '+10 Talks with us',
    });
    await expect(movesOf(contactId)).resolves.toEqual([
      'lead → mql by signal:whatsapp',
      'mql → sql by signal:whatsapp',
    ]);

    // The same again, however often, is no news.
    expect((await tell([...answers, ...chat])).states).toEqual(Array(6).fill('repeated'));
    expect(await decisionsOf(contactId)).toHaveLength(2);

    // G17, G19: a slot alone is no opportunity; a confirmed one is, since this model says so.
    await tell(message('ada-slot', { email: 'ada@example.com', signal: 'meeting_booked', source: 'calendly' }));
    const [held] = (await judged(contactId, 3)).slice(-1);
    await tell(message('ada-yes', { email: 'ada@example.com', signal: 'meeting_confirmed', source: 'calendly' }));
    const [moved] = (await judged(contactId, 4)).slice(-1);
    expect([held?.to, moved?.to, sandbox.portal.properties(contactId)?.['lifecyclestage']]).toEqual([
      'sql',
      'opportunity',
      'opportunity',
    ]);
  });

  it('M07: a contact that was merged into another is found by its old address', async () => {
    const [kept, gone] = [lead('bob@example.com'), lead('bob@old.example')];
    const merged = await fetch(`${sandbox.url}/crm/v3/objects/contacts/merge`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ primaryObjectId: kept, objectIdToMerge: gone }),
    });

    const told = await tell(
      ['bob@example.com', 'bob@old.example', 'bob@example.com'].map((email, n) => message(`bob-${n}`, { email })),
    );

    expect([merged.status, told.states]).toEqual([200, ['stored', 'stored', 'stored']]);
    const contactId = ((await merged.json()) as { readonly id: string }).id;
    await judged(contactId, 1);
    expect(sandbox.portal.properties(contactId)).toMatchObject({
      handoff_conversation_depth: '3',
      lifecyclestage: 'marketingqualifiedlead',
    });
  });

  it('takes a thousand at once, some of nobody, and judges each contact once in shared calls', async () => {
    const people = Array.from({ length: 300 }, (_, n) => lead(`crowd${n}@example.com`));
    const all = Array.from({ length: 1_000 }, (_, n) =>
      message(`crowd-${n}`, { email: n % 10 === 9 ? `nobody${n}@example.com` : `crowd${n % 300}@example.com` }),
    );
    const before = service.calls();

    const { status, states } = await tell(all);
    const looked = service.calls() - before;
    for (;;) {
      const over = (await listing<Decided>(service.url, 'decisions')).filter(
        ({ contactId, state }) => people.includes(contactId) && state === 'settled',
      );
      if (over.length >= 270) break;
      await pause(100);
    }

    const asked = (await listing<Decided>(service.url, 'decisions')).filter(({ contactId }) =>
      people.includes(contactId),
    );
    expect([status, states.length, states.filter((state) => state === 'stored').length]).toEqual([200, 1_000, 900]);
    expect(looked).toBeLessThanOrEqual(4);
    expect(asked).toHaveLength(270);
    expect(service.calls() - before).toBeLessThanOrEqual(20);
  });
});
