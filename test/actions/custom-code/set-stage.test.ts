import { inspect } from 'node:util';
import { Client } from '@hubspot/api-client';
import type { StageDefinition } from '../../../src/sandbox/portal/stages.js';
import { modelOf } from '../../core/case-model.js';
import { NOON, startBench, stopBenches, type Bench } from '../../sandbox/start.js';
import { bundlesOf, eventWith, outputsOf } from './built-bundle.js';

afterEach(stopBenches);

const TOKEN = 'any-token';

interface Attempt {
  readonly contactId?: unknown;
  readonly token?: string;
}

/** Runs the bundle as HubSpot does, with HubSpot's own client pointed at the sandbox. */
async function setStage(bench: Bench, inputs: Readonly<Record<string, unknown>>, attempt: Attempt) {
  const { 'set-stage': script } = await bundlesOf(modelOf({}));
  class LocalClient extends Client {
    constructor(options: { accessToken: string }) {
      super({ ...options, basePath: bench.sandbox.url });
    }
  }
  const globals = {
    process: { env: { HANDOFF_TOKEN: attempt.token ?? TOKEN } },
    require: (name: string) => (name === '@hubspot/api-client' ? { Client: LocalClient } : undefined),
  };
  return outputsOf(script, eventWith(inputs, attempt.contactId), { now: NOON, globals });
}

async function contactAt(bench: Bench, properties: Readonly<Record<string, string>>): Promise<string> {
  const { id } = await bench.client.crm.contacts.basicApi.create({
    properties: { email: 'a@x.example', ...properties },
  });
  return id;
}

async function held(bench: Bench, contactId: string) {
  const { properties } = await bench.client.crm.contacts.basicApi.getById(contactId, [
    'lifecyclestage',
    'hs_lead_status',
  ]);
  return [properties['lifecyclestage'], properties['hs_lead_status'] ?? ''];
}

