import type { TaskOrder } from '../../src/app/ports.js';
import { createCreateTask } from '../../src/hubspot/create-task.js';
import { FAMILIES, type Family } from '../../src/hubspot/endpoints.js';
import { connectCall } from '../../src/hubspot/gateway.js';
import { createPace } from '../../src/hubspot/pace.js';
import { createProvisioning } from '../../src/hubspot/provisioning.js';
import { createSilence } from '../../src/hubspot/silence.js';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.js';
import { createOpenBudget } from '../fakes/memory-budget.js';
import { createMemoryLog } from '../fakes/memory-log.js';
import { PORTAL, thrownBy } from './gateway-over.js';
import { startScriptedHubspot, type Reply, type ScriptedHubspot } from './scripted-hubspot.js';

const KEY = 'a1b2c3d4e5f60718'.repeat(4);
const OTHER_KEY = 'ffffffff00000000'.repeat(4);
const OWNER = '64492917';
const PROPERTIES = {
  hs_timestamp: '2026-11-24T09:00:00.000Z',
  hs_task_subject: 'Call the new lead',
  hs_task_body: '<p>Asked for a demo</p>',
  hubspot_owner_id: OWNER,
};
const SHORT = { connectMs: 500, totalMs: 250, answerBytes: 16 * 1024 * 1024 };

function depsFor(apiUrl: string, family: Family) {
  const now = () => 1_000_000;
  return {
    apiUrl,
    family,
    now,
    budget: createOpenBudget(),
    tokenOf: (portalId: number) => Promise.resolve(`token-of-${portalId}`),
    random: () => 0.5,
    log: createMemoryLog(),
    limits: SHORT,
    sleep: () => Promise.resolve(),
  };
}

function createTaskOver(apiUrl: string, family: Family = '2026-09') {
  const deps = depsFor(apiUrl, family);
  const silence = createSilence(deps.now);
  const pace = createPace(deps.budget, silence);
  return createCreateTask({ call: connectCall(deps, silence), pace, now: deps.now, log: deps.log });
}

const orderFor = (contactId: string, more: Partial<TaskOrder> = {}): TaskOrder => ({
  portalId: PORTAL,
  contactId,
  key: KEY,
  properties: PROPERTIES,
  look: false,
  ...more,
});

