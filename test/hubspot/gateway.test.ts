import { createMemoryBudget } from '../fakes/memory-budget.js';
import { PORTAL, createGate, gatewayOver, ids, thrownBy } from './gateway-over.js';
import { everyRowTaken, everyoneExists, startScriptedHubspot, type ScriptedHubspot } from './scripted-hubspot.js';

let hubspot: ScriptedHubspot;

beforeEach(async () => {
  hubspot = await startScriptedHubspot();
});
afterEach(() => hubspot.close());

describe('createGateway', () => {
  it('leaves a portal alone after its daily limit, and only that portal', async () => {
    let now = 1_000_000;
    hubspot.script = (call, count) =>
      call.token === 'token-of-4401' && now < 1_900_000
        ? { status: 429, body: { policyName: 'DAILY', correlationId: 'c-9' } }
        : everyoneExists(call, count);
    const { crm, budget } = gatewayOver(hubspot.url, { now: () => now });

    const first = await thrownBy(crm.read(PORTAL, '1', ['email'], 'live'));
    now += 60_000;
    const second = await thrownBy(crm.read(PORTAL, '1', ['email'], 'live'));
    const other = await crm.read(5502, '1', ['email'], 'live');
    now += 840_000;
    const later = await crm.read(PORTAL, '1', ['email'], 'live');

    expect(first).toMatchObject({
      code: 'HUBSPOT_BUSY',
      retryAfterMs: 900_000,
      facts: { policyName: 'DAILY', correlationId: 'c-9' },
    });
    expect(second).toMatchObject({ code: 'HUBSPOT_BUSY', retryAfterMs: 840_000 });
    expect([other?.['email'], later?.['email']]).toEqual(['1@example.com', '1@example.com']);
    expect(hubspot.calls.map(({ token }) => token)).toEqual(['token-of-4401', 'token-of-5502', 'token-of-4401']);
    expect(budget.admitted(PORTAL)).toHaveLength(2);
    expect(budget.pauses).toEqual([]); // whoever is at the budget would wait for the rest of the day
  });

  it('never lets more calls through in ten seconds than the portal allows, whatever HubSpot answers', async () => {
    let clock = 0;
    const now = () => clock;
    const sleep = (ms: number) => Promise.resolve(void (clock += ms));
    const budget = createMemoryBudget({ callsPer10s: 30, now, sleep });
    const arrivals: number[] = [];
    hubspot.script = (call, count) => {
      arrivals.push(clock);
      return count % 9 === 0
        ? { status: 429, body: { policyName: 'TEN_SECONDLY_ROLLING' } }
        : everyoneExists(call, count);
    };
    const { crm } = gatewayOver(hubspot.url, { budget, now, sleep });

    await Promise.allSettled(ids(60).map((id) => crm.read(PORTAL, id, [`property_${id}`], 'live')));

    const inWindow = arrivals.map((from) => arrivals.filter((at) => at >= from && at < from + 10_000).length);
    expect(hubspot.calls.length).toBeGreaterThan(60);
    expect(budget.admitted(PORTAL)).toHaveLength(hubspot.calls.length);
    expect(Math.max(...inWindow)).toBeLessThanOrEqual(30);
  });

  it('serves who waits before an import that came first', async () => {
    hubspot.script = everyRowTaken;
    const gate = createGate();
    const { crm } = gatewayOver(hubspot.url, { budget: gate.budget });
    const imported = ids(1000).map((id) => crm.write(PORTAL, id, { city: 'Delft' }, 'later'));
    await gate.reached;
    const live = crm.write(PORTAL, 'live-1', { city: 'Gent' }, 'live');

    gate.open();
    await Promise.all([...imported, live]);

    const position = hubspot.calls.findIndex(({ body }) => body.inputs.some(({ id }) => id === 'live-1'));
    expect(position).toBeLessThanOrEqual(1);
    expect(hubspot.calls).toHaveLength(11);
  });
});

it('counts every call that left', async () => {
  hubspot.script = (call, count) => (count === 1 ? { status: 500 } : everyoneExists(call, count));
  const { crm, seen } = gatewayOver(hubspot.url);

  await crm.read(PORTAL, '7', ['email'], 'live');

  expect(seen).toEqual([
    { portalId: 4401, operation: 'contacts.read', status: 500, ms: 0 },
    { portalId: 4401, operation: 'contacts.read', status: 200, ms: 0 },
  ]);
});

it('keeps connections open between calls', async () => {
  hubspot.script = everyoneExists;
  const { crm } = gatewayOver(hubspot.url);

  for (const id of ids(5)) await crm.read(PORTAL, id, ['email'], 'live');

  expect(hubspot.connections()).toBe(1);
});
