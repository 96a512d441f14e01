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
const MODELS = path.resolve(__dirname, '../../workflows/models');

type Faults = Parameters<Sandbox['faults']['set']>[0];

interface Row {
  readonly name: string;
  readonly contact: Readonly<Record<string, string>>;
  readonly uid: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly faults?: Faults;
  /** Outputs that must be among the answer's. */
  readonly outputs: Readonly<Record<string, string>>;
  /** `from → to` of what the log gained. */
  readonly logged: readonly string[];
  readonly stage: string;
}

const LEAD = { lifecyclestage: 'lead' };
const SQL = { lifecyclestage: 'salesqualifiedlead', hs_lead_status: 'CONNECTED' };
const UPDATE = '/batch/update';

/** What can happen to a stage change, and the word each ends with. */
const ROWS: readonly Row[] = [
  {
    name: 'a step forward',
    contact: LEAD,
    uid: 'set-stage',
    inputs: { stage: 'sql', reason: 'Called us' },
    outputs: { result: 'applied', stage: 'sql', hs_execution_state: 'SUCCESS' },
    logged: ['lead → sql'],
    stage: 'salesqualifiedlead',
  },
  {
    name: 'a step back that is not allowed',
    contact: SQL,
    uid: 'set-stage',
    inputs: { stage: 'lead' },
    outputs: { result: 'refused', stage: 'sql', because: 'That is a step back; tick "allow backward" to take it' },
    logged: [],
    stage: 'salesqualifiedlead',
  },
  {
    name: 'a step back that is allowed (P1: clear, then set)',
    contact: SQL,
    uid: 'set-stage',
    inputs: { stage: 'mql', allowBackward: 'true' },
    outputs: { result: 'applied', stage: 'mql' },
    logged: ['sql → mql'],
    stage: 'marketingqualifiedlead',
  },
  {
    name: 'a write HubSpot answers 200 and ignores',
    contact: LEAD,
    uid: 'set-stage',
    inputs: { stage: 'sql' },
    faults: { faults: [{ kind: 'ignoredStage', next: 1, path: UPDATE }] },
    outputs: { result: 'ignored', because: 'HubSpot accepted the write and did not change the stage' },
    logged: [],
    stage: 'lead',
  },
  {
    name: 'a row refused inside a 207',
    contact: LEAD,
    uid: 'set-stage',
    inputs: { stage: 'sql' },
    faults: { faults: [{ kind: 'row207', next: 1, path: UPDATE }] },
    outputs: { result: 'refused', stage: 'lead' },
    logged: [],
    stage: 'lead',
  },
  {
    name: 'a storm of 429s',
    contact: LEAD,
    uid: 'set-stage',
    inputs: { stage: 'sql' },
    faults: { faults: [{ kind: 'rate429', next: 3, retryAfterSeconds: 1 }] },
    outputs: { result: 'applied', stage: 'sql' },
    logged: ['lead → sql'],
    stage: 'salesqualifiedlead',
  },
  {
    name: 'a write that is done while its answer is lost',
    contact: LEAD,
    uid: 'set-stage',
    inputs: { stage: 'sql' },
    faults: { faults: [{ kind: 'appliedThenReset', next: 1, path: UPDATE }] },
    outputs: { result: 'applied', stage: 'sql' },
    logged: ['lead → sql'],
    stage: 'salesqualifiedlead',
  },
  {
    name: 'a write answered 5xx twice',
    contact: LEAD,
    uid: 'set-stage',
    inputs: { stage: 'sql' },
    faults: { faults: [{ kind: 'status5xx', next: 2, path: UPDATE }] },
    outputs: { result: 'applied', stage: 'sql' },
    logged: ['lead → sql'],
    stage: 'salesqualifiedlead',
  },
  {
    name: 'a protected stage (P2)',
    contact: { lifecyclestage: 'customer' },
    uid: 'set-stage',
    inputs: { stage: 'sql', allowBackward: 'true' },
    outputs: { result: 'refused', stage: 'customer', because: 'The stage customer is protected' },
    logged: [],
    stage: 'customer',
  },
  {
    name: 'a protected stage under the model',
    contact: {
      lifecyclestage: 'customer',
      recent_conversion_event_name: 'Site: Request a demo',
      recent_conversion_date: 'now',
    },
    uid: 'qualify-lead',
    inputs: {},
    outputs: { decision: 'hold', stage: 'customer', moved: 'false' },
    logged: [],
    stage: 'customer',
  },
  {
    name: 'a stage id this app does not know (P11)',
    contact: { lifecyclestage: '51439524' },
    uid: 'set-stage',
    inputs: { stage: 'customer' },
    outputs: { result: 'refused', stage: '51439524' },
    logged: [],
    stage: '51439524',
  },
  {
    name: 'a first contact that asks for a demo (D03)',
    contact: {
      ...LEAD,
      country: 'Netherlands',
      recent_conversion_event_name: 'Site: Request a demo',
      recent_conversion_date: 'now',
    },
    uid: 'qualify-lead',
    inputs: { mode: 'act' },
    outputs: { decision: 'advance', stage: 'sql', moved: 'true' },
    logged: ['lead → sql'],
    stage: 'salesqualifiedlead',
  },
];