describe.each(FAMILIES)('createTask and a portal of the %s family', (family) => {
  let sandbox: Sandbox;
  afterEach(() => sandbox.close());

  /** @param keyed has the portal our unique property? */
  async function open(keyed: boolean, options: Partial<SandboxOptions> = {}) {
    sandbox = await createSandbox({ portalId: PORTAL, callsPer10s: 0, seed: 7, now: () => Date.now(), ...options });
    if (keyed) await createProvisioning(depsFor(sandbox.url, family))({ portalId: PORTAL, dryRun: false });
    const contactId = sandbox.portal.createContact({ email: 'a@b.co' }, { sourceType: 'INTEGRATION' });
    return { createTask: createTaskOver(sandbox.url, family), contactId };
  }
  const tasks = () => sandbox.portal.tables.tasks.ids().map((id) => sandbox.portal.tables.tasks.get(id)?.values ?? {});
  const tasksOf = (contactId: string) =>
    sandbox.portal.associations.from({ type: 'contacts', id: contactId }, 'tasks').length;
  const calls = (endpoint: string) => sandbox.calls().byEndpoint[endpoint] ?? 0;

  it.each([
    ['with our property', true],
    ['without it', false],
  ])('creates a task on the contact, in a portal %s', async (_name, keyed) => {
    const { createTask, contactId } = await open(keyed);

    await createTask(orderFor(contactId));

    expect(tasks()).toMatchObject([
      {
        ...PROPERTIES,
        hs_task_body: '<p>Asked for a demo</p><p>ref a1b2c3d4</p>',
        ...(keyed ? { handoff_key: KEY } : {}),
      },
    ]);
    expect(tasksOf(contactId)).toBe(1);
    expect(calls('contacts/associations/batch/read')).toBe(0);
  });

  describe('of many at once', () => {
    const keyOf = (n: number) => String(n).padStart(64, 'e');
    const contacts = (count: number) =>
      Array.from({ length: count }, (_, n) =>
        sandbox.portal.createContact({ email: `p${n}@b.co` }, { sourceType: 'INTEGRATION' }),
      );
    const keysByContact = () =>
      new Map(
        sandbox.portal.tables.tasks.ids().map((id) => {
          const [contact] = sandbox.portal.associations.from({ type: 'tasks', id }, 'contacts');
          return [sandbox.portal.tables.tasks.get(id)?.values['handoff_key'], contact?.toId];
        }),
      );

    it('makes them in calls of a hundred, each on its own contact', async () => {
      const { createTask } = await open(true);
      const ids = contacts(150);

      await Promise.all(ids.map((contactId, n) => createTask(orderFor(contactId, { key: keyOf(n) }))));

      expect([calls('tasks/batch/create'), calls('tasks/create')]).toEqual([2, 0]);
      expect(keysByContact()).toEqual(new Map(ids.map((contactId, n) => [keyOf(n), contactId])));
    });

    it('makes all of them where HubSpot takes not the owner of one, which then has none', async () => {
      const { createTask } = await open(true);
      const ids = contacts(40);
      const properties = { ...PROPERTIES, hubspot_owner_id: '404' };

      await Promise.all(
        ids.map((contactId, n) => createTask(orderFor(contactId, { key: keyOf(n), ...(n === 17 && { properties }) }))),
      );

      expect(keysByContact().size).toBe(40);
      expect(tasks().filter(({ hubspot_owner_id }) => hubspot_owner_id !== OWNER)).toHaveLength(1);
    });

    it('tells of each that cannot be made, and makes the others', async () => {
      const { createTask } = await open(true);
      const ids = contacts(10);

      const ended = await Promise.allSettled(
        ids.map((id, n) => createTask(orderFor(n === 3 ? '999999999' : id, { key: keyOf(n) }))),
      );

      expect(ended.flatMap(({ status }, n) => (status === 'rejected' ? [n] : []))).toEqual([3]);
      expect(tasks()).toHaveLength(9);
    });

    it.each(['appliedThenReset', 'applyThen5xx'] as const)(
      'makes no second one of any when their answer is lost (%s), with our property or without',
      async (kind) => {
        for (const keyed of [true, false]) {
          const { createTask } = await open(keyed);
          const ids = contacts(20);
          sandbox.faults.set({ faults: [{ kind, next: 1, path: 'tasks/batch/create' }] });
          const order = (contactId: string, n: number, look: boolean) =>
            createTask(orderFor(contactId, { key: keyOf(n), look })).catch((error: unknown) => error);

          const first = await Promise.all(ids.map((contactId, n) => order(contactId, n, false)));
          await Promise.all(ids.map((contactId, n) => order(contactId, n, true)));

          expect(first.map((error) => (error as { code: string }).code)).toEqual(Array(20).fill('HUBSPOT_UNCERTAIN'));
          expect(tasks()).toHaveLength(20);
          if (keyed) await sandbox.close();
        }
      },
    );
  });

  it.each([
    ['in a portal with our property, without looking', true, false],
    ['in a portal without it, having looked', false, true],
    ['in a portal with our property, having looked', true, true],
  ])('W05: creates it once %s', async (_name, keyed, look) => {
    const { createTask, contactId } = await open(keyed);
    await createTask(orderFor(contactId));

    await createTask(orderFor(contactId, { look }));

    expect(tasks()).toHaveLength(1);
  });

  it.each([
    ['with our property', 'appliedThenReset', true],
    ['without it', 'appliedThenReset', false],
    ['with our property', 'applyThen5xx', true],
    ['without it', 'applyThen5xx', false],
  ] as const)('W05: makes no second task in a portal %s when an answer is lost (%s)', async (_name, kind, keyed) => {
    const { createTask, contactId } = await open(keyed);
    sandbox.faults.set({ faults: [{ kind, next: 1, method: 'POST', path: '/tasks' }] });

    const lost = await thrownBy(createTask(orderFor(contactId)));
    await createTask(orderFor(contactId, { look: true }));

    expect(lost).toMatchObject({ code: 'HUBSPOT_UNCERTAIN' });
    expect(tasks()).toHaveLength(1);
    expect(tasksOf(contactId)).toBe(1);
  });

  it.each([
    ['with our property', true],
    ['without it', false],
  ])('creates it on the repeat when the first never arrived, in a portal %s', async (_name, keyed) => {
    const { createTask, contactId } = await open(keyed);
    sandbox.faults.set({ faults: [{ kind: 'hang', next: 1, method: 'POST', path: '/tasks' }] });

    const lost = await thrownBy(createTask(orderFor(contactId)));
    const between = tasks().length;
    await createTask(orderFor(contactId, { look: true }));

    expect(lost).toMatchObject({ code: 'HUBSPOT_UNCERTAIN' });
    expect([between, tasks().length]).toEqual([0, 1]);
  });

  it('finds the task of a time before the portal had our property', async () => {
    const { createTask, contactId } = await open(false);
    await createTask(orderFor(contactId));
    await createProvisioning(depsFor(sandbox.url, family))({ portalId: PORTAL, dryRun: false });

    await createTaskOver(sandbox.url, family)(orderFor(contactId, { look: true }));

    expect(tasks()).toHaveLength(1);
  });

  it('finds it while the search index still lags behind', async () => {
    const { createTask, contactId } = await open(false, { searchIndexDelayMs: 60_000 });
    await createTask(orderFor(contactId));

    await createTask(orderFor(contactId, { look: true }));

    expect(tasks()).toHaveLength(1);
  });

  it('takes neither another task of the contact nor one of another contact for it', async () => {
    const { createTask, contactId } = await open(false);
    const other = sandbox.portal.createContact({ email: 'b@b.co' }, { sourceType: 'INTEGRATION' });
    await createTask(orderFor(contactId, { key: OTHER_KEY }));
    await createTask(orderFor(other));

    await createTask(orderFor(contactId, { look: true }));

    expect(tasks()).toHaveLength(3);
  });

  it('makes a task without an owner when there is none, or HubSpot does not know him', async () => {
    const { createTask, contactId } = await open(true);
    const { hubspot_owner_id: _, ...ownerless } = PROPERTIES;

    await createTask(orderFor(contactId, { properties: ownerless }));
    await createTask(
      orderFor(contactId, { key: OTHER_KEY, properties: { ...PROPERTIES, hubspot_owner_id: '64492922' } }),
    );

    expect(tasks().map(({ hubspot_owner_id: owner, handoff_key: key }) => [owner ?? '', key])).toEqual([
      ['', KEY],
      ['', OTHER_KEY],
    ]);
  });

  it('takes a task with another key for another, whatever its body says', async () => {
    const { createTask, contactId } = await open(true);
    await createTask(orderFor(contactId, { key: OTHER_KEY, properties: { ...PROPERTIES, hs_task_body: 'a1b2c3d4' } }));

    await createTask(orderFor(contactId, { look: true }));

    expect(tasks()).toHaveLength(2);
  });

  it('leaves a body alone that says the reference', async () => {
    const { createTask, contactId } = await open(false);
    const hs_task_body = '<p>Call</p><p>ref a1b2c3d4</p>';

    await createTask(orderFor(contactId, { properties: { ...PROPERTIES, hs_task_body } }));
    await createTask(orderFor(contactId, { properties: { ...PROPERTIES, hs_task_body }, look: true }));

    expect(tasks()).toMatchObject([{ hs_task_body }]);
  });

  it('sends no key of the message where the portal has no such property', async () => {
    const { createTask, contactId } = await open(false);

    await createTask(orderFor(contactId, { properties: { ...PROPERTIES, handoff_key: KEY } }));

    expect(tasks()).toHaveLength(1);
    expect(calls('tasks/create')).toBe(1);
  });

  it('says that HubSpot refuses a contact that is gone', async () => {
    const { createTask } = await open(true);

    expect(await thrownBy(createTask(orderFor('999999')))).toMatchObject({ code: 'HUBSPOT_REJECTED' });
    expect(tasks()).toEqual([]);
  });

  it('asks a portal once whether it has our property', async () => {
    const { createTask, contactId } = await open(true);
    const before = calls('tasks/properties/list');

    await createTask(orderFor(contactId));
    await createTask(orderFor(contactId, { key: OTHER_KEY }));

    expect(calls('tasks/properties/list') - before).toBe(1);
  });
});

