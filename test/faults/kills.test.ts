import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { setUpPortal } from '../../src/hubspot/setup-portal.js';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.js';
import { createMemoryLog } from '../fakes/memory-log.js';
import { stores } from './stores.js';
import {
  CLIENT_SECRET,
  execute,
  listing,
  startServiceProcess,
  type Answer,
  type Execution,
  type ServiceProcess,
} from './service-process.js';

const MODEL = `
name: kills
fit: { max: 10, rules: [ { id: big, when: { property: numemployees, is: 100-500 }, points: 10, because: Big enough } ] }
intent: { max: 10, rules: [ { id: reads, when: { property: message, known: true }, points: 10, because: Wrote to us } ] }
evidence: { framework: bant, answers: { need: [jobtitle] } }
stages:
  mql: { owner: marketing, next: Nurture, enter: { all: [ { fit: 50 }, { intent: 50 } ] } }
  sql: { owner: sales, next: Call, within: 7d, enter: { any: [ { all: [ { stage: mql }, { signal: demo_requested } ] }, { evidence: 1 } ] }, direct: [demo_requested], policy: auto }
`;

const PORTAL = 4401;
const WRITER = { sourceType: 'CRM_UI' };

/** Every place between two steps, and how many hits before the process dies: 54 deaths. */
const DEATHS = [
  'after-verify',
  'after-insert',
  'before-hubspot-write',
  'after-hubspot-write',
  'between-clear-and-set',
  'after-settle',
].flatMap((name) => [1, 2, 3, 5, 7, 9, 11, 13, 16].map((hit) => `${name}:${hit}`));

interface Transition {
  readonly contactId: string;
  readonly from: string;
  readonly to: string;
}

/** People whose moves are known: into MQL, straight to SQL, nowhere, back from SQL, and back into nurturing. */
function people(sandbox: Sandbox, round: number): Execution[] {
  const make = (kind: string, properties: Record<string, string>) =>
    sandbox.portal.createContact({ email: `${kind}-${round}@example.com`, ...properties }, WRITER);
  const now = new Date().toISOString();
  const qualify = { uid: 'qualify-lead', inputFields: { mode: 'act' } };
  const back = { uid: 'set-stage', inputFields: { stage: 'mql', allowBackward: 'true', reason: 'Not now' } };
  const asks = [
    { ...qualify, contactId: make('mql', { numemployees: '100-500', message: 'hello' }) },
    {
      ...qualify,
      contactId: make('demo', { recent_conversion_event_name: 'Site: Request a demo', recent_conversion_date: now }),
    },
    { ...qualify, contactId: make('cold', {}) },
    ...[1, 2, 3, 4].map((n) => ({ ...back, contactId: make(`back${n}`, { lifecyclestage: 'salesqualifiedlead' }) })),
    {
      uid: 'recycle-lead',
      inputFields: { reason: 'Not now', wakeUpAfter: '30' },
      contactId: make('recycled', { lifecyclestage: 'salesqualifiedlead', hs_lead_status: 'CONNECTED' }),
    },
    { ...qualify, contactId: make('mql2', { numemployees: '100-500', message: 'hello again' }) },
  ];
  return asks.map((ask, index) => ({ ...ask, callbackId: `ap-${PORTAL}-${round}-${index}` }));
}