describe('set-stage as pasted', () => {
  it.each<[string, Record<string, string>, Record<string, unknown>, Record<string, string>, string[]]>([
    [
      'goes forward',
      { lifecyclestage: 'lead' },
      { stage: 'sql', reason: 'Called us' },
      { result: 'applied', stage: 'sql', because: 'Called us' },
      ['salesqualifiedlead', 'CONNECTED'],
    ],
    [
      'keeps a contact that is there already',
      { lifecyclestage: 'marketingqualifiedlead' },
      { stage: 'mql' },
      { result: 'ignored', stage: 'mql', because: 'The contact is already at this stage' },
      ['marketingqualifiedlead', ''],
    ],
    [
      'does not go back by itself',
      { lifecyclestage: 'salesqualifiedlead' },
      { stage: 'mql', allowBackward: 'false' },
      { result: 'refused', stage: 'sql', because: 'That is a step back; tick "allow backward" to take it' },
      ['salesqualifiedlead', ''],
    ],
    [
      'goes back when told to',
      { lifecyclestage: 'salesqualifiedlead' },
      { stage: ' MQL ', allowBackward: true },
      { result: 'applied', stage: 'mql', because: '' },
      ['marketingqualifiedlead', 'OPEN'],
    ],
    [
      'leaves a protected stage alone',
      { lifecyclestage: 'customer' },
      { stage: 'mql', allowBackward: 'true' },
      { result: 'refused', stage: 'customer', because: 'The stage customer is protected' },
      ['customer', ''],
    ],
    [
      'changes what Lead Status alone holds',
      { lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'OPEN' },
      { stage: 'sal' },
      { result: 'applied', stage: 'sal', because: '' },
      ['marketingqualifiedlead', 'IN_PROGRESS'],
    ],
    [
      'refuses a word that is no stage',
      { lifecyclestage: 'lead' },
      { stage: 'disqualified' },
      {
        result: 'refused',
        stage: '',
        because: 'stage: expected one of subscriber, lead, mql, sal, sql, opportunity, customer',
      },
      ['lead', ''],
    ],
  ])('%s', async (_what, before, inputs, expected, after) => {
    const bench = await startBench();
    const contactId = await contactAt(bench, before);

    const outputs = await setStage(bench, inputs, { contactId });

    expect(outputs).toEqual(expected);
    expect(await held(bench, contactId)).toEqual(after);
  });

  it.each(['lead', 'mql', 'subscriber'])('repairs a contact an earlier attempt left empty: to %s', async (stage) => {
    const bench = await startBench();
    const contactId = await contactAt(bench, { lifecyclestage: 'opportunity' });
    await bench.client.crm.contacts.basicApi.update(contactId, { properties: { lifecyclestage: '' } });

    const outputs = await setStage(bench, { stage, allowBackward: 'true' }, { contactId: Number(contactId) });

    expect(outputs).toMatchObject({ result: 'applied', stage });
    expect((await held(bench, contactId))[0]).not.toBe('');
  });

  it('goes by the order of the portal, whatever HubSpot makes by default', async () => {
    const ids = ['subscriber', 'salesqualifiedlead', 'lead', 'marketingqualifiedlead', 'customer'];
    const stages: StageDefinition[] = ids.map((id) => ({ id, label: id }));
    const bench = await startBench({ stages });
    const contactId = await contactAt(bench, { lifecyclestage: 'lead' });

    expect(await setStage(bench, { stage: 'sql' }, { contactId })).toMatchObject({ result: 'refused', stage: 'lead' });
    expect(await setStage(bench, { stage: 'opportunity' }, { contactId })).toMatchObject({
      result: 'refused',
      because: 'This portal has no such stage',
    });
    expect(await setStage(bench, { stage: 'mql' }, { contactId })).toMatchObject({ result: 'applied', stage: 'mql' });
  });

  it('tells what to do when HubSpot says no', async () => {
    const bench = await startBench({ accessToken: 'another' });

    expect(await setStage(bench, { stage: 'mql' }, { contactId: '1' })).toEqual({
      result: 'refused',
      stage: '',
      because: 'HubSpot does not take the token: renew the secret HANDOFF_TOKEN',
    });
  });

  it.each<[string, Attempt, string]>([
    ['the contact is gone', { contactId: '99999' }, 'HubSpot has no such contact (any more)'],
    ['the event names no contact', { contactId: null }, 'The event names no contact'],
    [
      'the secret is empty',
      { contactId: '1', token: ' ' },
      'The secret HANDOFF_TOKEN is empty: add the token of a private app to it',
    ],
  ])('refuses when %s', async (_what, attempt, because) => {
    const bench = await startBench();

    expect(await setStage(bench, { stage: 'mql' }, attempt)).toEqual({ result: 'refused', stage: '', because });
  });

  it('says so when HubSpot says yes and does nothing', async () => {
    const bench = await startBench();
    const contactId = await contactAt(bench, { lifecyclestage: 'lead', hs_lead_status: 'CONNECTED' });
    bench.sandbox.faults.set({ faults: [{ kind: 'ignoredStage', next: 1, method: 'PATCH' }] });

    expect(await setStage(bench, { stage: 'sql', reason: 'Called us' }, { contactId })).toEqual({
      result: 'ignored',
      stage: 'lead',
      because: 'HubSpot accepted the write and did not change the stage',
    });
  });

  it.each([
    ['rate429', 'GET', 429],
    ['rate429', 'PATCH', 429],
    ['status5xx', 'GET', 503],
    ['status5xx', 'PATCH', 503],
  ] as const)('lets %s of a %s escape, so that HubSpot runs it again (P14)', async (kind, method, code) => {
    const bench = await startBench();
    const contactId = await contactAt(bench, { lifecyclestage: 'lead' });
    bench.sandbox.faults.set({ faults: [{ kind, method, next: 1, status: 503 }] });

    const failed = setStage(bench, { stage: 'mql' }, { contactId }).catch((error: unknown) => error);

    expect(await failed).toMatchObject({ code });
    expect(inspect(await failed, { depth: 9 })).not.toContain(TOKEN);
    expect(await setStage(bench, { stage: 'mql' }, { contactId })).toMatchObject({ result: 'applied' });
  });

  it('puts the stage back when it is cut off after clearing it, and arrives the next time', async () => {
    const bench = await startBench();
    const contactId = await contactAt(bench, { lifecyclestage: 'salesqualifiedlead' });
    bench.sandbox.faults.set({ faults: [{ kind: 'applyThen5xx', next: 1, method: 'PATCH', status: 502 }] });
    const ask = { stage: 'mql', allowBackward: 'true' };

    await expect(setStage(bench, ask, { contactId })).rejects.toMatchObject({ code: 502 });

    expect(await held(bench, contactId)).toEqual(['salesqualifiedlead', '']);
    expect(await setStage(bench, ask, { contactId })).toMatchObject({ result: 'applied', stage: 'mql' });
    expect(await held(bench, contactId)).toEqual(['marketingqualifiedlead', 'OPEN']);
  });

  it('tells what stopped the move, not what stopped putting the stage back', async () => {
    const { 'set-stage': script } = await bundlesOf(modelOf({}));
    const options = ['lead', 'salesqualifiedlead'].map((value, displayOrder) => ({ value, displayOrder }));
    const written: unknown[] = [];
    class FailingClient {
      readonly crm = {
        pipelines: { pipelinesApi: { getAll: () => Promise.reject(Object.assign(new Error(), { code: 403 })) } },
        properties: { coreApi: { getByName: async () => ({ options }) } },
        contacts: {
          basicApi: {
            getById: async () => {
              if (written.length > 0) throw Object.assign(new Error(), { code: 500 });
              return { properties: { lifecyclestage: 'salesqualifiedlead', hs_lead_status: null } };
            },
            update: async (_id: string, { properties }: { properties: unknown }) => {
              written.push(properties);
              if (written.length === 2) throw Object.assign(new Error(), { code: 502 });
            },
          },
        },
      };
    }
    const globals = { process: { env: { HANDOFF_TOKEN: TOKEN } }, require: () => ({ Client: FailingClient }) };
    const event = eventWith({ stage: 'lead', allowBackward: 'true' });

    await expect(outputsOf(script, event, { now: NOON, globals })).rejects.toMatchObject({ code: 502 });

    expect(written).toEqual([{ lifecyclestage: '' }, { lifecyclestage: 'lead' }]);
  });
});
