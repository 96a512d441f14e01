import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readConfig } from '../../src/config.js';
import { setUpPortal } from '../../src/hubspot/setup-portal.js';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.js';
import { openService, type Service } from '../../src/serve.js';
import { createMemoryLog } from '../fakes/memory-log.js';
import { startSlackStandIn, type SlackStandIn } from '../fakes/slack-stand-in.js';
import { startSmtpSink, type SmtpSink } from '../fakes/smtp-sink.js';
import { ADMIN_TOKEN, CLIENT_SECRET, execute, listing } from '../faults/service-process.js';

const PORTAL = 4401;
const TOKEN = 'token-of-these-tests';
const OWNER = '64492917';
const MODELS = path.resolve(__dirname, '../../workflows/models');

interface Delivery {
  readonly contactId: string;
  readonly channel: string;
  readonly state: string;
  readonly target: string;
  readonly attempts: number;
}

interface Task {
  readonly properties: Readonly<Record<string, string | null>>;
}

/** A service on a sandbox portal, with a mail server and a Slack of its own. */
describe('what sales is told of a demo request', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'handoff-told-'));
  let sandbox: Sandbox;
  let service: Service;
  let slack: SlackStandIn;
  let mail: SmtpSink;

  beforeAll(async () => {
    [slack, mail] = await Promise.all([startSlackStandIn(), startSmtpSink()]);
    sandbox = await createSandbox({ now: Date.now, portalId: PORTAL, clientSecret: CLIENT_SECRET, callsPer10s: 0 });
    const shared = {
      apiUrl: sandbox.url,
      family: '2026-09' as const,
      now: Date.now,
      random: Math.random,
      log: createMemoryLog(),
    };
    await setUpPortal(shared, { token: TOKEN, dryRun: false });
    const config = readConfig({
      PORT: '0',
      HUBSPOT_API_URL: sandbox.url,
      HUBSPOT_ACCESS_TOKEN: TOKEN,
      HUBSPOT_CLIENT_SECRET: CLIENT_SECRET,
      HUBSPOT_CALLS_PER_10S: '1000',
      ADMIN_TOKEN,
      MODELS_DIR: MODELS,
      DATA_DIR: folder,
      SLACK_WEBHOOK_URL: `${slack.url}/services/T0/B0/secret`,
      SMTP_URL: mail.url,
      MAIL_FROM: 'Handoff <handoff@example.com>',
      ALLOW_OUTBOUND_NETS: '127.0.0.0/8',
    });
    service = await openService({ config, log: createMemoryLog(), announceAfterMs: 0, sending: { everyMs: 50 } });
  });

  afterAll(async () => {
    await service.close();
    await Promise.all([sandbox.close(), slack.close(), mail.close()]);
    rmSync(folder, { recursive: true, force: true });
  });

  const asksForDemo = (email: string) =>
    sandbox.portal.createContact(
      {
        email,
        firstname: 'Ada',
        lastname: 'Lovelace',
        jobtitle: 'Director of operations',
        lifecyclestage: 'lead',
        hubspot_owner_id: OWNER,
        recent_conversion_event_name: 'Home: Request a demo',
        recent_conversion_date: new Date().toISOString(),
      },
      { sourceType: 'FORM' },
    );
  let calls = 0;
  /** @returns the outputs */
  async function act(uid: string, contactId: string, inputFields: Record<string, string> = {}) {
    const answer = await execute(service.url, PORTAL, {
      uid,
      callbackId: `ap-${(calls += 1)}`,
      contactId,
      inputFields,
    });
    return answer === 'no answer' ? {} : answer.outputs;
  }
  const deliveries = async (contactId: string) =>
    (await listing<Delivery>(service.url, 'deliveries')).filter((delivery) => delivery.contactId === contactId);

  /** Looks until every delivery of the contact has ended. */
  async function told(contactId: string, count: number): Promise<Delivery[]> {
    for (;;) {
      const all = await deliveries(contactId);
      const over = all.filter(({ state }) => ['sent', 'refused', 'uncertain'].includes(state));
      if (over.length >= count) return all;
      await pause(50);
    }
  }

  async function tasksOf(contactId: string): Promise<Task[]> {
    const headers = { authorization: `Bearer ${TOKEN}` };
    const wanted = 'hs_task_subject,hs_task_type,hs_timestamp,hubspot_owner_id,hs_task_body';
    const place = `/crm/v3/objects/tasks?limit=100&associations=contacts&properties=${wanted}`;
    const { results } = (await (await fetch(sandbox.url + place, { headers })).json()) as {
      results: (Task & { associations?: { contacts?: { results: { id: string }[] } } })[];
    };
    return results.filter((task) => task.associations?.contacts?.results.some(({ id }) => id === contactId));
  }

  it('is a task for the owner, due in five minutes, and a Slack message: one each (W05, W09, T02)', async () => {
    const contactId = asksForDemo('ada@example.com');
    const before = Date.now();

    const outputs = await act('qualify-lead', contactId);
    const all = await told(contactId, 2);

    expect(outputs).toMatchObject({ decision: 'advance', stage: 'sql', moved: 'true' });
    expect(all.map(({ channel, target, state, attempts }) => [channel, target, state, attempts]).sort()).toEqual([
      ['owner-task', OWNER, 'sent', 1],
      ['slack', `127.0.0.1:${slack.port}`, 'sent', 1],
    ]);
    const tasks = await tasksOf(contactId);
    expect(tasks.map(({ properties }) => [properties['hs_task_type'], properties['hubspot_owner_id']])).toEqual([
      ['CALL', OWNER],
    ]);
    const due = Date.parse(tasks[0]?.properties['hs_timestamp'] ?? '');
    expect(due - before).toBeGreaterThanOrEqual(5 * 60_000);
    expect(due - Date.now()).toBeLessThanOrEqual(5 * 60_000);
    expect(
      slack.received.map(({ body }) => body.includes('Ada Lovelace') && body.includes('Asked for a demo')),
    ).toEqual([true]);
  });

  it('is told again by mail when the workflow asks for it, and never a second time', async () => {
    const contactId = asksForDemo('grace@example.com');
    await act('set-stage', contactId, { stage: 'sal' });

    const first = await act('notify-sales', contactId, {
      channels: 'email',
      urgency: 'urgent',
      note: 'Call before noon',
    });
    await told(contactId, 1);
    const again = await act('notify-sales', contactId, { channels: 'email', urgency: 'urgent' });

    expect([first['sent'], again['sent']]).toEqual(['recorded', 'already']);
    expect(again['key']).toBe(first['key']);
    expect(await deliveries(contactId)).toHaveLength(1);
    const mails = mail.mails.filter(({ raw }) => raw.includes('Call before noon'));
    expect(mails.map(({ to }) => to)).toEqual([['sanne.de-wit@sales.example']]);
  });

  it('shows what could not be sent, and why', async () => {
    slack.behaviour = { status: 404 };
    const contactId = asksForDemo('alan@example.com');

    await act('qualify-lead', contactId);
    const all = await told(contactId, 2);

    expect(all.find(({ channel }) => channel === 'slack')).toMatchObject({
      state: 'refused',
      because: expect.stringMatching(/SLACK_WEBHOOK_URL/) as string,
    });
    expect(await tasksOf(contactId)).toHaveLength(1);
  });
});
