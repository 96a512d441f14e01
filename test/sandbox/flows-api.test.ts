import { createWorkflowEngine, type WorkflowEngine } from '../../src/sandbox/workflows/workflow-engine.js';
import { code, flowOf, output, property, setCity, staticText, step, to, whoMeets } from './flow-parts.js';
import { startBench, stopBenches, type Answer, type Bench } from './start.js';

let engines: WorkflowEngine[] = [];

afterEach(async () => {
  await Promise.all(engines.map((engine) => engine.close()));
  engines = [];
  await stopBenches();
});

async function startWithWorkflows(): Promise<Bench & { engine: WorkflowEngine }> {
  const bench = await startBench();
  return { ...bench, engine: attach(bench, 0) };
}

function attach({ sandbox }: Bench, place: number): WorkflowEngine {
  const engine = createWorkflowEngine({ portal: sandbox.portals[place]!, firstEnrollmentId: 900123 });
  sandbox.attachWorkflows(engine);
  engines.push(engine);
  return engine;
}

const FAMILIES = [
  ['classic', '/automation/v4/flows'],
  ['dated', '/automation/2026-09-beta/flows'],
] as const;
const OFF = { isEnabled: false };
const GENT = flowOf([setCity('2', staticText('Gent'))], OFF);
const contact = ({ sandbox }: Bench, email: string): string =>
  sandbox.portal.createContact({ email }, { sourceType: 'CRM_UI' });