const families = ['2026-09', 'v3'];
const places = stores().flatMap((store) => families.map((family) => ({ ...store, family })));

describe.each(places)('a stage change on $name, speaking $family', ({ env, family }) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'handoff-outcomes-'));
  let sandbox: Sandbox;
  let service: Service;

  beforeAll(async () => {
    sandbox = await createSandbox({ now: Date.now, portalId: PORTAL, clientSecret: CLIENT_SECRET });
    const config = readConfig({
      PORT: '0',
      HUBSPOT_API_URL: sandbox.url,
      HUBSPOT_API_FAMILY: family,
      HUBSPOT_ACCESS_TOKEN: 'token',
      HUBSPOT_CLIENT_SECRET: CLIENT_SECRET,
      HUBSPOT_CALLS_PER_10S: '190',
      ADMIN_TOKEN,
      MODELS_DIR: MODELS,
      DATA_DIR: folder,
      ...(await env()),
    });
    service = await openService({ config, log: createMemoryLog() });
  });

  afterAll(async () => {
    await service.close();
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const logOf = async (contactId: string): Promise<string[]> =>
    (await listing<{ contactId: string; from: string; to: string }>(service.url, 'transitions'))
      .filter((transition) => transition.contactId === contactId)
      .map(({ from, to }) => `${from} → ${to}`);

  /** Waits until HubSpot's own record of the execution is complete: at once, or through the completion callback. */
  async function ended(callbackId: string, first: Readonly<Record<string, string>>) {
    for (let tries = 0; first['hs_execution_state'] === 'BLOCK' && tries < 200; tries += 1) {
      const completed = sandbox.completions().find((completion) => completion.callbackId === callbackId);
      if (completed) return completed.outputFields;
      await pause(100);
    }
    return first;
  }

  it.each(ROWS.map((row, index) => [row.name, row, index] as const))('names %s', async (_name, row, index) => {
    const properties = Object.fromEntries(
      Object.entries(row.contact).map(([name, value]) => [name, value === 'now' ? new Date().toISOString() : value]),
    );
    const contactId = sandbox.portal.createContact(
      { email: `row${index}@example.com`, ...properties },
      { sourceType: 'CRM_UI' },
    );
    const callbackId = `ap-${PORTAL}-${index}-0`;
    sandbox.faults.set(row.faults ?? {});

    const answer = await execute(service.url, PORTAL, { uid: row.uid, callbackId, contactId, inputFields: row.inputs });
    const outputs = answer === 'no answer' ? {} : await ended(callbackId, answer.outputs);
    sandbox.faults.clear();

    expect(outputs).toMatchObject(row.outputs);
    expect(sandbox.portal.properties(contactId)?.['lifecyclestage']).toBe(row.stage);
    expect(await logOf(contactId)).toEqual(row.logged);
  });

  it('keeps every rolling ten seconds within the limit', () => {
    expect(sandbox.maxInWindow()).toBeLessThanOrEqual(190);
  });
});
