import type { Crm } from '../../src/app/ports.js';
import { FAMILIES } from '../../src/hubspot/endpoints.js';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.js';
import { createMemoryBudget } from '../fakes/memory-budget.js';
import { codeOf, gatewayOver, PORTAL, thrownBy, type GatewayChanges } from './gateway-over.js';

const SHORT = { connectMs: 500, totalMs: 250, answerBytes: 16 * 1024 * 1024 };
const READ = '/batch/read';
const UPDATE = '/batch/update';

describe.each(FAMILIES)('the gateway and a portal of the %s family', (family) => {
  let sandbox: Sandbox;

  async function open(options: Partial<SandboxOptions> = {}, deps: GatewayChanges = {}) {
    sandbox = await createSandbox({ portalId: PORTAL, callsPer10s: 0, seed: 7, now: () => Date.now(), ...options });
    return gatewayOver(sandbox.url, { family, ...deps });
  }
  afterEach(() => sandbox.close());

  const people = (count: number): string[] =>
    Array.from({ length: count }, (_, index) =>
      sandbox.portal.createContact(
        { email: `p${index}@example.com`, firstname: `P${index}` },
        { sourceType: 'INTEGRATION' },
      ),
    );
  const stageOf = (id: string) => sandbox.portal.properties(id)?.['lifecyclestage'];
  const setStage = (crm: Crm, id: string, lifecyclestage: string) => crm.write(PORTAL, id, { lifecyclestage }, 'live');

  it('reads a burst of 250 with 3 calls and writes it with 3', async () => {
    const { crm } = await open();
    const contacts = people(250);

    const read = await Promise.all(
      contacts.map((id) => crm.read(PORTAL, id, ['firstname', 'city', 'no_such'], 'live')),
    );
    const written = await Promise.all(contacts.map((id) => setStage(crm, id, 'marketingqualifiedlead')));

    expect(read[9]).toMatchObject({ firstname: 'P9', city: null });
    expect(read[9]).not.toHaveProperty('no_such');
    expect(written.every(({ ok }) => ok)).toBe(true);
    expect(contacts.every((id) => stageOf(id) === 'marketingqualifiedlead')).toBe(true);
    expect(sandbox.calls().total).toBe(6);
  });

  it('knows who does not exist', async () => {
    const { crm } = await open();
    const [id = ''] = people(1);

    const both = await Promise.all([id, '999999'].map((one) => crm.read(PORTAL, one, ['firstname'], 'live')));

    expect(both).toEqual([expect.objectContaining({ firstname: 'P0' }), undefined]);
  });

  it('reads the members of a list, 250 a call', async () => {
    const { crm } = await open();
    const contacts = people(251);
    const listId = sandbox.portal.lists.add(contacts);

    const pages: (readonly string[])[] = [];
    for await (const page of crm.people.members(PORTAL, listId)) pages.push(page);

    expect(pages).toEqual([contacts.slice(0, 250), contacts.slice(250)]);
  });

  it('refuses only the rows HubSpot refuses', async () => {
    const { crm } = await open();
    const [good = '', bad = '', worse = ''] = people(3);

    const written = await Promise.all([
      setStage(crm, good, 'salesqualifiedlead'),
      setStage(crm, bad, 'MQL'),
      crm.write(PORTAL, worse, { favourite_food: 'pie' }, 'live'),
      setStage(crm, '999999', 'lead'),
    ]);

    expect(written.map(codeOf)).toEqual(['ok', 'HUBSPOT_REJECTED', 'HUBSPOT_REJECTED', 'HUBSPOT_REJECTED']);
    expect(written[1]).toMatchObject({
      error: { facts: { codes: ['INVALID_OPTION'], properties: ['lifecyclestage'] } },
    });
    expect(written[2]).toMatchObject({
      error: { facts: { codes: ['PROPERTY_DOESNT_EXIST'], properties: ['favourite_food'] } },
    });
    expect(stageOf(good)).toBe('salesqualifiedlead');
  });

  it('reports that HubSpot took a backward stage, which it ignores', async () => {
    const { crm } = await open();
    const [id = ''] = people(1);
    await setStage(crm, id, 'customer');

    const written = await setStage(crm, id, 'lead');

    expect(written).toEqual({ ok: true });
    expect(await crm.read(PORTAL, id, ['lifecyclestage'], 'live')).toMatchObject({ lifecyclestage: 'customer' });
  });

  it('steps back by clearing first, both asked for at once', async () => {
    const { crm } = await open();
    const [id = ''] = people(1);
    await setStage(crm, id, 'customer');

    const both = await Promise.all([setStage(crm, id, ''), setStage(crm, id, 'lead')]);

    expect(both.map(codeOf)).toEqual(['ok', 'ok']);
    expect(stageOf(id)).toBe('lead');
  });

  it('does not know about a write that was applied before the line was cut, and does it once', async () => {
    const { crm } = await open();
    const [id = ''] = people(1);
    sandbox.faults.set({ faults: [{ kind: 'appliedThenReset', next: 1, path: UPDATE }] });

    const written = await setStage(crm, id, 'salesqualifiedlead');

    expect(codeOf(written)).toBe('HUBSPOT_UNCERTAIN');
    expect(stageOf(id)).toBe('salesqualifiedlead');
    expect(sandbox.calls().total).toBe(1);
  });

  it('does not know about a write that got no answer', async () => {
    const { crm } = await open({}, { limits: SHORT });
    const [id = ''] = people(1);
    sandbox.faults.set({ faults: [{ kind: 'hang', next: 1, path: UPDATE }] });

    expect(codeOf(await setStage(crm, id, 'salesqualifiedlead'))).toBe('HUBSPOT_UNCERTAIN');
    expect(stageOf(id)).toBe('lead');
  });

  it.each(['hang', 'status5xx', 'applyThen5xx', 'appliedThenReset'] as const)('reads through a %s', async (kind) => {
    const { crm } = await open({}, { limits: SHORT });
    const [id = ''] = people(1);
    sandbox.faults.set({ faults: [{ kind, next: 1, path: READ }] });

    expect(await crm.read(PORTAL, id, ['firstname'], 'live')).toMatchObject({ firstname: 'P0' });
  });

  it('fails one row of a 207 and no other', async () => {
    const { crm } = await open();
    const contacts = people(50);
    sandbox.faults.set({ faults: [{ kind: 'row207', next: 1, path: UPDATE }] });

    const written = await Promise.all(contacts.map((id) => setStage(crm, id, 'marketingqualifiedlead')));

    const failed = contacts.filter((_, index) => codeOf(written[index]) === 'HUBSPOT_REJECTED');
    expect(failed).toHaveLength(1);
    expect(contacts.filter((id) => stageOf(id) === 'lead')).toEqual(failed);
  });

  it('gets everything done through a storm of 429s', async () => {
    const { crm, budget } = await open();
    const contacts = people(300);
    sandbox.faults.set({ faults: [{ kind: 'rate429', next: 3 }] });

    const written = await Promise.all(contacts.map((id) => setStage(crm, id, 'marketingqualifiedlead')));

    expect(written.every(({ ok }) => ok)).toBe(true);
    expect(sandbox.calls().rateLimited).toBe(3);
    expect(budget.pauses).toHaveLength(3);
  });

  it('stays within the limit of the portal, so that HubSpot never has to say so', async () => {
    let clock = 0;
    const now = () => clock;
    const sleep = (ms: number) => Promise.resolve(void (clock += ms));
    const budget = createMemoryBudget({ callsPer10s: 40, now, sleep });
    const { crm } = await open({ callsPer10s: 40, now }, { budget, now, sleep });
    const contacts = people(90);

    for (const id of contacts) await crm.read(PORTAL, id, ['firstname'], 'later');

    expect(sandbox.calls()).toMatchObject({ total: 90, rateLimited: 0 });
    expect(sandbox.maxInWindow(PORTAL)).toBeLessThanOrEqual(40);
    expect(clock).toBeLessThan(26_000); // 90 calls at 35.6 per 10 s after a burst of 4
  });

  it('says that the token is no longer taken', async () => {
    const { crm } = await open({ accessToken: 'another' });

    expect(await thrownBy(crm.read(PORTAL, '1', ['firstname'], 'live'))).toMatchObject({
      code: 'HUBSPOT_UNAUTHORIZED',
    });
    expect(codeOf(await setStage(crm, '1', 'lead'))).toBe('HUBSPOT_UNAUTHORIZED');
  });

  it('keeps two portals behind one address apart', async () => {
    const { crm } = await open({
      portals: [
        { portalId: PORTAL, accessToken: `token-of-${PORTAL}` },
        { portalId: 5502, accessToken: 'token-of-5502' },
      ],
    });
    const [id = ''] = people(1);

    const both = await Promise.all([PORTAL, 5502].map((portal) => crm.read(portal, id, ['firstname'], 'live')));

    expect(both).toEqual([expect.objectContaining({ firstname: 'P0' }), undefined]);
  });

  it('reads the profile', async () => {
    const { crm } = await open();

    const profile = await crm.profile(PORTAL);

    const known = ['subscriber', 'lead', 'marketingqualifiedlead', 'salesqualifiedlead', 'opportunity', 'customer'];
    expect(profile.stageOrder.filter((stage) => known.includes(stage))).toEqual(known);
    expect(profile.properties.has('jobtitle')).toBe(true);
    expect(profile.leadStatuses.has('IN_PROGRESS')).toBe(true);
  });

  it('reads the owners, and not who has left', async () => {
    const { crm } = await open();

    await expect(crm.owners(PORTAL)).resolves.toEqual([
      { id: '64492921', name: 'Grace Owens', email: 'grace.owens@sales.example' },
      { id: '64492918', name: 'Jonas Peeters', email: 'jonas.peeters@sales.example' },
      { id: '64492919', name: 'Mila Hoffmann', email: 'mila.hoffmann@sales.example' },
      { id: '64492920', name: 'Omar El Amrani', email: 'omar.el-amrani@sales.example' },
      { id: '64492917', name: 'Sanne de Wit', email: 'sanne.de-wit@sales.example' },
    ]);
    expect(sandbox.calls().byEndpoint).toEqual({ 'owners/list': 1 });
  });

  it('writes the owner it was shown, and is refused one who has left', async () => {
    const { crm } = await open();
    const [id = ''] = people(1);
    const [first] = await crm.owners(PORTAL);

    const written = [
      await crm.write(PORTAL, id, { hubspot_owner_id: first?.id ?? '' }, 'live'),
      await crm.write(PORTAL, id, { hubspot_owner_id: '64492922' }, 'live'),
    ];

    expect(written.map(codeOf)).toEqual(['ok', 'HUBSPOT_REJECTED']);
    expect(sandbox.portal.properties(id)).toMatchObject({ hubspot_owner_id: '64492921' });
  });

  it('completes executions', async () => {
    const { crm } = await open();

    await crm.complete(PORTAL, [{ callbackId: 'ap-1', outputs: { stage: 'sql', hs_execution_state: 'SUCCESS' } }]);

    expect(sandbox.completions()).toMatchObject([
      { callbackId: 'ap-1', outputFields: { stage: 'sql', hs_execution_state: 'SUCCESS' } },
    ]);
  });
});
