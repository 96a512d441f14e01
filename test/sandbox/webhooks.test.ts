import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPortal, type Portal } from '../../src/sandbox/portal/portal.js';
import { createRandom } from '../../src/sandbox/random.js';
import { signV3 } from '../../src/sandbox/signing.js';
import { createWebhooks, type Subscription, type WebhookOptions, type Webhooks } from '../../src/sandbox/webhooks.js';

const NOON = Date.parse('2026-11-21T12:00:00.000Z');
const CITY: Subscription = { type: 'contact.propertyChange', propertyName: 'city' };

interface Sent {
  readonly headers: Record<string, string>;
  readonly body: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- bodies are what is under test
  readonly events: any[];
}

const open: Webhooks[] = [];
afterEach(() => open.splice(0).forEach((webhooks) => webhooks.close()));

function listen(options: Partial<WebhookOptions> = {}, statuses: number[] = []) {
  const portal = createPortal({ portalId: 4401, clientSecret: 'secret', appId: 71000, now: () => NOON });
  const sent: Sent[] = [];
  const webhooks = createWebhooks({
    portal,
    targetUrl: 'https://handoff.example/hubspot/webhooks?a=%2F',
    subscriptions: [CITY],
    random: createRandom(1),
    gatherMs: 0,
    backoffMs: () => 0,
    send: async (_url, headers, body) => {
      sent.push({ headers, body, events: JSON.parse(body) });
      return statuses.shift() ?? 204;
    },
    ...options,
  });
  open.push(webhooks);
  return { portal, sent, webhooks };
}

function contact(portal: Portal, email = 'a@b.co'): string {
  return portal.createContact({ email }, { sourceType: 'FORM' });
}

describe('webhooks', () => {
  it('send a changed property with who changed it, and only what was subscribed to', async () => {
    const { portal, sent, webhooks } = listen();
    const id = contact(portal);

    portal.setProperties(id, { city: 'Gent', state: 'X' }, { sourceType: 'CRM_UI', userId: 9001 });
    await webhooks.idle();

    expect(sent.map(({ events }) => events)).toEqual([
      [
        {
          eventId: 1,
          portalId: 4401,
          appId: 71000,
          subscriptionId: 7001,
          occurredAt: NOON,
          subscriptionType: 'contact.propertyChange',
          attemptNumber: 0,
          objectId: Number(id),
          changeSource: 'CRM_UI',
          sourceId: 'userId:9001',
          propertyName: 'city',
          propertyValue: 'Gent',
        },
      ],
    ]);
  });

  it('sign the address as registered, with the time', async () => {
    const { portal, sent, webhooks } = listen();

    portal.setProperties(contact(portal), { city: 'Gent' }, { sourceType: 'CRM_UI' });
    await webhooks.idle();

    expect(sent[0]?.headers['X-HubSpot-Request-Timestamp']).toBe(String(NOON));
    expect(sent[0]?.headers['X-HubSpot-Signature-v3']).toBe(
      signV3('secret', 'POST', 'https://handoff.example/hubspot/webhooks?a=/', sent[0]?.body ?? '', NOON),
    );
  });

  it('send at most a hundred events at a time', async () => {
    const { portal, sent, webhooks } = listen();

    for (let i = 0; i < 250; i += 1)
      portal.createContact({ email: `p${i}@b.co`, city: 'Gent' }, { sourceType: 'IMPORT' });
    await webhooks.idle();

    expect(sent.map(({ events }) => events.length)).toEqual([100, 100, 50]);
  });

  it('tell creation, deletion, merge and privacy deletion', async () => {
    const types = ['creation', 'deletion', 'merge', 'privacyDeletion'] as const;
    const { portal, sent, webhooks } = listen({
      subscriptions: types.map((type) => ({ type: `contact.${type}` as const })),
    });

    const id = contact(portal);
    portal.emit({ kind: 'merge', contactId: id, mergedId: '77', writer: { sourceType: 'MERGE_CONTACTS' } });
    portal.emit({ kind: 'deletion', contactId: id, writer: { sourceType: 'CRM_UI' } });
    portal.emit({ kind: 'privacyDeletion', contactId: id, writer: { sourceType: 'CRM_UI' } });
    await webhooks.idle();

    const events = sent.flatMap((one) => one.events);
    expect(events.map(({ subscriptionType }) => subscriptionType)).toEqual([
      'contact.creation',
      'contact.merge',
      'contact.deletion',
      'contact.privacyDeletion',
    ]);
    expect(events[1]).toMatchObject({ primaryObjectId: Number(id), mergedObjectIds: [77] });
  });

  it.each([
    [[500, 404, 302, 200], 4, 0],
    [Array<number>(20).fill(503), 11, 1],
  ])('repeat until 2xx, ten times at most: %p', async (statuses, tries, lost) => {
    const { portal, sent, webhooks } = listen({}, statuses);

    portal.setProperties(contact(portal), { city: 'Gent' }, { sourceType: 'CRM_UI' });
    await webhooks.idle();

    expect(sent.map(({ events }) => events[0].attemptNumber)).toEqual(Array.from({ length: tries }, (_, i) => i));
    expect(new Set(sent.map(({ events }) => events[0].eventId))).toEqual(new Set([1]));
    expect(webhooks.lost()).toHaveLength(lost);
  });

  it('take a line that breaks for a failure', async () => {
    let tries = 0;
    const { portal, webhooks } = listen({
      send: async () => {
        tries += 1;
        if (tries === 1) throw new Error('reset');
        return 200;
      },
    });

    portal.setProperties(contact(portal), { city: 'Gent' }, { sourceType: 'CRM_UI' });
    await webhooks.idle();

    expect(tries).toBe(2);
    expect(webhooks.lost()).toEqual([]);
  });

  it('can come twice and out of order', async () => {
    const { portal, sent, webhooks } = listen({ duplicates: 1, reorder: 1 });
    const id = contact(portal);

    for (const city of ['a', 'b', 'c', 'd', 'e']) portal.setProperties(id, { city }, { sourceType: 'CRM_UI' });
    await webhooks.idle();

    const values = sent.flatMap(({ events }) => events.map(({ propertyValue }) => propertyValue));
    expect([...values].sort()).toEqual(['a', 'a', 'b', 'b', 'c', 'c', 'd', 'd', 'e', 'e']);
    expect(values).not.toEqual([...values].sort());
  });

  it('go over HTTP by default', async () => {
    const got: string[] = [];
    const server: Server = createServer((request, response) => {
      request.on('data', (chunk: Buffer) => got.push(chunk.toString()));
      request.on('end', () => response.writeHead(204).end());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const portal = createPortal({ portalId: 4401, clientSecret: 's', appId: 1, now: () => NOON });
    const webhooks = createWebhooks({
      portal,
      targetUrl: `http://127.0.0.1:${port}/hook`,
      subscriptions: [CITY],
      random: createRandom(1),
    });

    portal.setProperties(contact(portal), { city: 'Gent' }, { sourceType: 'CRM_UI' });
    await webhooks.idle();
    webhooks.close();
    server.closeAllConnections();
    server.close();

    expect(JSON.parse(got.join(''))).toMatchObject([{ propertyName: 'city', propertyValue: 'Gent' }]);
  });
});
