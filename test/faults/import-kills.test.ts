import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ImportView } from '../../src/cli/import-service.js';
import { setUpPortal } from '../../src/hubspot/setup-portal.js';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.js';
import { createMemoryLog } from '../fakes/memory-log.js';
import { leasesLapse, stores } from './stores.js';
import { ADMIN_TOKEN, CLIENT_SECRET, listing, startServiceProcess, type ServiceProcess } from './service-process.js';

/* 4,000 rows fit into everybody's test run. IMPORT_ROWS=20000, the only other number, takes minutes and dies as often, further apart. */

/** Rows → people who move, by move; a lead is one from the start. */
const MOVES: Readonly<Record<number, Readonly<Record<string, number>>>> = {
  4_000: { 'lead → mql': 667, 'lead → sal': 667, 'lead → sql': 667, 'lead → disqualified': 666 },
  20_000: { 'lead → mql': 3334, 'lead → sal': 3333, 'lead → sql': 3333, 'lead → disqualified': 3333 },
};
/** Rows → moves in the log. */
const MOVED: Readonly<Record<number, number>> = { 4_000: 2_667, 20_000: 13_333 };

const PORTAL = 4401;
const ROWS = Number(process.env['IMPORT_ROWS'] ?? 4_000);
const SCALE = ROWS / 4_000;
const MAIN = path.resolve(__dirname, '../../build/service/src/main.js');
const WORDS = ['New', 'Working', 'Contacted', 'Qualified', 'Unqualified', ''] as const;
/** What the words come to, for somebody new. */
const STAGES = [
  'lead',
  'marketingqualifiedlead',
  'marketingqualifiedlead',
  'salesqualifiedlead',
  'lead',
  'lead',
] as const;

/** 25 deaths: after a batch was written, between plan and write, after the write, after the end of a move. */
const DEATHS = [
  ...[1, 1, 2, 1, 3, 1, 2].map((hit) => `after-batch-reply:${hit * SCALE}`),
  ...[7, 60, 90, 20, 120, 11].map((hit) => `before-hubspot-write:${hit * SCALE}`),
  ...[5, 80, 33, 101, 2, 64].map((hit) => `after-hubspot-write:${hit * SCALE}`),
  ...[9, 70, 41, 110, 3, 55].map((hit) => `after-settle:${hit * SCALE}`),
];

const emailOf = (row: number): string => `person-${row}@example.com`;
const CSV = [
  'Email,Title,Lead Status',
  ...Array.from({ length: ROWS }, (_, row) => `${emailOf(row)},Title ${row},${WORDS[row % WORDS.length] ?? ''}`),
].join('\n');

