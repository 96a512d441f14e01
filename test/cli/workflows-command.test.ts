import { setUpPortal } from '../../src/hubspot/setup-portal.js';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.js';
import { createWorkflowEngine, type WorkflowEngine } from '../../src/sandbox/workflows/workflow-engine.js';
import { createMemoryLog } from '../fakes/memory-log.js';
import { installApp } from '../../src/install-app.js';
import { runWorkflows } from './run-workflows.js';

const SERVICE = 'https://handoff.example';
const MINIMAL = {
  type: 'CONTACT_FLOW',
  isEnabled: false,
  startActionId: '1',
  actions: [
    {
      type: 'SINGLE_CONNECTION',
      actionId: '1',
      actionTypeId: '0-1',
      actionTypeVersion: 0,
      fields: { delta: '1', time_unit: 'MINUTES' },
    },
  ],
};

describe('handoff workflows list', () => {
  it('says of each when to use it, which actions and which people it needs', async () => {
    const { code, out } = await runWorkflows(['workflows', 'list'], 'http://127.0.0.1:1', 'v3');

    expect(code).toBe(0);
    expect(out).toContain('Qualify lead, Notify sales');
    expect(out).toContain('--user manager=EMAIL');
    expect(out).toContain('none of ours');
    expect(out).toContain('│ name    │ qualify-on-engagement ');
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  it('prints a JSON object a line', async () => {
    const { code, out } = await runWorkflows(['workflows', 'list', '--json'], 'http://127.0.0.1:1', 'v3');
    const rows = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

    expect(code).toBe(0);
    expect(rows.map(({ name }) => name)).toEqual([
      'await-acceptance',
      'demo-request',
      'mql-to-sql',
      'no-server',
      'qualify-on-engagement',
      'recycle-stalled',
    ]);
    expect(rows[0]).toMatchObject({
      flow: 'Handoff: await acceptance',
      actions: ['notify-sales', 'await-acceptance'],
      people: ['manager'],
      places: [
        { kind: 'action', name: 'notify-sales' },
        { kind: 'action', name: 'await-acceptance' },
        { kind: 'user', name: 'manager' },
        { kind: 'owner', name: 'manager' },
      ],
    });
  });
});

describe.each(['2026-09', 'v3'] as const)('handoff workflows apply, speaking %s', (family) => {
  let sandbox: Sandbox;
  let engine: WorkflowEngine;

  async function open(options: Partial<SandboxOptions> = {}): Promise<void> {
    sandbox = await createSandbox({ now: Date.now, callsPer10s: 0, ...options });
    engine = createWorkflowEngine({ portal: sandbox.portal });
    sandbox.attachWorkflows(engine);
  }

  const setUp = () =>
    setUpPortal(
      { apiUrl: sandbox.url, family, now: Date.now, random: Math.random, log: createMemoryLog() },
      { token: 'token', dryRun: false },
    );
  const apply = (...words: string[]) => runWorkflows(['workflows', 'apply', ...words], sandbox.url, family);
  const made = () => engine.flows.list().map(({ id, name, isEnabled }) => ({ id, name, isEnabled }));

  beforeEach(() => open());

  afterEach(async () => {
    await engine.close();
    await sandbox.close();
  });

  describe('on a portal that was set up, with the app', () => {
    beforeEach(async () => {
      await setUp();
      installApp(engine, SERVICE);
    });

    it("makes the flow switched off, with this portal's ids, and says what to do next", async () => {
      const { code, out, err } = await apply('await-acceptance', '--user', 'manager=Grace.OWENS@sales.example');

      const flow = engine.flows.get('5001');
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toContain('created: flow 5001 "Handoff: await acceptance", switched off');
      expect(out).toContain('switch it on');
      expect(made()).toEqual([{ id: '5001', name: 'Handoff: await acceptance', isEnabled: false }]);
      expect(flow['_handoff']).toBeUndefined();
      expect(JSON.stringify(flow)).not.toContain('${');
      expect(flow['actions']).toMatchObject([
        { actionTypeId: '1-74' },
        { actionTypeId: '1-75', fields: { minutes: '5' } },
        {},
        {},
        { fields: { user_ids: ['9005'] } },
        { fields: { owner_assignment: { value: { staticValue: '64492921' } } } },
      ]);
    });

    it('does nothing the second time', async () => {
      await apply('mql-to-sql');

      const again = await apply('mql-to-sql');

      expect(again).toEqual({ code: 0, out: 'already there: flow 5001 (off)\n', err: '' });
      expect(made()).toHaveLength(1);
    });

    it('says that a flow of that name is on, and differs from the template now', async () => {
      engine.flows.create({ ...MINIMAL, name: 'Handoff: MQL to SQL', isEnabled: true });

      const { code, out } = await apply('mql-to-sql');

      expect(code).toBe(0);
      expect(out).toContain('already there: flow 5001 (on)');
      expect(out).toContain('differs from the template now');
      expect(made()).toHaveLength(1);
    });

    it('finds a flow of that name on the second page', async () => {
      for (let count = 1; count <= 100; count += 1) engine.flows.create({ ...MINIMAL, name: `Other ${count}` });
      await apply('mql-to-sql');

      const again = await apply('mql-to-sql');

      expect(again.out).toBe('already there: flow 5101 (off)\n');
    });

    it('only says what would be made in a dry run', async () => {
      const { code, out } = await apply('demo-request', '--dry-run');

      expect(code).toBe(0);
      expect(out).toContain('recent_conversion_event_name contains demo and recent_conversion_date is known');
      expect(out).toContain('1. Qualify lead (1-72): mode act → 2');
      expect(out).toContain('2. By decision of step 1: advance → 3 · review → 7 · hold → 6 · Out, or refused → end');
      expect(out).toContain('Nothing was made');
      expect(made()).toEqual([]);
    });

    it('refuses a dry run that could not be carried out', async () => {
      const { code, err } = await apply('await-acceptance', '--dry-run');

      expect(code).toBe(2);
      expect(err).toContain('nobody is named as manager: say who with --user manager=EMAIL');
    });

    it('hands the chosen model to every step that listens to one', async () => {
      await apply('qualify-on-engagement', '--model', 'simple');

      expect(engine.flows.get('5001')['actions']).toMatchObject([
        { fields: { mode: 'act', model: 'simple' } },
        {},
        {},
        { fields: { urgency: 'normal' } },
      ]);
    });

    it.each([
      [
        'nobody of that address',
        ['await-acceptance', '--user', 'manager=nobody@sales.example'],
        'no active user nobody@sales.example',
      ],
      [
        'somebody who has left',
        ['await-acceptance', '--user', 'manager=piet.vertrokken@sales.example'],
        'no active user piet.vertrokken@sales.example',
      ],
      [
        'a place it does not have',
        ['await-acceptance', '--user', 'boss=grace.owens@sales.example'],
        'no place boss; it has manager',
      ],
      [
        'an action it does not use',
        ['mql-to-sql', '--action', 'set-stage=1-73'],
        'no place set-stage; it has qualify-lead, notify-sales',
      ],
      ['half a pair', ['await-acceptance', '--user', 'manager'], 'expected a pair such as role=EMAIL'],
      [
        'a model where none is asked',
        ['recycle-stalled', '--model', 'saas'],
        'no step of recycle-stalled listens to a model',
      ],
      ['a name that is none', ['mql-to-sal'], 'mql-to-sal: no such workflow; there are await-acceptance, demo-request'],
    ])('refuses %s, and makes nothing', async (_what, words, because) => {
      const { code, err } = await apply(...words);

      expect(code).toBe(2);
      expect(err).toContain(because);
      expect(made()).toEqual([]);
    });

    it('asks which one when two actions share a name and fields, and takes the answer', async () => {
      engine.registerAction({ ...actionLike('notify-sales'), actionTypeId: '1-99' });

      const asked = await apply('mql-to-sql');
      const answered = await apply('mql-to-sql', '--action', 'notify-sales=1-99');

      expect(asked.code).toBe(2);
      expect(asked.err).toContain(
        'several actions called Notify sales (1-74, 1-99): say which is ours with --action notify-sales=1-74',
      );
      expect(answered.code).toBe(0);
      expect(JSON.stringify(engine.flows.get('5001')['actions'])).toContain('"1-99"');
    });

    it('takes the runtime and the version of an action from flows that are there', async () => {
      const code = {
        type: 'CUSTOM_CODE',
        actionId: '2',
        runtime: 'NODE22X',
        sourceCode: 'exports.main = () => {};',
        inputFields: [],
        outputFields: [],
        secretNames: [],
      };
      const ours = {
        type: 'SINGLE_CONNECTION',
        actionId: '1',
        actionTypeId: '1-72',
        actionTypeVersion: 7,
        fields: {},
        connection: { edgeType: 'STANDARD', nextActionId: '2' },
      };
      engine.flows.create({ ...MINIMAL, name: 'By hand', actions: [ours, code] });

      const pasted = await apply('no-server');
      await apply('mql-to-sql');

      expect(pasted).toMatchObject({ code: 0, out: expect.not.stringContaining('runtime') });
      expect(engine.flows.get('5002')['actions']).toMatchObject({ 0: { runtime: 'NODE22X' } });
      expect(engine.flows.get('5003')['actions']).toMatchObject({ 0: { actionTypeId: '1-72', actionTypeVersion: 7 } });
    });

    it('finds by its name a flow that was made while the answer was lost', async () => {
      sandbox.faults.set({ faults: [{ kind: 'appliedThenReset', next: 1, method: 'POST', path: '/flows' }] });

      const { code, out } = await apply('mql-to-sql');

      expect(code).toBe(0);
      expect(out).toContain(
        'created: flow 5001 "Handoff: MQL to SQL", switched off (HubSpot did not say so; it was found by its name)',
      );
      expect(made()).toHaveLength(1);
    });

    it('claims nothing when the answer was lost and no such flow is there', async () => {
      sandbox.faults.set({ faults: [{ kind: 'status5xx', next: 1, method: 'POST', path: '/flows' }] });

      const { code, out, err } = await apply('mql-to-sql');

      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toContain('did not say whether "Handoff: MQL to SQL" was made');
      expect(made()).toEqual([]);
    });
  });

  it('pastes the code of the chosen model, needs no app for it, and tells of a runtime it had to guess', async () => {
    await setUp();

    const { code, out } = await apply('no-server', '--model', 'simple');

    const flow = engine.flows.get('5001');
    expect(code).toBe(0);
    expect(out).toContain('its runtime is taken to be NODE20X: check it in the editor');
    expect(flow['actions']).toMatchObject({
      0: { runtime: 'NODE20X', sourceCode: expect.stringContaining('simple@'), secretNames: [] },
    });
    expect(JSON.stringify(flow['actions'])).toContain(
      '{"name":"handoff_need","value":{"type":"OBJECT_PROPERTY","propertyName":"handoff_need"}}',
    );
  });

  it('refuses without the app and without our properties, place by place, and makes nothing', async () => {
    const { code, err } = await apply('recycle-stalled');
    const both = await apply('mql-to-sql');
    const bare = await apply('no-server');

    expect(code).toBe(2);
    expect(err).toContain(
      'the portal has no action called Recycle lead: upload the app with npm run hs:upload, then apply again',
    );
    expect(both.err).toContain('no action called Qualify lead');
    expect(both.err).toContain('no action called Notify sales');
    expect(bare.err).toContain('handoff_score');
    expect(bare.out).toBe('');
    expect(bare.err).toContain('run handoff setup, then apply again');
    expect(made()).toEqual([]);
  });

  it('names the scope that is missing', async () => {
    await sandbox.close();
    await open({ scopes: ['crm.objects.contacts.read', 'crm.schemas.contacts.read', 'crm.objects.owners.read'] });

    const { code, err } = await apply('mql-to-sql');

    expect(code).toBe(2);
    expect(err).toBe('handoff: HubSpot refused: grant the app the scopes automation\n');
  });

  function actionLike(uid: string) {
    const shown = engine.actionTypes().find(({ actionTypeId }) => actionTypeId === '1-74');
    const inputs = (shown?.inputFieldDefinitions ?? []) as { name: string; type: string }[];
    return { uid, name: shown?.actionName ?? '', inputs, actionUrl: `${SERVICE}/other` };
  }
});
