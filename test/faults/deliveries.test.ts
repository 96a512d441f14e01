import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { DeliveryJson } from '../../src/http/contract.js';
import { setUpPortal } from '../../src/hubspot/setup-portal.js';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.js';
import { createMemoryLog } from '../fakes/memory-log.js';
import { startFailingSinks, type Arrival, type FailingSinks } from './failing-sinks.js';
import { CLIENT_SECRET, execute, listing, startServiceProcess, type ServiceProcess } from './service-process.js';
import { leasesLapse, stores } from './stores.js';

const MODEL = `
name: told
fit: { max: 10, rules: [ { id: big, when: { property: numemployees, is: 100-500 }, points: 10, because: Big enough } ] }
stages:
  mql: { owner: marketing, next: Nurture, enter: { fit: 50 } }
  sal: { owner: sales, next: Open the conversation, within: 5m }
  sql: { owner: sales, next: Call, within: 7d, enter: { any: [ { all: [ { stage: mql }, { signal: demo_requested } ] } ] }, direct: [demo_requested], policy: auto }
notify: { sql: [owner-task, email, slack, webhook] }
`;
const PORTAL = 4401;
const OWNER = '64492917';
const SEED = 20261125;
const CHANNELS = ['owner-task', 'email', 'slack', 'webhook'];
const SINKS = ['email', 'slack', 'webhook'] as const;
const TASKS = '/objects/2026-09/tasks';

/** Nobody waits for people here: told at once, tried again after a moment. A sink that hangs is hung up on. */
const HURRY = {
  announceAfterMs: 0,
  sending: {
    everyMs: 100,
    backoff: { firstMs: 100, longestMs: 500 },
    outbound: { connectMs: 3_000, totalMs: 4_000, answerBytes: 64 * 1024 },
    email: { connectMs: 3_000, totalMs: 4_000 },
  },
};

/** Where the service dies, each so often as there are hits; `by-hand`: so many hundredths of a second after it was asked. */
const DEATHS = [
  ['after-send', [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 5, 5, 6, 7, 8]],
  ['before-outbox-claim', [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 17]],
  ['after-settle', [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]],
  ['by-hand', [1, 2, 3, 5, 7, 9, 11, 13, 17, 21, 25, 30, 35, 40]],
] as const;

interface Asked {
  readonly contactId: string;
  readonly callbackId: string;
}