describe('createTask', () => {
  let hubspot: ScriptedHubspot;
  beforeEach(async () => {
    hubspot = await startScriptedHubspot();
  });
  afterEach(() => hubspot.close());

  const PROPERTY_LIST: Reply = { body: { results: [{ name: 'handoff_key', type: 'string', hasUniqueValue: true }] } };
  const refusal = (status: number, code: string, property: string): Reply => ({
    status,
    body: { category: 'VALIDATION_ERROR', errors: [{ code, context: { propertyName: [property] } }] },
  });
  /** What a create answers, one after the other; the list of properties before it. */
  function answering(list: Reply, ...creates: readonly Reply[]) {
    const left = [...creates];
    hubspot.script = ({ path }) => (path.includes('/properties/') ? list : (left.shift() ?? { status: 500 }));
  }
  const created = () => hubspot.calls.filter(({ path }) => path === '/crm/objects/2026-09/tasks');

  it('looks for each of a batch that was made in part (207), and makes those that are not there', async () => {
    const orders = ['501', '502', '503'].map((id) => orderFor(id, { key: id.padEnd(64, '0') }));
    const there = orders[1]?.key;
    hubspot.script = ({ path, body }) => {
      const ids = (body.inputs ?? []).map(({ id }) => id);
      if (path.includes('/properties/')) return PROPERTY_LIST;
      if (path.endsWith('/tasks/batch/create')) return { status: 207, body: { results: [{ id: '9' }], errors: [{}] } };
      if (path.endsWith('/contacts/tasks/batch/read')) {
        return { body: { results: ids.includes('502') ? [{ from: { id: '502' }, to: [{ toObjectId: 9 }] }] : [] } };
      }
      if (path.endsWith('/tasks/batch/read'))
        return { body: { results: [{ id: '9', properties: { handoff_key: there } }] } };
      return { status: 201, body: {} };
    };
    const createTask = createTaskOver(hubspot.url);

    await Promise.all(orders.map((order) => createTask(order)));

    expect(
      created().map(({ body }) => (body as unknown as { properties: { handoff_key: string } }).properties.handoff_key),
    ).toEqual([orders[0]?.key, orders[2]?.key]);
  });

  it.each([
    ['409', { status: 409, body: { category: 'CONFLICT' } }],
    ['400 that names the value', refusal(400, 'CONFLICTING_UNIQUE_VALUE', 'handoff_key')],
  ])('takes a %s as a task that is there', async (_name, reply) => {
    answering(PROPERTY_LIST, reply);

    await expect(createTaskOver(hubspot.url)(orderFor('501'))).resolves.toBeUndefined();

    expect(created()).toHaveLength(1);
  });

  it('does not take a 409 as a task that is there where it sent no key', async () => {
    answering({ body: { results: [{ name: 'handoff_key', type: 'string', hasUniqueValue: false }] } }, { status: 409 });

    expect(await thrownBy(createTaskOver(hubspot.url)(orderFor('501')))).toMatchObject({ code: 'HUBSPOT_REJECTED' });
  });

  it('does without the property when the portal has lost it meanwhile', async () => {
    answering(PROPERTY_LIST, refusal(400, 'PROPERTY_DOESNT_EXIST', 'handoff_key'), { status: 201, body: { id: '1' } });

    await createTaskOver(hubspot.url)(orderFor('501'));

    expect(created().map(({ body }) => JSON.stringify(body).includes('"handoff_key"'))).toEqual([true, false]);
  });

  it('keeps the key when HubSpot refuses it for a reason we do not know', async () => {
    answering(PROPERTY_LIST, refusal(400, 'SOMETHING_NEW', 'handoff_key'));

    expect(await thrownBy(createTaskOver(hubspot.url)(orderFor('501')))).toMatchObject({ code: 'HUBSPOT_REJECTED' });
    expect(created()).toHaveLength(1);
  });

  it('works where the definitions are closed to our token', async () => {
    answering({ status: 403, body: { category: 'MISSING_SCOPES' } }, { status: 201, body: { id: '1' } });

    await createTaskOver(hubspot.url)(orderFor('501'));

    expect(created()).toHaveLength(1);
  });

  it('looks among the newest 100 of every page', async () => {
    const links = (from: number, after?: string): Reply => ({
      body: {
        results: [
          {
            from: { id: '501' },
            to: Array.from({ length: 80 }, (_, index) => ({ toObjectId: from + index, associationTypes: [] })),
            ...(after === undefined ? {} : { paging: { next: { after } } }),
          },
        ],
      },
    });
    const found: Reply = {
      body: { results: [{ id: '2079', properties: { hs_task_body: 'x a1b2c3d4', handoff_key: null } }] },
    };
    answering(PROPERTY_LIST, links(1_000, '80'), links(2_000), found);

    await createTaskOver(hubspot.url)(orderFor('501', { look: true }));

    const [, first, second, tasks] = hubspot.calls;
    expect([first?.body.inputs, second?.body.inputs]).toEqual([[{ id: '501' }], [{ id: '501', after: '80' }]]);
    expect(tasks?.body.inputs).toHaveLength(100);
    expect(tasks?.body.inputs.map(({ id }) => id)).toContain('1060');
    expect(tasks?.body.inputs.map(({ id }) => id)).not.toContain('1059');
    expect(created()).toEqual([]);
  });
});
