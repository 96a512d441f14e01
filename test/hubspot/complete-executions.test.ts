import { isAppError } from '../../src/app/errors.js';
import { PORTAL, gatewayOver, ids, thrownBy } from './gateway-over.js';
import { startScriptedHubspot, type ScriptedHubspot } from './scripted-hubspot.js';

let hubspot: ScriptedHubspot;

beforeEach(async () => {
  hubspot = await startScriptedHubspot();
});
afterEach(() => hubspot.close());

describe('completeExecutions', () => {
  const completions = (count: number) =>
    ids(count).map((id) => ({ callbackId: `ap-${id}`, outputs: { result: 'applied' } }));

  it.each([
    ['2026-09', '/automation/actions/callbacks/2026-09/complete'],
    ['v3', '/automation/v4/actions/callbacks/complete'],
  ] as const)('tells HubSpot of the %s family that executions are over', async (family, path) => {
    hubspot.script = () => ({ status: 204 });
    const { crm } = gatewayOver(hubspot.url, { family });

    await crm.complete(PORTAL, completions(1));

    expect(hubspot.calls.map((call) => [call.path, call.body])).toEqual([
      [path, { inputs: [{ callbackId: 'ap-1', outputFields: { result: 'applied' }, typedOutputs: {} }] }],
    ]);
  });

  it('tells at most 100 in a call, and nothing when there is nothing', async () => {
    hubspot.script = () => ({ status: 204 });
    const { crm } = gatewayOver(hubspot.url);

    await crm.complete(PORTAL, []);
    await crm.complete(PORTAL, completions(201));

    expect(hubspot.calls.map(({ body }) => body.inputs.length)).toEqual([100, 100, 1]);
  });

  it('does not let one that has expired hold up the others', async () => {
    hubspot.script = ({ body }) => ({
      status: body.inputs.some(({ callbackId }) => callbackId === 'ap-5') ? 404 : 204,
    });
    const { crm, log } = gatewayOver(hubspot.url);

    await crm.complete(PORTAL, completions(8));

    const told = hubspot.calls.filter(({ body }) => !body.inputs.some(({ callbackId }) => callbackId === 'ap-5'));
    expect(told.flatMap(({ body }) => body.inputs.map(({ callbackId }) => callbackId)).sort()).toEqual([
      'ap-1',
      'ap-2',
      'ap-3',
      'ap-4',
      'ap-6',
      'ap-7',
      'ap-8',
    ]);
    expect(log.said('an execution HubSpot no longer waits for')).toHaveLength(1);
  });

  it.each([
    [404, 'HUBSPOT_REJECTED'],
    [403, 'HUBSPOT_REJECTED'],
    [500, 'HUBSPOT_UNCERTAIN'],
  ])('throws when HubSpot takes none and answers %i', async (status, code) => {
    hubspot.script = () => ({ status });
    const { crm } = gatewayOver(hubspot.url);

    const error = await thrownBy(crm.complete(PORTAL, completions(3)));

    expect(isAppError(error, code as 'HUBSPOT_REJECTED')).toBe(true);
  });
});