describe.each(stores())('what sales is told of demo requests, on $name', ({ env }) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'handoff-told-'));
  let sandbox: Sandbox;
  let sinks: FailingSinks;
  let settings: Record<string, string>;
  let service: ServiceProcess;
  const asked: Asked[] = [];
  const answered = new Set<string>();
  const deaths: { readonly how: string; readonly at: number }[] = [];

  function asksForDemo(count: number): void {
    for (let n = 0; n < count; n += 1) {
      const contactId = sandbox.portal.createContact(
        {
          ...{ email: `person-${asked.length}@example.com`, firstname: 'Ada', lifecyclestage: 'lead' },
          ...{ hubspot_owner_id: OWNER, recent_conversion_event_name: 'Home: Request a demo' },
          recent_conversion_date: new Date().toISOString(),
        },
        { sourceType: 'FORM' },
      );
      asked.push({ contactId, callbackId: `ap-${PORTAL}-${contactId}` });
    }
  }

  /** What got no answer is asked again, as HubSpot does. */
  async function askUnanswered(): Promise<void> {
    await Promise.all(
      asked
        .filter(({ callbackId }) => !answered.has(callbackId))
        .map(async (one) => {
          const answer = await execute(service.url, PORTAL, {
            ...one,
            uid: 'qualify-lead',
            inputFields: { mode: 'act' },
          });
          if (answer !== 'no answer' && answer.status === 200) answered.add(one.callbackId);
        }),
    );
  }

  const deliveries = () => listing<DeliveryJson>(service.url, 'deliveries');

  /** Until all is told, one way or another: an uncertain one is over when it was repeated once and stays as it is. */
  async function untilTold(): Promise<DeliveryJson[]> {
    let quietSince = Date.now();
    let before = '';
    for (const begun = Date.now(); Date.now() - begun < 60_000; await pause(100)) {
      const now = await deliveries();
      const text = JSON.stringify(now);
      if (text !== before) quietSince = Date.now();
      before = text;
      const open = now.filter(({ state }) => ['queued', 'sending', 'retrying'].includes(state));
      if (now.length === asked.length * 4 && open.length === 0 && Date.now() - quietSince > 1_000) return now;
    }
    return deliveries();
  }

  beforeAll(async () => {
    writeFileSync(path.join(folder, 'told.yaml'), MODEL);
    sinks = await startFailingSinks(SEED);
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
      SLACK_WEBHOOK_URL: sinks.slack.url,
      NOTIFY_WEBHOOK_URL: sinks.webhook.url,
      SMTP_URL: sinks.mail.url,
      MAIL_FROM: 'Handoff <handoff@example.com>',
      ENCRYPTION_KEY: 'key-of-these-tests',
      ALLOW_OUTBOUND_NETS: '127.0.0.0/8',
      ...(await env()),
    };
  }, 60_000);

  afterAll(async () => {
    await service.stop('SIGTERM');
    await Promise.all([sandbox.close(), sinks.close()]);
    rmSync(folder, { recursive: true, force: true });
  });

  /** Tasks in the portal, by our key. */
  async function taskKeys(): Promise<string[]> {
    const keys: string[] = [];
    for (let after: string | undefined = '0'; after !== undefined;) {
      const query = `limit=100&properties=handoff_key${after === '0' ? '' : `&after=${after}`}`;
      const answer = await fetch(`${sandbox.url}/crm/v3/objects/tasks?${query}`, {
        headers: { authorization: 'Bearer token-of-these-tests' },
      });
      const page = (await answer.json()) as {
        results: { properties: { handoff_key?: string } }[];
        paging?: { next?: { after: string } };
      };
      keys.push(...page.results.map(({ properties }) => properties.handoff_key ?? 'none'));
      after = page.paging?.next?.after;
    }
    return keys;
  }

  /** Is it the delivery this was about? Slack shows the first characters of the key only. */
  const isAbout = ({ key }: DeliveryJson, arrival: Arrival) => key.startsWith(arrival.key);
  const arrivalsOf = (delivery: DeliveryJson) =>
    SINKS.filter((channel) => channel === delivery.channel)
      .flatMap((channel) => sinks.arrivals(channel))
      .filter((arrival) => isAbout(delivery, arrival));

  it('is told once to each, where nobody dies and nothing fails (P3)', async () => {
    service = await startServiceProcess(settings, HURRY);
    asksForDemo(10);
    await askUnanswered();

    const told = await untilTold();
    await service.stop('SIGTERM');

    expect(told.map(({ channel, state, attempts }) => `${channel} ${state} ${attempts}`).sort()).toEqual(
      CHANNELS.toSorted().flatMap((channel) => Array<string>(10).fill(`${channel} sent 1`)),
    );
    expect(SINKS.map((channel) => new Set(sinks.arrivals(channel).map(({ key }) => key)).size)).toEqual([10, 10, 10]);
    expect(SINKS.map((channel) => sinks.arrivals(channel).length)).toEqual([10, 10, 10]);
    expect(new Set(await taskKeys()).size).toBe(10);
  }, 60_000);

  describe('when every one of them fails half of the time and the service is killed over and over', () => {
    let told: DeliveryJson[];

    beforeAll(async () => {
      sinks.startFailing();
      sandbox.faults.set({
        seed: SEED,
        faults: [
          { kind: 'status5xx', probability: 0.24, path: TASKS },
          { kind: 'appliedThenReset', probability: 0.24, path: TASKS },
          { kind: 'hang', probability: 0.02, path: TASKS },
        ],
      });
      const plan = DEATHS.flatMap(([how, hits]) => hits.map((hit) => ({ how, hit })));
      for (const { how, hit } of plan) {
        service = await startServiceProcess(
          how === 'by-hand' ? settings : { ...settings, FAILPOINT: `${how}:${hit}` },
          HURRY,
        );
        asksForDemo(1);
        const asking = askUnanswered();
        const patience = how === 'by-hand' ? hit * 10 : 4_000;
        if (await Promise.race([service.ended.then(() => true), pause(patience).then(() => false)])) {
          deaths.push({ how, at: Date.now() });
        } else {
          await service.stop('SIGKILL');
          deaths.push({ how: 'by-hand', at: Date.now() });
        }
        await asking;
        await leasesLapse(settings);
      }
      service = await startServiceProcess(settings, HURRY);
      for (let tries = 0; tries < 20 && answered.size < asked.length; tries += 1) await askUnanswered();
      told = await untilTold();
      sandbox.faults.clear();
    }, 600_000);

    it(`has died at least fifty times, at each place, while everything failed (seed ${SEED})`, () => {
      const places = DEATHS.map(([place]) => deaths.filter(({ how }) => how === place).length);
      // The first ten came before anything failed.
      const struck = Object.values(sinks.struck()).map(({ well = 0, ...faults }) => ({
        kinds: Object.keys(faults).length,
        beyondHalf: Math.abs(Object.values(faults).reduce((sum, count) => sum + count, 0) - (well - 10)),
      }));

      expect(deaths.length).toBeGreaterThanOrEqual(50);
      expect(places.filter((times) => times < 8)).toEqual([]);
      expect(struck.map(({ kinds }) => kinds)).toEqual([3, 3, 3]);
      expect(struck.filter(({ beyondHalf }) => beyondHalf > 1)).toEqual([]);
      expect(sandbox.faults.counts()).toMatchObject({
        status5xx: expect.any(Number) as number,
        appliedThenReset: expect.any(Number) as number,
      });
    });

    it('has one delivery per transition and channel, each of them over (P3)', async () => {
      const transitions = await listing<{ contactId: string; to: string }>(service.url, 'transitions');

      expect(transitions.map(({ contactId, to }) => `${contactId} ${to}`).sort()).toEqual(
        asked.map(({ contactId }) => `${contactId} sql`).sort(),
      );
      expect(told.map(({ contactId, channel }) => `${contactId} ${channel}`).sort()).toEqual(
        asked.flatMap(({ contactId }) => CHANNELS.map((channel) => `${contactId} ${channel}`)).sort(),
      );
      expect(told.filter(({ state }) => state !== 'sent' && state !== 'uncertain')).toEqual([]);
    });

    it('has reached everybody, in words that are the same each time (P3, rule 23)', () => {
      const wrong = told
        .filter(({ channel }) => channel !== 'owner-task')
        .map((delivery) => ({ delivery, arrived: arrivalsOf(delivery).filter(({ did }) => did !== 'refused') }))
        .filter(({ delivery, arrived }) => {
          const bytes = new Set(arrivalsOf(delivery).map((arrival) => arrival.bytes));
          return arrived.length === 0 || bytes.size !== 1;
        });

      expect(wrong).toEqual([]);
    });

    it('was never repeated but after a failure, a lost answer or a death, and no oftener than it was tried', () => {
      const wrong = told.filter((delivery) => {
        const times = arrivalsOf(delivery);
        const unexplained = times.filter(({ did, at }, index) => {
          const next = times[index + 1];
          return (
            did === 'answered' && next !== undefined && !deaths.some((death) => death.at >= at && death.at <= next.at)
          );
        });
        return unexplained.length > 0 || times.length > delivery.attempts;
      });

      expect(wrong).toEqual([]);
    });

    it('has sent nothing nobody knows of', () => {
      const strays = SINKS.flatMap((channel) =>
        sinks
          .arrivals(channel)
          .filter((arrival) => !told.some((one) => one.channel === channel && isAbout(one, arrival))),
      );

      expect(strays).toEqual([]);
    });

    it('has made one task per transition (rule 23)', async () => {
      const keys = await taskKeys();

      expect(keys.sort()).toEqual(
        told
          .filter(({ channel }) => channel === 'owner-task')
          .map(({ key }) => key)
          .sort(),
      );
    });
  });
});
