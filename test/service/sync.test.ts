import { setTimeout as pause } from 'node:timers/promises';
import { execute } from '../faults/service-process.js';
import { PORTAL, startPortalAndService, type LogLine, type Running } from './portal-and-service.js';

/* Changes by others in HubSpot, seen by a service through signed webhooks. */

const MQL = 'marketingqualifiedlead';
const SQL = 'salesqualifiedlead';
const short = (log: readonly LogLine[]) =>
  log.map(({ from, to, way, actor, rule }) => `${from} → ${to} ${way} ${actor} ${rule}`);

describe.each([
  ['in order, once', {}],
  ['out of order, some twice', { duplicates: 0.5, reorder: 1 }],
])('what others do in HubSpot, told %s', (_name, line) => {
  let running: Running;
  let people = 0;

  beforeAll(async () => {
    running = await startPortalAndService(line);
  });
  afterAll(() => running.close());

  const person = (lifecyclestage = 'lead') =>
    running.sandbox.portal.createContact(
      { email: `p${(people += 1)}@example.com`, lifecyclestage },
      { sourceType: 'CRM_UI' },
    );
  const set = (id: string, properties: Record<string, string>, sourceType: string, userId?: number) =>
    running.sandbox.portal.setProperties(id, properties, { sourceType, ...(userId === undefined ? {} : { userId }) });
  const call = (place: string, body: unknown) =>
    fetch(`${running.sandbox.url}/crm/v3/objects/contacts/${place}`, {
      method: 'POST',
      headers: { authorization: 'Bearer token-of-these-tests', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('is logged with who did it, in one chain, and answered with nothing (P9, P10)', async () => {
    const id = person();
    set(id, { lifecyclestage: MQL }, 'COMPANIES');
    await pause(2);
    set(id, { lifecyclestage: SQL }, 'SALESFORCE');
    await pause(2);
    set(id, { hs_lead_status: 'UNQUALIFIED' }, 'CRM_UI', 9001);

    expect(short(await running.log(id, 3))).toEqual([
      'lead → mql sync company COMPANIES',
      'mql → sql sync salesforce SALESFORCE',
      'sql → disqualified sync user:9001 CRM_UI',
    ]);
    await running.webhooks.idle();
    expect(await running.lines(`deliveries?contact=${id}`)).toEqual([]);
    expect(await running.lines(`decisions?contact=${id}`)).toEqual([]);
  });

  it('makes no second line of what we did ourselves, back and forth', async () => {
    const id = person();
    const ask = (callbackId: string, stage: string) =>
      execute(running.service.url, PORTAL, {
        uid: 'set-stage',
        callbackId,
        contactId: id,
        inputFields: { stage, allowBackward: 'true', reason: 'a test' },
      });
    await ask(`${id} a`, 'sql');
    await ask(`${id} b`, 'mql');
    await running.webhooks.idle();
    set(id, { lifecyclestage: 'opportunity' }, 'DEALS');

    expect(short(await running.log(id, 3)).map((text) => text.split(' ').slice(0, 4).join(' '))).toEqual([
      'lead → sql workflow',
      'sql → mql workflow',
      'mql → opportunity sync',
    ]);
  });

  it('follows contacts that are merged, and counts one person (P26)', async () => {
    const [survivor, gone] = [person(), person()];
    set(gone, { lifecyclestage: MQL }, 'SALESFORCE');
    await running.log(gone, 1);
    await call('merge', { primaryObjectId: survivor, objectIdToMerge: gone });

    expect(short(await running.log(survivor, 1))).toEqual(['lead → mql sync salesforce SALESFORCE']);
    expect(await running.lines(`transitions?contact=${gone}`)).toEqual([]);
  });

  it('forgets who wants to be forgotten, and hears no late word of it (P7)', async () => {
    const id = person();
    set(id, { lifecyclestage: MQL }, 'SALESFORCE');
    await running.log(id, 1);
    await call('gdpr-delete', { objectId: id });
    await running.empty(id);

    const late = await execute(running.service.url, PORTAL, {
      uid: 'score-lead',
      callbackId: `${id} late`,
      contactId: id,
      inputFields: {},
    });

    expect(late).toMatchObject({ status: 200 });
    expect(await running.lines(`decisions?contact=${id}`)).toEqual([]);
  });
});
