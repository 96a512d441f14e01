import { createOpenBudget } from '../fakes/memory-budget.js';
import { PORTAL, createGate, gatewayOver, ids, readAll, thrownBy } from './gateway-over.js';
import { everyoneExists, startScriptedHubspot, type ScriptedHubspot } from './scripted-hubspot.js';

let hubspot: ScriptedHubspot;

beforeEach(async () => {
  hubspot = await startScriptedHubspot();
});
afterEach(() => hubspot.close());

describe('readContacts', () => {
  it.each([
    ['2026-09', '/crm/objects/2026-09/contacts/batch/read'],
    ['v3', '/crm/v3/objects/contacts/batch/read'],
  ] as const)('asks the %s family for the properties of a contact', async (family, path) => {
    hubspot.script = everyoneExists;
    const { crm } = gatewayOver(hubspot.url, { family });

    const contact = await crm.read(PORTAL, '7', ['phone', 'email', 'phone'], 'live');

    expect(contact).toEqual({ email: '7@example.com', phone: null });
    expect(hubspot.calls).toEqual([
      {
        method: 'POST',
        path,
        token: 'token-of-4401',
        body: { properties: ['email', 'phone'], propertiesWithHistory: [], inputs: [{ id: '7' }] },
      },
    ]);
  });

  it.each([
    [1, 1],
    [100, 1],
    [101, 2],
    [250, 3],
    [1000, 10],
  ])('makes %i concurrent asks with %i calls', async (asks, calls) => {
    hubspot.script = everyoneExists;
    const { crm } = gatewayOver(hubspot.url);

    const contacts = await readAll(crm, asks);

    expect(contacts.map((contact) => contact?.['email'])).toEqual(ids(asks).map((id) => `${id}@example.com`));
    expect(hubspot.calls).toHaveLength(calls);
  });

  it('fills batches while the budget makes them wait', async () => {
    hubspot.script = everyoneExists;
    const gate = createGate();
    const { crm } = gatewayOver(hubspot.url, { budget: gate.budget });
    const waves: Promise<unknown>[] = [];
    for (const wave of [0, 1, 2, 3, 4]) {
      waves.push(...ids(50).map((id) => crm.read(PORTAL, `${wave}${id}`, ['email'], 'live')));
      await new Promise((resolve) => setImmediate(resolve));
    }

    gate.open();
    await Promise.all(waves);

    expect(hubspot.calls.map(({ body }) => body.inputs.length)).toEqual([100, 100, 50]);
  });

  it('puts a contact asked for twice into one input, and answers both', async () => {
    hubspot.script = everyoneExists;
    const { crm } = gatewayOver(hubspot.url);

    const both = await Promise.all(['7', '7'].map((id) => crm.read(PORTAL, id, ['email'], 'live')));

    expect(both).toEqual([
      { email: '7@example.com', phone: null },
      { email: '7@example.com', phone: null },
    ]);
    expect(hubspot.calls[0]?.body.inputs).toEqual([{ id: '7' }]);
  });

  it('never mixes portals in a call', async () => {
    hubspot.script = everyoneExists;
    const { crm } = gatewayOver(hubspot.url);

    await Promise.all([crm.read(1, '7', ['email'], 'live'), crm.read(2, '7', ['email'], 'live')]);

    expect(hubspot.calls.map(({ token }) => token).sort()).toEqual(['token-of-1', 'token-of-2']);
  });

  it('keys rows by id, whatever their order', async () => {
    hubspot.script = (call) => {
      const results = call.body.inputs.map(({ id }) => ({ id, properties: { email: `${id}@example.com` } }));
      return { body: { results: results.reverse() } };
    };
    const { crm } = gatewayOver(hubspot.url);

    const contacts = await readAll(crm, 3);

    expect(contacts.map((contact) => contact?.['email'])).toEqual(['1@example.com', '2@example.com', '3@example.com']);
  });

  it('knows a contact HubSpot names as missing, without asking again', async () => {
    hubspot.script = () => ({
      status: 207,
      body: {
        results: [{ id: '1', properties: { email: 'a@b.co' } }],
        numErrors: 1,
        errors: [{ status: 'error', category: 'OBJECT_NOT_FOUND', message: 'gone', context: { ids: ['2', '3'] } }],
      },
    });
    const { crm } = gatewayOver(hubspot.url);

    const contacts = await readAll(crm, 3);

    expect(contacts).toEqual([{ email: 'a@b.co' }, undefined, undefined]);
    expect(hubspot.calls).toHaveLength(1);
  });

  it('asks once more for contacts HubSpot neither returned nor named', async () => {
    hubspot.script = (call, count) =>
      count === 1 ? { body: { results: [{ id: '1', properties: {} }] } } : everyoneExists(call, count);
    const { crm } = gatewayOver(hubspot.url);

    const contacts = await readAll(crm, 3);

    expect(contacts.map((contact) => contact?.['email'])).toEqual([undefined, '2@example.com', '3@example.com']);
    expect(hubspot.calls[1]?.body.inputs).toEqual([{ id: '2' }, { id: '3' }]);
  });

  it('takes a contact for gone when the second ask does not bring it either', async () => {
    hubspot.script = () => ({ body: { results: [{ id: 'merged-into-9', properties: {} }] } });
    const { crm } = gatewayOver(hubspot.url);

    await expect(crm.read(PORTAL, '8', ['email'], 'live')).resolves.toBeUndefined();
    expect(hubspot.calls).toHaveLength(2);
  });

  it('fails only the contact whose row cannot be read', async () => {
    hubspot.script = () => ({
      body: {
        results: [
          { id: '1', properties: { email: { nested: true } } },
          { id: '2', properties: { email: 'b@b.co' } },
        ],
      },
    });
    const { crm } = gatewayOver(hubspot.url);

    const [first, second] = await Promise.allSettled(ids(2).map((id) => crm.read(PORTAL, id, ['email'], 'live')));

    expect(first).toMatchObject({ status: 'rejected', reason: { code: 'HUBSPOT_UNREADABLE' } });
    expect(second).toEqual({ status: 'fulfilled', value: { email: 'b@b.co' } });
  });

  it.each(['not json', '[]', '{"results":"none"}'])('cannot read the answer %s', async (body) => {
    hubspot.script = () => ({ body });
    const { crm } = gatewayOver(hubspot.url);

    const error = await thrownBy(crm.read(PORTAL, '1', ['email'], 'live'));

    expect(error).toMatchObject({ code: 'HUBSPOT_UNREADABLE' });
  });

  it.each([500, 502, 503, 504, 522])('repeats a read that failed with %i', async (status) => {
    hubspot.script = (call, count) => (count < 3 ? { status } : everyoneExists(call, count));
    const { crm, slept } = gatewayOver(hubspot.url);

    await expect(crm.read(PORTAL, '7', ['email'], 'live')).resolves.toMatchObject({ email: '7@example.com' });
    expect(slept).toEqual([125, 250]);
  });

  it('waits as long as a failing HubSpot asks for', async () => {
    hubspot.script = (call, count) =>
      count === 1 ? { status: 503, headers: { 'Retry-After': '5' } } : everyoneExists(call, count);
    const { crm, slept } = gatewayOver(hubspot.url);

    await crm.read(PORTAL, '7', ['email'], 'live');

    expect(slept).toEqual([5_000]);
  });

  it('gives a read up after four attempts', async () => {
    hubspot.script = () => ({ status: 500, body: { correlationId: 'c-1' } });
    const { crm } = gatewayOver(hubspot.url);

    const error = await thrownBy(crm.read(PORTAL, '7', ['email'], 'live'));

    expect(error).toMatchObject({ code: 'HUBSPOT_BUSY', facts: { status: 500, correlationId: 'c-1' } });
    expect(hubspot.calls).toHaveLength(4);
  });

  it.each(['reset', 'hang', 'half'] as const)('repeats a read after a %s', async (fault) => {
    hubspot.script = (call, count) => (count === 1 ? { fault, body: { results: [] } } : everyoneExists(call, count));
    const { crm } = gatewayOver(hubspot.url, { limits: { connectMs: 500, totalMs: 150, answerBytes: 10_000 } });

    await expect(crm.read(PORTAL, '7', ['email'], 'live')).resolves.toMatchObject({ email: '7@example.com' });
  });

  it('says that HubSpot is busy when no connection can be made, and tries again first', async () => {
    const { url, close } = await startScriptedHubspot();
    await close();
    const { crm, slept } = gatewayOver(url);

    const error = await thrownBy(crm.read(PORTAL, '7', ['email'], 'live'));

    expect(error).toMatchObject({ code: 'HUBSPOT_BUSY', facts: { code: 'ECONNREFUSED' } });
    expect(slept).toEqual([125, 250, 500]);
  });

  it('hands the failure of the token source to the asker', async () => {
    const tokenOf = () => Promise.reject(new Error('the vault is closed'));
    const { crm } = gatewayOver(hubspot.url, { tokenOf });

    const error = await thrownBy(crm.read(PORTAL, '7', ['email'], 'live'));

    expect(error.message).toBe('the vault is closed');
    expect(hubspot.calls).toEqual([]);
  });

  it('hands the failure of the budget to the asker, and serves the next', async () => {
    hubspot.script = everyoneExists;
    let refusals = 1;
    const take = () => (refusals-- > 0 ? Promise.reject(new Error('the store is away')) : Promise.resolve());
    const { crm } = gatewayOver(hubspot.url, { budget: { ...createOpenBudget(), take } });

    const error = await thrownBy(crm.read(PORTAL, '7', ['email'], 'live'));

    expect(error.message).toBe('the store is away');
    await expect(crm.read(PORTAL, '7', ['email'], 'live')).resolves.toMatchObject({ email: '7@example.com' });
  });
});