describe.each(FAMILIES)('the flows API, %s paths', (_family, base) => {
  it('creates a flow and shows it as it came, with what HubSpot adds', async () => {
    const { call } = await startWithWorkflows();
    const odd = { ...GENT, uuid: 'u-1', customProperties: { folder: 'Sales' }, somethingNew: { a: [1] } };

    const created = await call('POST', base, { ...odd, id: '9', createdAt: 'then' });

    expect(created.status).toBe(201);
    expect(created.body).toEqual({
      ...odd,
      id: '5001',
      revisionId: '1',
      crmObjectCreationStatus: 'COMPLETE',
      createdAt: '2026-11-21T12:00:00.000Z',
      updatedAt: '2026-11-21T12:00:00.000Z',
      nextAvailableActionId: '3',
      timeWindows: [],
      blockedDates: [],
      dataSources: [],
      suppressionListIds: [],
      canEnrollFromSalesforce: false,
    });
    expect((await call('GET', `${base}/5001`)).body).toEqual(created.body);
  });

  it('lists flows in pages, each as one row', async () => {
    const { call } = await startWithWorkflows();
    for (const name of ['one', 'two', 'three']) await call('POST', base, { ...GENT, name });

    const first = await call('GET', `${base}?limit=2`);
    const second = await call('GET', `${base}?limit=2&after=${first.body.paging.next.after}`);

    expect(first.body.results).toHaveLength(2);
    expect(second.body).toEqual({
      results: [
        {
          id: '5003',
          name: 'three',
          isEnabled: false,
          flowType: 'WORKFLOW',
          objectTypeId: '0-1',
          revisionId: '1',
          createdAt: '2026-11-21T12:00:00.000Z',
          updatedAt: '2026-11-21T12:00:00.000Z',
        },
      ],
    });
    expect((await call('GET', `${base}?limit=101`)).status).toBe(400);
  });

  it('replaces a flow as a whole for who knows its revision', async () => {
    const { call } = await startWithWorkflows();
    await call('POST', base, { ...GENT, description: 'first', ...whoMeets('zip', { operator: 'IS_KNOWN' }) });

    const put = {
      type: 'CONTACT_FLOW',
      isEnabled: true,
      name: 'New',
      startActionId: '7',
      actions: [setCity('7', 'Brugge')],
    };
    const answer = await call('PUT', `${base}/5001`, { ...put, revisionId: '1' });

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      ...put,
      id: '5001',
      revisionId: '2',
      flowType: 'WORKFLOW',
      objectTypeId: '0-1',
    });
    expect(answer.body).not.toHaveProperty('description');
    expect(answer.body).not.toHaveProperty('enrollmentCriteria');
    expect((await call('GET', `${base}/5001`)).body).toEqual(answer.body);
  });

  it.each<[string, object, number, string]>([
    ['a revision that is over', { revisionId: '7' }, 409, 'CONFLICT'],
    ['no revision', { revisionId: undefined }, 400, 'VALIDATION_ERROR'],
    ['no type', { type: undefined }, 400, 'VALIDATION_ERROR'],
    ['another type', { type: 'PLATFORM_FLOW' }, 400, 'VALIDATION_ERROR'],
    ['a way to nowhere', { startActionId: '8' }, 400, 'VALIDATION_ERROR'],
  ])('refuses to replace with %s, and all stays as it was', async (_name, more, status, category) => {
    const { call } = await startWithWorkflows();
    const created = await call('POST', base, GENT);

    const answer = await call('PUT', `${base}/5001`, { ...GENT, revisionId: '1', ...more });

    expect(answer).toMatchObject({ status, body: { status: 'error', category } });
    expect((await call('GET', `${base}/5001`)).body).toEqual(created.body);
  });

  it('deletes a flow, and whoever is in it goes no further', async () => {
    const bench = await startWithWorkflows();
    const delay = step('2', '0-1', { delta: 1, time_unit: 'DAYS' }, to('3'));
    await bench.call('POST', base, flowOf([delay, setCity('3', 'Gent')]));
    const id = contact(bench, 'ada@acme.example');
    bench.engine.enroll('5001', [id]);

    const answer = await bench.call('DELETE', `${base}/5001`);
    await bench.engine.finished();
    await bench.engine.advance(86_400_000);

    expect(answer.status).toBe(204);
    expect(bench.sandbox.portal.properties(id)).not.toHaveProperty('city');
    expect((await bench.call('GET', `${base}/5001`)).status).toBe(404);
    expect((await bench.call('DELETE', `${base}/5001`)).status).toBe(404);
    expect((await bench.call('POST', base, GENT)).body.id).toBe('5002');
  });

  it('reads many at once and names those that are not there', async () => {
    const { call } = await startWithWorkflows();
    await call('POST', base, GENT);
    const ask = (...ids: string[]): Promise<Answer> =>
      call('POST', `${base}/batch/read`, { inputs: ids.map((flowId) => ({ flowId, type: 'FLOW_ID' })) });

    const all = await ask('5001');
    const some = await ask('5001', '77');

    expect(all).toMatchObject({ status: 200, body: { status: 'COMPLETE', results: [{ id: '5001' }] } });
    expect(some).toMatchObject({
      status: 207,
      body: {
        results: [{ id: '5001' }],
        numErrors: 1,
        errors: [{ category: 'OBJECT_NOT_FOUND', context: { ids: ['77'] } }],
      },
    });
    expect((await call('POST', `${base}/batch/read`, { inputs: [{ flowId: '5001' }] })).status).toBe(400);
  });

  it.each<[string, object, string]>([
    [
      'all that is missing',
      { isEnabled: undefined, actions: [{ type: 'SINGLE_CONNECTION', actionId: '2' }] },
      'Some required fields were not set: [isEnabled, actions.0.actionTypeId, actions.0.actionTypeVersion, actions.0.fields]',
    ],
    [
      'what custom code lacks',
      { actions: [code('2', 'x', { runtime: undefined, secretNames: undefined })] },
      '[actions.0.runtime, actions.0.secretNames]',
    ],
    ['a step of no kind', { actions: [{ actionId: '2' }] }, '[actions.0.type]'],
    [
      'every place that cannot be played',
      { actions: [step('2', '0-5', {}), step('3', '0-99', {})] },
      'The flow cannot be played. actions.0.fields.property_name: Invalid input: expected string, received undefined; actions.0.fields.value: expected a value: plain, STATIC_VALUE, OBJECT_PROPERTY or FIELD_DATA; actions.1.fields: the built-in action 0-99 is not played here',
    ],
    ['an app that is not installed', { actions: [step('2', '1-99', {})] }, '2: no app here has 1-99'],
  ])('refuses a flow and names %s', async (_name, more, message) => {
    const { call } = await startWithWorkflows();

    const { status, body } = await call('POST', base, { ...GENT, ...more });

    expect(status).toBe(400);
    expect(body).toMatchObject({ status: 'error', category: 'VALIDATION_ERROR' });
    expect(body.message).toContain(message);
    expect((await call('GET', base)).body.results).toEqual([]);
  });

  it('shows a portal nothing of another', async () => {
    const portals = [
      { portalId: 1, accessToken: 'one' },
      { portalId: 2, accessToken: 'two' },
    ];
    const bench = await startBench({ portals });
    attach(bench, 0);
    attach(bench, 1);
    const as = (token: string) => ({ authorization: `Bearer ${token}` });

    await bench.call('POST', base, GENT, as('one'));

    expect((await bench.call('GET', base, undefined, as('one'))).body.results).toHaveLength(1);
    expect((await bench.call('GET', base, undefined, as('two'))).body.results).toEqual([]);
    expect((await bench.call('GET', `${base}/5001`, undefined, as('two'))).status).toBe(404);
  });

  it('answers as a portal without workflows when it has none', async () => {
    const { call } = await startBench();

    const { status, body } = await call('GET', base);

    expect(status).toBe(403);
    expect(body).toMatchObject({
      category: 'MISSING_SCOPES',
      errors: [{ context: { requiredGranularScopes: ['automation'] } }],
    });
  });
});

