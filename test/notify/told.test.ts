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

/** What waits for people's sake does not here; whoever hangs is hung up on. */
const HURRY = {
  everyMs: 50,
  backoff: { firstMs: 20, longestMs: 50 },
  outbound: { connectMs: 1_000, totalMs: 1_500, answerBytes: 64 * 1024 },
};

interface Delivery {
  readonly contactId: string;
  readonly channel: string;
  readonly state: string;
  readonly target: string;
  readonly attempts: number;
  readonly because?: string;
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
      NOTIFY_WEBHOOK_URL: 'https://10.0.0.1/hook',
      ENCRYPTION_KEY: 'key-of-these-tests',
      ALLOW_OUTBOUND_NETS: '127.0.0.0/8',
    });
    service = await openService({ config, log: createMemoryLog(), announceAfterMs: 0, sending: HURRY });
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

  describe('is not told a second time of one transition', () => {
    const sql = (email: string) =>
      sandbox.portal.createContact({ email, hubspot_owner_id: OWNER, lifecyclestage: 'lead' }, { sourceType: 'FORM' });
    const setSql = (contactId: string) => act('set-stage', contactId, { stage: 'sql', reason: 'Called us' });
    const notify = (contactId: string) => act('notify-sales', contactId, { channels: 'slack', urgency: 'urgent' });
    const merge = (primaryObjectId: string, objectIdToMerge: string) =>
      fetch(`${sandbox.url}/crm/v3/objects/contacts/merge`, {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
        body: JSON.stringify({ primaryObjectId, objectIdToMerge }),
      });

    it.each<[string, (contactId: string) => Promise<string>]>([
      ['when the contact is enrolled again', async (id) => (await act('qualify-lead', id), await setSql(id), id)],
      [
        'when two workflows fire at once',
        async (id) => (await Promise.all([setSql(id), act('qualify-lead', id), notify(id), notify(id)]), id),
      ],
      [
        'when it is merged into another contact afterwards',
        async (id) => {
          const other = sql(`other-of-${id}@example.com`);
          expect((await merge(other, id)).status).toBe(200);
          return other;
        },
      ],
    ])('%s (W05)', async (name, then) => {
      const contactId = sql(`${name.replaceAll(' ', '-')}@example.com`);
      await setSql(contactId);
      await told(contactId, 2);

      const survivor = await then(contactId);
      const again = await notify(survivor);
      await pause(300);

      expect(again['sent']).toBe('already');
      const all = [...(await deliveries(contactId)), ...(survivor === contactId ? [] : await deliveries(survivor))];
      expect(all.map(({ channel }) => channel).sort()).toEqual(['owner-task', 'slack']);
    });
  });

  it.each([
    ['a receiver in a private network', 'webhook', {}, 'refused', 1, /NOTIFY_WEBHOOK_URL may not be called/],
    ['a 401', 'slack', { status: 401 }, 'refused', 1, /Slack answered 401: check SLACK_WEBHOOK_URL/],
    ['a redirect', 'slack', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }, 'refused', 1, /elsewhere/],
    ['an answer without end', 'slack', { fault: 'endless' }, 'sent', 1, undefined],
    ['somebody who never answers', 'slack', { fault: 'hang' }, 'uncertain', 2, /it may have arrived/],
  ] as const)('comes to an end with %s', async (name, channel, behaviour, state, attempts, because) => {
    slack.behaviour = behaviour;
    const contactId = asksForDemo(`${name.replaceAll(' ', '-')}@example.com`);
    await act('set-stage', contactId, { stage: 'sal' });
    await act('notify-sales', contactId, { channels: channel, urgency: 'urgent' });

    let [ended] = await told(contactId, 1);
    for (let tries = 0; tries < 100 && ended?.attempts !== attempts; tries += 1) {
      await pause(50);
      [ended] = await deliveries(contactId);
    }
    await pause(HURRY.backoff.longestMs * 4);
    const [later] = await told(contactId, 1);
    slack.behaviour = {};

    expect(later).toMatchObject({ channel, state, attempts });
    expect(later?.because ?? '').toMatch(because ?? /^$/);
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