describe.each(stores())('an import with faults on, killed 25 times, on $name', ({ env }) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'handoff-import-'));
  const file = path.join(folder, 'leads.csv');
  let sandbox: Sandbox;
  let settings: Record<string, string>;
  let service: ServiceProcess;
  let kills = 0;
  let over: ImportView;

  async function imports(): Promise<readonly ImportView[]> {
    const reply = await fetch(`${service.url}/admin/imports`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
    return ((await reply.json()) as { results: ImportView[] }).results;
  }

  async function handoff(words: readonly string[], signal?: AbortSignal): Promise<ImportView> {
    const env = { PATH: process.env['PATH'] ?? '', HANDOFF_URL: service.url, ADMIN_TOKEN };
    const out = await new Promise<string>((resolve, reject) =>
      execFile(
        process.execPath,
        [MAIN, ...words, '--json'],
        { env, maxBuffer: 1e8, ...(signal ? { signal } : {}) },
        (error, stdout, stderr) => (stdout === '' ? reject(new Error(stderr, { cause: error })) : resolve(stdout)),
      ),
    );
    return JSON.parse(out) as ImportView;
  }

  async function untilOver(): Promise<ImportView> {
    for (;;) {
      const [newest] = await imports();
      if (newest && newest.state !== 'waiting' && newest.state !== 'running') return newest;
      await pause(200);
    }
  }

  beforeAll(async () => {
    writeFileSync(file, CSV);
    sandbox = await createSandbox({ now: Date.now, portalId: PORTAL, clientSecret: CLIENT_SECRET, callsPer10s: 0 });
    await setUpPortal(
      { apiUrl: sandbox.url, family: '2026-09', now: Date.now, random: Math.random, log: createMemoryLog() },
      { token: 'token-of-these-tests', dryRun: false },
    );
    settings = {
      HUBSPOT_API_URL: sandbox.url,
      HUBSPOT_CALLS_PER_10S: '100000',
      DATA_DIR: path.join(folder, 'data'),
      ...(await env()),
    };
    sandbox.faults.set({
      seed: 20,
      faults: [
        { kind: 'status5xx', probability: 0.02 },
        { kind: 'applyThen5xx', probability: 0.02, path: 'batch' },
        { kind: 'appliedThenReset', probability: 0.02, path: 'batch' },
        { kind: 'rate429', probability: 0.01, retryAfterSeconds: 0 },
      ],
    });
    const away = new AbortController();
    for (const [life, failpoint] of DEATHS.entries()) {
      service = await startServiceProcess({ ...settings, FAILPOINT: failpoint });
      const begun =
        life === 0
          ? handoff(['import', file, '--source', 'salesforce'], away.signal).catch(() => undefined)
          : undefined;
      const end = await Promise.race([service.ended, pause(10_000 * SCALE)]);
      if (end === 'SIGKILL') kills += 1;
      else await service.stop('SIGKILL');
      // Whoever began it is gone, too: it is the service's own.
      away.abort();
      await begun;
      await leasesLapse(settings);
    }
    service = await startServiceProcess(settings);
    over = await untilOver();
    sandbox.faults.clear();
  }, 600_000 * SCALE);

  afterAll(async () => {
    await service.stop('SIGTERM');
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const contacts = () => sandbox.portal.contactIds().map((id) => sandbox.portal.properties(id) ?? {});

  it('has died at least twenty times, and ended as without', () => {
    expect(kills).toBeGreaterThanOrEqual(20);
    expect(over).toMatchObject({ state: 'done', rows: ROWS, doneRow: ROWS });
    expect(over.summary).toMatchObject({
      ...{ people: ROWS, known: 0, created: ROWS, unchanged: 0, held: {}, failed: {} },
      moves: MOVES[ROWS],
    });
  });

  it('has made each person once, with the values and the stage of the file', () => {
    const byEmail = new Map(contacts().map((contact) => [contact['email'], contact]));

    expect(contacts()).toHaveLength(ROWS);
    for (let row = 0; row < ROWS; row += 1) {
      const { jobtitle, lifecyclestage } = byEmail.get(emailOf(row)) ?? {};
      expect({ row, jobtitle, lifecyclestage }).toEqual({
        row,
        jobtitle: `Title ${row}`,
        lifecyclestage: STAGES[row % STAGES.length],
      });
    }
  });

  it('has logged each move exactly once (P2)', async () => {
    const transitions = await listing<{ contactId: string; from: string; way: string; actor: string }>(
      service.url,
      'transitions',
    );

    expect(new Set(transitions.map(({ contactId }) => contactId)).size).toBe(transitions.length);
    expect(transitions).toHaveLength(MOVED[ROWS] ?? NaN);
    expect(new Set(transitions.map(({ from, way, actor }) => `${from} ${way} ${actor}`))).toEqual(
      new Set([`lead import import:${over.id}`]),
    );
  });

  it('writes nothing when the file is imported again (P5)', async () => {
    const before = sandbox.calls().byEndpoint;

    const again = await handoff(['import', file, '--source', 'salesforce']);

    const after = sandbox.calls().byEndpoint;
    expect(again.summary).toMatchObject({ known: ROWS, created: 0, updated: 0, unchanged: ROWS, moves: {} });
    expect(after['contacts/batch/upsert']).toBe(before['contacts/batch/upsert']);
    expect(after['contacts/batch/update']).toBe(before['contacts/batch/update']);
  });

  it('can be taken back: everybody is where he began, nobody is deleted', async () => {
    const undone = await handoff(['import', 'undo', over.id]);

    expect(undone).toMatchObject({ state: 'done', summary: { failed: {} } });
    expect(new Set(contacts().map(({ lifecyclestage }) => lifecyclestage))).toEqual(new Set(['lead']));
    expect(contacts()).toHaveLength(ROWS);
  });
});
