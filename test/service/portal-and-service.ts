import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readConfig } from '../../src/config.js';
import { setUpPortal } from '../../src/hubspot/setup-portal.js';
import { subscribeApp } from '../../src/install-app.js';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.js';
import type { Webhooks } from '../../src/sandbox/webhooks.js';
import { openService, type Service, type ServiceOptions } from '../../src/serve.js';
import { createMemoryLog } from '../fakes/memory-log.js';
import { ADMIN_TOKEN, CLIENT_SECRET } from '../faults/service-process.js';

export const PORTAL = 4401;
const LONGEST_MS = 10_000;
const TOKEN = 'token-of-these-tests';
const MODELS = path.resolve(__dirname, '../../workflows/models');

export interface LogLine {
  readonly contactId: string;
  readonly from: string;
  readonly to: string;
  readonly way: string;
  readonly actor: string;
  readonly rule: string;
}

export interface Running {
  readonly sandbox: Sandbox;
  readonly service: Service;
  readonly webhooks: Webhooks;
  /** Calls an admin route. */
  admin(place: string, init?: RequestInit): Promise<Response>;
  lines<Row>(place: string): Promise<Row[]>;
  /** Waits until the log of a contact is as long as this, ten seconds at most. */
  log(contactId: string, length: number): Promise<readonly LogLine[]>;
  /** Waits until the log has nothing of a contact, ten seconds at most. */
  empty(contactId: string): Promise<void>;
  close(): Promise<void>;
}

/** A sandbox portal that tells a service of its contacts, and the service on it. */
export async function startPortalAndService(
  line: { readonly duplicates?: number; readonly reorder?: number } = {},
  {
    modelsDir = MODELS,
    formSourceId = 'form',
    ...options
  }: Pick<ServiceOptions, 'clockNow' | 'sending'> & {
    readonly modelsDir?: string;
    readonly formSourceId?: 'form' | 'none';
  } = {},
): Promise<Running> {
  const folder = mkdtempSync(path.join(tmpdir(), 'handoff-service-'));
  const sandbox = await createSandbox({
    now: Date.now,
    portalId: PORTAL,
    clientSecret: CLIENT_SECRET,
    callsPer10s: 0,
    formSourceId,
  });
  const log = createMemoryLog();
  const shared = { apiUrl: sandbox.url, family: '2026-09' as const, now: Date.now, random: Math.random, log };
  await setUpPortal(shared, { token: TOKEN, dryRun: false });
  const config = readConfig({
    PORT: '0',
    HUBSPOT_API_URL: sandbox.url,
    HUBSPOT_ACCESS_TOKEN: TOKEN,
    HUBSPOT_CLIENT_SECRET: CLIENT_SECRET,
    HUBSPOT_CALLS_PER_10S: '1000',
    ADMIN_TOKEN,
    MODELS_DIR: modelsDir,
    DATA_DIR: folder,
  });
  const service = await openService({ config, log, announceAfterMs: 0, ...options });
  const webhooks = subscribeApp(sandbox, service.url, { backoffMs: 50, ...line });

  const admin = (place: string, init: RequestInit = {}) =>
    fetch(`${service.url}/admin/${place}`, {
      ...init,
      headers: { authorization: `Bearer ${ADMIN_TOKEN}`, ...init.headers },
    });

  async function lines<Row>(place: string): Promise<Row[]> {
    const text = await (await admin(place)).text();
    return text
      .split('\n')
      .filter(Boolean)
      .map((row) => JSON.parse(row) as Row);
  }

  return {
    sandbox,
    service,
    webhooks,
    admin,
    lines,
    async log(contactId, length) {
      for (const until = Date.now() + LONGEST_MS; ; await pause(50)) {
        const found = await lines<LogLine>(`transitions?contact=${contactId}`);
        if (found.length >= length || Date.now() > until) return found;
      }
    },
    async empty(contactId) {
      const until = Date.now() + LONGEST_MS;
      while ((await lines(`transitions?contact=${contactId}`)).length > 0 && Date.now() < until) await pause(50);
    },
    async close() {
      await service.close();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