describe.each(stores())('a service killed between any two steps, on $name', ({ env }) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'handoff-kills-'));
  let sandbox: Sandbox;
  let settings: Record<string, string>;
  let service: ServiceProcess;
  const asked: Execution[] = [];
  const answers = new Map<string, Answer>();
  let kills = 0;

  const ask = async (executions: readonly Execution[]): Promise<void> => {
    await Promise.all(
      executions.map(async (one) => {
        const answer = await execute(service.url, PORTAL, one);
        if (answer !== 'no answer' && answer.status === 200) answers.set(one.callbackId, answer);
      }),
    );
  };
  const unanswered = () => asked.filter(({ callbackId }) => !answers.has(callbackId));

  beforeAll(async () => {
    writeFileSync(path.join(folder, 'kills.yaml'), MODEL);
    sandbox = await createSandbox({ now: Date.now, portalId: PORTAL, clientSecret: CLIENT_SECRET, callsPer10s: 0 });
    await setUpPortal(
      { apiUrl: sandbox.url, family: '2026-09', now: Date.now, random: Math.random, log: createMemoryLog() },
      { token: 'token-of-these-tests', dryRun: false },
    );
    settings = {
      HUBSPOT_API_URL: sandbox.url,
      HUBSPOT_CALLS_PER_10S: '100000',
      MODELS_DIR: folder,
      DATA_DIR: path.join(folder, 'data'),
      ...(await env()),
    };
    for (const [round, failpoint] of DEATHS.entries()) {
      service = await startServiceProcess({ ...settings, FAILPOINT: failpoint });
      asked.push(...people(sandbox, round));
      // Until the failpoint is hit: what got no answer is asked again, as HubSpot does.
      const died = service.ended.then(() => true);
      for (let tries = 0; tries < 4; tries += 1) {
        await ask(unanswered());
        if (await Promise.race([died, pause(30).then(() => false)])) break;
        asked.push(...people(sandbox, 1000 + round * 10 + tries));
      }
      if ((await Promise.race([service.ended, pause(30)])) === 'SIGKILL') kills += 1;
      else await service.stop('SIGKILL');
    }
    service = await startServiceProcess(settings);
    for (let tries = 0; tries < 100 && unanswered().length > 0; tries += 1) await ask(unanswered());
    await untilSettled();
  }, 600_000);

  /** Work left behind by the dead is taken up within a minute. */
  async function untilSettled(): Promise<void> {
    for (let tries = 0; tries < 360; tries += 1) {
      const open = (await listing<{ state: string }>(service.url, 'decisions')).filter(
        ({ state }) => state !== 'settled',
      );
      if (open.length === 0) return;
      await pause(250);
    }
  }

  afterAll(async () => {
    await service.stop('SIGTERM');
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has died at least fifty times', () => {
    expect(kills).toBeGreaterThanOrEqual(50);
  });

  it('has decided every execution exactly once (P1)', async () => {
    const decisions = await listing<{ key: string; state: string }>(service.url, 'decisions');

    expect(decisions.filter(({ state }) => state !== 'settled')).toEqual([]);
    expect(new Set(decisions.map(({ key }) => key)).size).toBe(decisions.length);
    expect(decisions.length).toBe(asked.length);
  });

  it('has logged each change the portal shows exactly once, in an unbroken chain (P2)', async () => {
    const transitions = await listing<Transition>(service.url, 'transitions');

    for (const { contactId } of asked) {
      const written = sandbox.portal
        .history(contactId, 'lifecyclestage')
        .filter(({ sourceType, value }) => sourceType !== 'CRM_UI' && value !== '');
      const chain = transitions.filter((transition) => transition.contactId === contactId);
      const broken = chain.filter(({ from }, index) => index > 0 && from !== chain[index - 1]?.to);

      expect({ contactId, logged: chain.length, broken }).toEqual({ contactId, logged: written.length, broken: [] });
    }
  });

  it('leaves no contact without a stage', () => {
    const empty = asked.filter(({ contactId }) => !sandbox.portal.properties(contactId)?.['lifecyclestage']);

    expect(empty).toEqual([]);
  });

  it('moves everybody to where the model says', () => {
    const stageOf = (kind: string) =>
      new Set(
        sandbox.portal
          .contactIds()
          .map((id) => sandbox.portal.properties(id) ?? {})
          .filter(({ email }) => email?.startsWith(`${kind}-`))
          .map(({ lifecyclestage }) => lifecyclestage),
      );

    expect(stageOf('mql')).toEqual(new Set(['marketingqualifiedlead']));
    expect(stageOf('demo')).toEqual(new Set(['salesqualifiedlead']));
    expect(stageOf('cold')).toEqual(new Set(['lead']));
    expect(stageOf('back1')).toEqual(new Set(['marketingqualifiedlead']));
  });

  it('recycles each lead once: back at MQL, counted once, nurtured (P1, D17)', () => {
    const recycled = sandbox.portal
      .contactIds()
      .map((id) => sandbox.portal.properties(id) ?? {})
      .filter(({ email }) => email?.startsWith('recycled-'));
    const seen = new Set(
      recycled.map((contact) =>
        ['lifecyclestage', 'hs_lead_status', 'handoff_recycle_count', 'handoff_recycle_reason', 'handoff_nurture']
          .map((name) => contact[name])
          .join(', '),
      ),
    );

    expect(recycled.length).toBeGreaterThanOrEqual(50);
    expect(seen).toEqual(new Set(['marketingqualifiedlead, BAD_TIMING, 1, Not now, true']));
  });

  it('answers a repeat with the same outputs and changes nothing', async () => {
    const before = await listing<Transition>(service.url, 'transitions');
    const some = asked.slice(0, 40);

    const again = await Promise.all(some.map((one) => execute(service.url, PORTAL, one)));

    const blocked = (answer: Answer | undefined) =>
      answer !== undefined && answer !== 'no answer' && answer.outputs['hs_execution_state'] === 'BLOCK';
    const differing = some.filter((one, index) => {
      const first = answers.get(one.callbackId);
      return !blocked(first) && JSON.stringify(first) !== JSON.stringify(again[index]);
    });
    expect(differing).toEqual([]);
    expect(await listing<Transition>(service.url, 'transitions')).toEqual(before);
  });
});
