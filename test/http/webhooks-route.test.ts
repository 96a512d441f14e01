import request from 'supertest';
import { createApp, type AppDeps } from '../../src/http/create-app.js';
import { AppError } from '../../src/app/errors.js';
import { depsWith, PORTAL, signedV2, signedV3 } from './app-under-test.js';

const PATH = '/hubspot/webhooks';
/** @source HubSpot, webhooks guide */
const EVENT = {
  eventId: 100,
  subscriptionId: 7001,
  portalId: PORTAL,
  appId: 71000,
  occurredAt: 1_795_000_000_000,
  subscriptionType: 'contact.propertyChange',
  attemptNumber: 0,
  objectId: 1203,
  changeSource: 'SALESFORCE',
  propertyName: 'lifecyclestage',
  propertyValue: 'salesqualifiedlead',
};

function post(deps: AppDeps, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return request(createApp(deps)).post(PATH).set(signedV3(text, PATH)).set(headers).send(text);
}

async function kept(...events: readonly unknown[]) {
  const { deps, kept: all } = depsWith();
  const reply = await post(deps, events);
  expect([reply.status, reply.body]).toEqual([200, { received: events.length }]);
  return all.notices;
}

describe('POST /hubspot/webhooks', () => {
  it('keeps a changed stage as HubSpot tells it, and says yes', async () => {
    expect(await kept(EVENT)).toEqual([
      {
        portalId: PORTAL,
        contactId: '1203',
        key: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        occurredAt: 1_795_000_000_000,
        source: { changeSource: 'SALESFORCE', sourceId: '' },
        appId: '71000',
        of: { kind: 'property', property: 'lifecyclestage', value: 'salesqualifiedlead' },
      },
    ]);
  });

  it.each([
    ['created (G31)', { subscriptionType: 'contact.creation' }, { kind: 'creation' }],
    [
      'changed, in the table of the guide',
      { subscriptionType: undefined, eventType: 'contact.propertyChange' },
      { kind: 'property' },
    ],
    ['changed, as an object', { subscriptionType: 'object.propertyChange', objectTypeId: '0-1' }, { kind: 'property' }],
    ['deleted', { subscriptionType: 'contact.deletion' }, { kind: 'deletion' }],
    ['forgotten', { subscriptionType: 'contact.privacyDeletion' }, { kind: 'privacy' }],
    [
      'forgotten, as an object',
      { subscriptionType: 'object.privacyDeletion', objectTypeId: '0-1' },
      { kind: 'privacy' },
    ],
    ['cleared', { propertyValue: null }, { kind: 'property', value: '' }],
    ['with ids as texts', { objectId: '1203', portalId: String(PORTAL), eventId: 'x-1' }, { kind: 'property' }],
  ])('keeps a contact that was %s', async (_name, changes, of) => {
    expect(await kept({ ...EVENT, ...changes })).toMatchObject([{ contactId: '1203', of }]);
  });

  it.each([
    ['into one of the two', { primaryObjectId: 1, newObjectId: 1, mergedObjectIds: [2] }, '1', ['2']],
    ['into a new one', { primaryObjectId: 1, newObjectId: 3, mergedObjectIds: [2] }, '3', ['2', '1']],
    ['as older portals say it', { objectId: 1, mergedObjectIds: [2] }, '1', ['2']],
  ])('keeps contacts merged %s', async (_name, ids, contactId, gone) => {
    const merge = { ...EVENT, objectId: undefined, subscriptionType: 'contact.merge', ...ids };

    expect(await kept(merge)).toMatchObject([{ contactId, of: { kind: 'merge', gone } }]);
  });

  it('knows a repeated event, and tells apart what only shares its id (P17)', async () => {
    const [one, again, ...others] = await kept(
      EVENT,
      { ...EVENT, attemptNumber: 3 },
      { ...EVENT, propertyName: 'hs_lead_status' },
      { ...EVENT, objectId: 1204 },
      { ...EVENT, occurredAt: 1_795_000_000_001 },
      { ...EVENT, subscriptionId: 7002 },
      { ...EVENT, eventId: 101 },
    );

    expect(again?.key).toBe(one?.key);
    expect(new Set([one, ...others].map((notice) => notice?.key)).size).toBe(6);
  });

  it('drops what it cannot read or does not need, and keeps the others of the batch (P17, rule 12a)', async () => {
    const bad = [
      null,
      'x',
      [],
      {},
      { ...EVENT, portalId: 'x' },
      { ...EVENT, occurredAt: '1' },
      { ...EVENT, objectId: undefined },
      { ...EVENT, objectId: -1 },
      { ...EVENT, subscriptionType: 'contact.merge', mergedObjectIds: [] },
      { ...EVENT, subscriptionType: 'contact.merge', mergedObjectIds: {} },
    ];
    // What anybody can write into a form.
    const request = { ...EVENT, propertyName: 'handoff_request' };
    const written = [
      { ...request, propertyValue: 'x'.repeat(17_000) },
      { ...request, propertyValue: 'a\u0000b' },
      { ...request, propertyValue: '\ud800' },
      { ...request, more: JSON.parse(`${'['.repeat(50)}${']'.repeat(50)}`) as unknown },
    ];
    const foreign = [
      { ...EVENT, propertyName: 'email' },
      { ...EVENT, subscriptionType: 'company.propertyChange' },
      { ...EVENT, subscriptionType: 'object.deletion', objectTypeId: '0-2' },
      { ...EVENT, subscriptionType: 'constructor' },
    ];

    expect(await kept(...bad, ...written, ...foreign, EVENT)).toHaveLength(1);
  });

  it('drops and counts what is of a portal nobody connected', async () => {
    const { deps, kept: all } = depsWith();

    const reply = await post(deps, [{ ...EVENT, portalId: 99 }, EVENT]);

    expect([reply.status, all.notices.map(({ portalId }) => portalId)]).toEqual([200, [PORTAL]]);
    const metrics = await deps.register.metrics();
    expect(metrics).toContain('handoff_webhook_events_total{result="unknown-portal"} 1');
    expect(metrics).toContain('handoff_webhook_events_total{result="kept"} 1');
  });

  it('takes an empty batch', async () => {
    expect(await kept()).toEqual([]);
  });

  it('takes a hundred events, and no more', async () => {
    const hundred = Array.from({ length: 100 }, (_, eventId) => ({ ...EVENT, eventId }));
    const { deps, kept: none } = depsWith();

    expect(await kept(...hundred)).toHaveLength(100);
    const over = await post(deps, [...hundred, EVENT]);
    expect([over.status, over.body.error, none.notices]).toEqual([400, 'invalid-input', []]);
  });

  it.each([
    ['no JSON', '{'],
    ['one event', JSON.stringify(EVENT)],
    ['null', 'null'],
  ])('answers 400 to %s', async (_name, body) => {
    const { deps, kept: none } = depsWith();

    const reply = await post(deps, body);

    expect([reply.status, reply.body, none.notices]).toEqual([
      400,
      { error: 'invalid-input', requestId: 'request-1' },
      [],
    ]);
  });

  it('takes bodies up to 1 MiB', async () => {
    const over = await post(depsWith().deps, `[${' '.repeat(1024 * 1024)}]`);
    const just = await post(depsWith().deps, `[${' '.repeat(1024 * 1024 - 2)}]`);

    expect([over.status, over.body.error, just.status]).toEqual([413, 'too-large', 200]);
  });

  it.each([
    ['is not signed', { 'X-HubSpot-Signature-v3': '' }],
    ['is signed for another path', signedV3(JSON.stringify([EVENT]))],
    ['is signed with v2 only', { 'X-HubSpot-Signature-v3': undefined, ...signedV2(JSON.stringify([EVENT]), PATH) }],
  ])('answers 401 to what %s, and keeps nothing', async (_name, headers) => {
    const { deps, kept: none } = depsWith();
    const text = JSON.stringify([EVENT]);
    const sent = Object.entries({ ...signedV3(text, PATH), ...headers }).filter(([, value]) => value !== undefined);

    const reply = await request(createApp(deps))
      .post(PATH)
      .set(Object.fromEntries(sent) as Record<string, string>)
      .send(text);

    expect([reply.status, none.notices]).toEqual([401, []]);
  });

  it('answers 503 while the store is away, so that HubSpot tells it again', async () => {
    const away = () => Promise.reject(new AppError('STORE_UNAVAILABLE', 'away', { retryAfterMs: 1_000 }));

    const reply = await post(depsWith({ inbox: { keep: away } }).deps, [EVENT]);

    expect([reply.status, reply.headers['retry-after']]).toEqual([503, '1']);
  });

  it('answers 405 to GET', async () => {
    const reply = await request(createApp(depsWith().deps)).get(PATH);

    expect([reply.status, reply.headers.allow]).toEqual([405, 'POST']);
  });
});
