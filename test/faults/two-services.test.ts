import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readConfig } from '../../src/config.js';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.js';
import { openService, type Service } from '../../src/serve.js';
import { createMemoryLog } from '../fakes/memory-log.js';
import { ADMIN_TOKEN, CLIENT_SECRET, execute, listing } from './service-process.js';
import { stores } from './stores.js';

const PORTAL = 4401;
const LIMIT = 50;
const ASKS = 240;
const MODELS = path.resolve(__dirname, '../../workflows/models');

/** On PostgreSQL two services share the portal; the embedded store has one. */
const places = stores().map((store) => ({ ...store, services: store.name === 'PostgreSQL' ? 2 : 1 }));

describe.each(places)('a portal that allows 50 calls in 10 s, asked by $services on $name', ({ env, services }) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'handoff-two-'));
  let sandbox: Sandbox;
  const running: Service[] = [];

  beforeAll(async () => {
    sandbox = await createSandbox({ now: Date.now, portalId: PORTAL, clientSecret: CLIENT_SECRET, callsPer10s: LIMIT });
    const shared = {
      PORT: '0',
      HUBSPOT_API_URL: sandbox.url,
      HUBSPOT_ACCESS_TOKEN: 'token',
      HUBSPOT_CLIENT_SECRET: CLIENT_SECRET,
      HUBSPOT_CALLS_PER_10S: String(LIMIT),
      ADMIN_TOKEN,
      MODELS_DIR: MODELS,
      DATA_DIR: folder,
      ...(await env()),
    };
    for (let n = 0; n < services; n += 1) {
      running.push(await openService({ config: readConfig(shared), log: createMemoryLog() }));
    }
  });

  afterAll(async () => {
    for (const service of running) await service.close();
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('sees no more than that in any 10 s, answers nobody 429, and everybody is decided', async () => {
    // In bunches, so that there are more calls than the limit lets through.
    const asks = Array.from({ length: ASKS }, (_, n) => {
      const contactId = sandbox.portal.createContact({ email: `p${n}@example.com` }, { sourceType: 'CRM_UI' });
      const url = running[n % services]?.url ?? '';
      const callbackId = `ap-${PORTAL}-${n}`;
      return () => execute(url, PORTAL, { uid: 'set-stage', callbackId, contactId, inputFields: { stage: 'sql' } });
    });
    const answers: ReturnType<typeof execute>[] = [];
    for (let n = 0; n < ASKS; n += 3) {
      answers.push(...asks.slice(n, n + 3).map((ask) => ask()));
      await pause(60);
    }
    expect((await Promise.all(answers)).filter((answer) => answer === 'no answer' || answer.status !== 200)).toEqual(
      [],
    );

    const [first] = running;
    let settled = 0;
    for (let tries = 0; settled < ASKS && tries < 240; tries += 1) {
      const decisions = await listing<{ state: string }>(first?.url ?? '', 'decisions');
      settled = decisions.filter(({ state }) => state === 'settled').length;
      if (settled < ASKS) await pause(250);
    }

    expect(settled).toBe(ASKS);
    expect(await listing(first?.url ?? '', 'transitions')).toHaveLength(ASKS);
    expect(sandbox.maxInWindow()).toBeGreaterThan(LIMIT / 2);
    expect(sandbox.maxInWindow()).toBeLessThanOrEqual(LIMIT);
    expect(sandbox.calls().rateLimited).toBe(0);
  });
});
