import type { Family } from '../../src/hubspot/endpoints.js';
import { createProvisioning, type Provisioned } from '../../src/hubspot/provisioning.js';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.js';
import { HANDOFF_PROPERTIES } from '../../src/app/handoff-properties.js';
import { createOpenBudget } from '../fakes/memory-budget.js';
import { createMemoryLog } from '../fakes/memory-log.js';
import { PORTAL, thrownBy } from './gateway-over.js';
import { startScriptedHubspot } from './scripted-hubspot.js';

const setupOf = (apiUrl: string, family: Family = '2026-09') =>
  createProvisioning({
    apiUrl,
    family,
    tokenOf: () => Promise.resolve('pat-1'),
    budget: createOpenBudget(),
    now: () => 0,
    random: () => 0,
    log: createMemoryLog(),
    sleep: () => Promise.resolve(),
  });
const stateOf = (rows: readonly Provisioned[], name: string) => rows.find((row) => row.name === name)?.state;
const statesOf = (rows: readonly Provisioned[]) => [...new Set(rows.map(({ state }) => state))];

describe('createProvisioning', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await createSandbox({ portalId: PORTAL, callsPer10s: 0, now: () => Date.now() });
  });
  afterEach(() => sandbox.close());
  const held = (name: string) => sandbox.portals[0]?.properties(name);

  it.each(['2026-09', 'v3'] as const)('creates what is missing, and nothing the second time (%s)', async (family) => {
    const setup = setupOf(sandbox.url, family);

    const first = await setup({ portalId: PORTAL, dryRun: false });
    const second = await setup({ portalId: PORTAL, dryRun: false });

    expect(statesOf(first)).toEqual(['created']);
    expect(statesOf(second)).toEqual(['exists']);
    expect(first).toHaveLength(31); // 28 contact properties, 1 of tasks, a group for each
    expect(sandbox.calls().byEndpoint).toMatchObject({
      'contacts/properties/groups/create': 1,
      'contacts/properties/batch/create': 1,
      'tasks/properties/groups/create': 1,
      'tasks/properties/batch/create': 1,
    });
  });

  it('lists what it would do in a dry run, and does nothing', async () => {
    const setup = setupOf(sandbox.url);

    const rows = await setup({ portalId: PORTAL, dryRun: true });
    const again = await setup({ portalId: PORTAL, dryRun: true });

    expect(statesOf(rows)).toEqual(['missing']);
    expect(again).toEqual(rows);
    expect(held('handoff_score')).toBeUndefined();
  });

  it('names a property that is there with another type, leaves it alone, and creates the others', async () => {
    await createText(sandbox, 'handoff_score');

    const rows = await setupOf(sandbox.url)({ portalId: PORTAL, dryRun: false });

    expect(rows.find(({ name }) => name === 'handoff_score')).toEqual({
      objectType: 'contacts',
      kind: 'property',
      name: 'handoff_score',
      state: 'conflict',
      because: 'is there as string, we need number: rename or archive it',
    });
    expect(stateOf(rows, 'handoff_fit')).toBe('created');
  });

  it('finishes after answers got lost', async () => {
    sandbox.faults.set({ faults: [{ kind: 'appliedThenReset', next: 2, method: 'POST', path: 'properties' }] });

    const rows = await setupOf(sandbox.url)({ portalId: PORTAL, dryRun: false });

    expect(statesOf(rows)).toEqual(['created']);
  });
});

async function createText(sandbox: Sandbox, name: string): Promise<void> {
  const post = (path: string, body: unknown) =>
    fetch(`${sandbox.url}/crm/v3/properties/contacts${path}`, {
      method: 'POST',
      headers: { Authorization: 'Bearer pat-1', 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  await post('/groups', { name: 'handoff', label: 'Handoff' });
  await post('', { name, label: name, type: 'string', fieldType: 'text', groupName: 'handoff' });
}

describe('createProvisioning in a portal that', () => {
  it('closes tasks: says so, and sets the contacts up', async () => {
    const hubspot = await startScriptedHubspot();
    const names = HANDOFF_PROPERTIES.map(({ name, type }) => ({ name, type }));
    hubspot.script = ({ path }) => {
      if (path.includes('tasks')) return { status: 403, body: { category: 'MISSING_SCOPES' } };
      return { body: { results: path.includes('groups') ? [{ name: 'handoff' }] : names } };
    };

    const rows = await setupOf(hubspot.url)({ portalId: PORTAL, dryRun: false });

    expect(rows.at(-1)).toEqual({
      objectType: 'tasks',
      kind: 'property',
      name: 'handoff_key',
      state: 'not-possible',
      because: 'HubSpot refused: MISSING_SCOPES',
    });
    expect(stateOf(rows, 'handoff_score')).toBe('exists');
    await hubspot.close();
  });

  it('closes contacts: throws, naming the scopes', async () => {
    const hubspot = await startScriptedHubspot();
    const context = { requiredGranularScopes: ['crm.schemas.contacts.write'] };
    hubspot.script = () => ({ status: 403, body: { category: 'MISSING_SCOPES', errors: [{ context }] } });

    const error = await thrownBy(setupOf(hubspot.url)({ portalId: PORTAL, dryRun: false }));

    expect(error.message).toBe('HubSpot refused: grant the app the scopes crm.schemas.contacts.write');
    await hubspot.close();
  });
});