describe('a flow made over HTTP', () => {
  const BASE = '/automation/v4/flows';
  const byZip = whoMeets('zip', { operator: 'IS_KNOWN' });

  it('runs from the moment it is turned on', async () => {
    const bench = await startWithWorkflows();
    const shout =
      'exports.main = async (event, callback) => callback({ outputFields: { loud: event.inputFields.who.toUpperCase() } });';
    const inputFields = [{ name: 'who', value: property('email') }];
    const actions = [code('2', shout, { inputFields, ...to('3') }), setCity('3', output('2', 'loud'))];
    const off = await bench.call('POST', BASE, flowOf(actions, { ...OFF, ...byZip }));
    const [before, after] = [contact(bench, 'a@acme.example'), contact(bench, 'b@acme.example')];
    const writeZip = (id: string): Promise<Answer> =>
      bench.call('PATCH', `/crm/v3/objects/contacts/${id}`, { properties: { zip: '9000' } });

    await writeZip(before);
    await bench.engine.finished();
    await bench.call('PUT', `${BASE}/${off.body.id}`, { ...off.body, isEnabled: true });
    await writeZip(after);
    await bench.engine.finished();

    const cities = [before, after].map((id) => bench.sandbox.portal.properties(id)?.['city']);
    expect(cities).toEqual([undefined, 'B@ACME.EXAMPLE']);
  });

  it('takes along who is on the way when it is replaced', async () => {
    const bench = await startWithWorkflows();
    const delay = step('2', '0-1', { delta: 1, time_unit: 'DAYS' }, to('3'));
    const { body } = await bench.call('POST', BASE, flowOf([delay, setCity('3', 'old')]));
    const id = contact(bench, 'ada@acme.example');
    bench.engine.enroll(body.id, [id]);

    await bench.call('PUT', `${BASE}/${body.id}`, { ...body, actions: [delay, setCity('3', 'new')] });
    await bench.engine.advance(86_400_000);

    expect(bench.sandbox.portal.properties(id)?.['city']).toBe('new');
  });

  it('is one with what the engine is asked for', async () => {
    const { call, engine } = await startWithWorkflows();
    const id = engine.createFlow(GENT);

    engine.enable(id);
    const on = await call('GET', `${BASE}/${id}`);
    await call('PUT', `${BASE}/${id}`, { ...on.body, isEnabled: false });

    expect(on.body).toMatchObject({ id, isEnabled: true, name: 'Test' });
    expect(() => engine.enroll(id, [])).toThrow(`Workflow ${id} is off`);
  });

  it('hears of completed executions and of the sandbox clock', async () => {
    const bench = await startWithWorkflows();
    const delay = step('2', '0-1', { delta: 1, time_unit: 'DAYS' }, to('3'));
    const { body } = await bench.call('POST', BASE, flowOf([delay, setCity('3', 'later')]));
    const id = contact(bench, 'ada@acme.example');
    bench.engine.enroll(body.id, [id]);

    await bench.call('POST', '/automation/v4/actions/callbacks/ap-1/complete', { outputFields: {} });
    await bench.call('POST', '/sandbox/clock', { advanceMs: 86_400_000 });

    expect(bench.engine.completions()).toMatchObject([{ callbackId: 'ap-1', result: 'unknown' }]);
    expect(bench.sandbox.portal.properties(id)?.['city']).toBe('later');
  });
});

describe('action types', () => {
  const PATH = '/automation/2026-09-beta/action-types';

  it('are the built-in ones and those of apps, by name and fields, never by uid', async () => {
    const { call, engine } = await startWithWorkflows();
    const options = [{ value: 'act', label: 'Act' }];
    const inputs = [{ name: 'mode', type: 'enumeration', label: 'What to do', required: true, options }];
    const actionUrl = 'https://leads.example.com/hubspot/actions/qualify-lead';
    engine.registerAction({ actionTypeId: '1-71', uid: 'qualify-lead', name: 'Qualify lead', inputs, actionUrl });

    const { body } = await call('GET', `${PATH}?objectTypeId=0-1`);

    const ids = body.results.map(({ actionTypeId }: { actionTypeId: string }) => actionTypeId);
    expect(ids).toEqual(['0-1', '0-35', '0-3', '0-4', '0-5', '0-8', '0-9', '0-13', '0-14', '1-71']);
    expect(body.results[4]).toEqual({
      actionTypeId: '0-5',
      actionName: 'Set property value',
      groupId: 'BUILT_IN',
      objectTypeIds: ['0-1'],
      inputFieldDefinitions: [
        { fieldDefinitionType: 'SIMPLE', name: 'property_name', type: 'string', isRequired: true },
        { fieldDefinitionType: 'SIMPLE', name: 'value', type: 'string', isRequired: true },
      ],
    });
    expect(body.results.at(-1)).toEqual({
      actionTypeId: '1-71',
      actionName: 'Qualify lead',
      groupId: 'APP',
      objectTypeIds: ['0-1'],
      inputFieldDefinitions: [
        {
          fieldDefinitionType: 'ENUM',
          name: 'mode',
          type: 'enumeration',
          label: 'What to do',
          isRequired: true,
          options: [
            {
              value: 'act',
              label: 'Act',
              description: '',
              displayOrder: 0,
              doubleData: 0,
              hidden: false,
              readOnly: false,
            },
          ],
        },
      ],
    });
  });

  it('are none for what is no contact, and not there in the classic family', async () => {
    const { call } = await startWithWorkflows();

    expect((await call('GET', `${PATH}?objectTypeId=0-2`)).body).toEqual({ results: [] });
    expect((await call('GET', '/automation/v4/action-types')).status).toBe(404);
  });
});
