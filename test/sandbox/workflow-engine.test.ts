import { createHash, createHmac } from 'node:crypto';
import { createPortal, type Portal } from '../../src/sandbox/portal/portal.js';
import {
  createWorkflowEngine,
  type WorkflowEngine,
  type WorkflowEngineOptions,
} from '../../src/sandbox/workflows/workflow-engine.js';
import type { Step } from '../../src/sandbox/workflows/player.js';
import type { Answer, Poster } from '../../src/sandbox/workflows/post.js';
import { startEndpoint, type Endpoint, type Reply } from './action-endpoint.js';

const NOON = Date.parse('2026-11-21T12:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UI = { sourceType: 'CRM_UI' };

let endpoint: Endpoint;
let portal: Portal;
let engine: WorkflowEngine;

beforeEach(async () => {
  endpoint = await startEndpoint();
  portal = createPortal({ portalId: 4401, clientSecret: 'shh', appId: 9, now: () => NOON });
  engine = makeEngine();
});

afterEach(async () => {
  await engine.close();
  await endpoint.close();
});

function makeEngine(options: Partial<WorkflowEngineOptions> = {}): WorkflowEngine {
  const made = createWorkflowEngine({ portal, firstEnrollmentId: 900123, ...options });
  made.registerAction({ actionTypeId: '1-71', uid: 'qualify-lead', actionUrl: endpoint.url, version: 3 });
  return made;
}

async function restart(options: Partial<WorkflowEngineOptions>): Promise<void> {
  await engine.close();
  engine = makeEngine(options);
}

function contact(properties: Record<string, string> = {}): string {
  return portal.createContact({ email: `p${portal.contactIds().length}@acme.example`, ...properties }, UI);
}

const to = (nextActionId: string) => ({ connection: { edgeType: 'STANDARD', nextActionId } });
const app = (actionId: string, fields = {}, more = {}) => ({
  type: 'SINGLE_CONNECTION',
  actionId,
  actionTypeId: '1-71',
  actionTypeVersion: 3,
  fields,
  ...more,
});
const set = (actionId: string, property: string, value: unknown, more = {}) => ({
  type: 'SINGLE_CONNECTION',
  actionId,
  actionTypeId: '0-5',
  fields: { property_name: property, value },
  ...more,
});
const flow = (actions: unknown[], more = {}) => ({
  name: 'Test',
  type: 'CONTACT_FLOW',
  flowType: 'WORKFLOW',
  objectTypeId: '0-1',
  isEnabled: true,
  startActionId: '2',
  actions,
  ...more,
});
const text = (staticValue: string) => ({ type: 'STATIC_VALUE', staticValue });
const and = (...filters: unknown[]) => ({ filterBranchType: 'AND', filters, filterBranches: [] });
const where = (property: string, operator: string, more = {}) => ({
  filterType: 'PROPERTY',
  property,
  operation: { operationType: 'ANY', operator, ...more },
});
const whoMeets = (filter: unknown, more = {}) => ({
  enrollmentCriteria: {
    type: 'LIST_BASED',
    listFilterBranch: { filterBranchType: 'OR', filters: [], filterBranches: [and(filter)] },
    ...more,
  },
});

/** One app action and, after it, a mark on the contact. */
const ONE_ACTION = flow([app('2', { mode: 'act' }, to('9')), set('9', 'city', text('after'))]);

async function runOne(...replies: Reply[]): Promise<string> {
  endpoint.answer(...replies);
  const id = contact();
  engine.enroll(engine.createFlow(ONE_ACTION), [id]);
  await engine.idle();
  return id;
}
const city = (id: string): string | undefined => portal.properties(id)?.['city'];
const only = () => engine.executions()[0];

describe('the call of an app action', () => {
  it('sends the body HubSpot sends', async () => {
    const id = contact({ firstname: 'Ada' });
    const fields = { mode: 'act', model: text('saas'), who: { type: 'OBJECT_PROPERTY', propertyName: 'firstname' } };
    const flowId = engine.createFlow(
      flow([app('2', { ...fields, gone: { type: 'OBJECT_PROPERTY', propertyName: 'fax' } })]),
    );

    engine.enroll(flowId, [id]);
    await engine.idle();

    expect(endpoint.received[0]?.body).toEqual({
      callbackId: 'ap-4401-900123-2-0',
      origin: {
        portalId: 4401,
        actionDefinitionId: 71,
        actionDefinitionVersion: 3,
        extensionDefinitionId: 71,
        extensionDefinitionVersionId: 3,
      },
      context: { source: 'WORKFLOWS', workflowId: 5001, actionId: 2 },
      object: { objectId: Number(id), objectType: 'CONTACT' },
      fields: { mode: 'act', model: 'saas', who: 'Ada' },
      inputFields: { mode: 'act', model: 'saas', who: 'Ada' },
      typedInputs: {
        mode: { value: 'act', type: 'STRING' },
        model: { value: 'saas', type: 'STRING' },
        who: { value: 'Ada', type: 'STRING' },
      },
    });
  });

  it('signs the exact address and body with v2, and sends no v3', async () => {
    await runOne({});

    const { headers, raw } = endpoint.received[0]!;
    const expected = createHash('sha256').update(`shhPOST${endpoint.url}${raw}`).digest('hex');
    expect(headers['x-hubspot-signature']).toBe(expected);
    expect(headers['x-hubspot-signature-version']).toBe('v2');
    expect(headers['x-hubspot-signature-v3']).toBeUndefined();
  });

  it('adds v3 and its timestamp when asked, made anew for each attempt', async () => {
    await restart({ signV3: true });
    await runOne({ status: 503 }, {});
    await engine.advance(MINUTE);

    const stamps = endpoint.received.map(({ headers }) => headers['x-hubspot-request-timestamp']);
    expect(stamps).toEqual([String(NOON), String(NOON + MINUTE)]);
    const { headers, raw } = endpoint.received[1]!;
    const signed = `POST${endpoint.url}${raw}${String(NOON + MINUTE)}`;
    expect(headers['x-hubspot-signature-v3']).toBe(createHmac('sha256', 'shh').update(signed).digest('base64'));
  });

  it('sends the properties the definition asks for, empty ones as null', async () => {
    const objectProperties = ['jobtitle', 'fax'];
    engine.registerAction({ actionTypeId: '1-72', uid: 'score-lead', actionUrl: endpoint.url, objectProperties });
    const flowId = engine.createFlow(flow([{ ...app('2'), actionTypeId: '1-72' }]));

    engine.enroll(flowId, [contact({ jobtitle: 'CTO' })]);
    await engine.idle();

    expect(endpoint.received[0]?.body.object.properties).toEqual({ jobtitle: 'CTO', fax: null });
  });

  it('keeps no more calls in flight than it may', async () => {
    const open: ((answer: Answer) => void)[] = [];
    const answerAll = () => open.forEach((answer) => answer({ status: 200, retryAfter: undefined, body: '{}' }));
    const poster: Poster = { post: () => new Promise((resolve) => open.push(resolve)), close: answerAll };
    await restart({ concurrency: 3, poster });
    const ids = Array.from({ length: 5 }, () => contact());

    engine.enroll(engine.createFlow(ONE_ACTION), ids);
    const atFirst = open.length;
    open[0]?.({ status: 200, retryAfter: undefined, body: '{}' });
    await new Promise((resolve) => setImmediate(resolve));

    expect(atFirst).toBe(3);
    expect(open).toHaveLength(4);
  });

  it('serves many contacts over few connections', async () => {
    const ports = new Set<unknown>();
    await restart({ concurrency: 3 });
    endpoint.before = ({ port }) => void ports.add(port);

    engine.enroll(
      engine.createFlow(ONE_ACTION),
      Array.from({ length: 40 }, () => contact()),
    );
    await engine.finished();

    expect(endpoint.received).toHaveLength(40);
    expect(ports.size).toBeLessThanOrEqual(3);
  });
});

describe('closing', () => {
  it('breaks off calls in flight and lets nobody wait for ever', async () => {
    endpoint.answer('silent');
    const called = new Promise<void>((resolve) => (endpoint.before = () => resolve()));
    engine.enroll(engine.createFlow(ONE_ACTION), [contact()]);
    const finished = engine.finished();
    await called;

    await engine.close();

    await expect(finished).resolves.toBeUndefined();
    expect(endpoint.received).toHaveLength(1);
  });
});

describe('what the engine makes of a reply', () => {
  it.each<[string, Reply, string, string | undefined]>([
    ['SUCCESS', { outputs: { hs_execution_state: 'SUCCESS' } }, 'succeeded', 'after'],
    ['no state and 2xx', { status: 201, outputs: { score: '91' } }, 'succeeded', 'after'],
    ['a 2xx nobody can read', { raw: '<html>hello</html>' }, 'succeeded', 'after'],
    ['FAIL_CONTINUE', { outputs: { hs_execution_state: 'FAIL_CONTINUE' } }, 'failed-continue', 'after'],
    ['BLOCK', { outputs: { hs_execution_state: 'BLOCK' } }, 'blocked', undefined],
    ['a 400', { status: 400 }, 'failed', undefined],
    ['a 404', { status: 404 }, 'failed', undefined],
    ['a redirect', { status: 302 }, 'failed', undefined],
    ['a 429', { status: 429 }, 'retrying', undefined],
    ['a 500', { status: 500 }, 'retrying', undefined],
    ['a 503', { status: 503 }, 'retrying', undefined],
    ['a broken connection', 'drop', 'retrying', undefined],
  ])('%s', async (_name, reply, state, mark) => {
    const id = await runOne(reply);

    expect(only()).toMatchObject({ state, attempts: 1 });
    expect(city(id)).toBe(mark);
  });

  it('goes on after a failure when told to', async () => {
    await restart({ afterFailure: 'continue' });

    const id = await runOne({ status: 400 });

    expect(only()?.state).toBe('failed');
    expect(city(id)).toBe('after');
  });

  it('tries again when nobody answers in time', async () => {
    await restart({ timeoutMs: 30 });

    await runOne('silent');

    expect(only()).toMatchObject({ state: 'retrying', reason: 'timed out' });
  });

  it('tries again when nobody is there', async () => {
    engine.registerAction({ actionTypeId: '1-71', uid: 'qualify-lead', actionUrl: 'http://127.0.0.1:1/' });

    await runOne({});

    expect(only()).toMatchObject({ state: 'retrying', reason: 'connection failed' });
  });

  it('keeps outputs as texts and drops what is none', async () => {
    await runOne({ outputs: { score: 91, moved: true, because: 'fit', list: ['a'], none: null } });

    expect(only()?.outputs).toEqual({ score: '91', moved: 'true', because: 'fit' });
  });
});

describe('retries', () => {
  it('repeat the same bytes and callback id, with gaps that double', async () => {
    await runOne({ status: 500 }, { status: 502 }, 'drop', {});
    const seenAfter: number[] = [];
    for (const ms of [MINUTE - 1, 1, 2 * MINUTE - 1, 1, 4 * MINUTE - 1, 1]) {
      await engine.advance(ms);
      seenAfter.push(endpoint.received.length);
    }

    expect(seenAfter).toEqual([1, 2, 2, 3, 3, 4]);
    expect(new Set(endpoint.received.map(({ raw }) => raw)).size).toBe(1);
    expect(only()).toMatchObject({ state: 'succeeded', attempts: 4 });
  });

  it('wait as long as Retry-After says, in milliseconds', async () => {
    await runOne({ status: 429, retryAfter: '2500' }, {});

    await engine.advance(2499);
    expect(endpoint.received).toHaveLength(1);
    await engine.advance(1);
    expect(endpoint.received).toHaveLength(2);
  });

  it('give up after three days, and then the contact goes no further', async () => {
    const id = await runOne({ status: 503 });

    await engine.advance(4 * DAY);

    // After 1, 2, 4 … 256 minutes, then every 8 hours: the 18th call would come after the third day.
    expect(only()).toMatchObject({ state: 'failed', reason: 'gave up: answered 503' });
    expect(only()?.attempts).toBe(17);
    expect(city(id)).toBeUndefined();
  });

  it('shorten their gaps by chance, by a quarter at most', async () => {
    await restart({ random: () => 0.8, retry: { baseMs: 1000 } });
    await runOne({ status: 500 }, {});

    await engine.advance(799);
    expect(endpoint.received).toHaveLength(1);
    await engine.advance(1);
    expect(endpoint.received).toHaveLength(2);
  });
});

describe('a blocked execution', () => {
  const BLOCK = { hs_execution_state: 'BLOCK', note: 'thinking' };

  it('goes on when it is completed, with the outputs of both', async () => {
    const id = await runOne({ outputs: BLOCK });

    const result = engine.completeCallback('ap-4401-900123-2-0', { hs_execution_state: 'SUCCESS', score: '77' });
    await engine.finished();

    expect(result).toBe('completed');
    expect(only()).toMatchObject({ state: 'succeeded', outputs: { note: 'thinking', score: '77' } });
    expect(city(id)).toBe('after');
  });

  it('ends as the completion says', async () => {
    await runOne({ outputs: BLOCK });

    engine.completeCallback('ap-4401-900123-2-0', { hs_execution_state: 'FAIL_CONTINUE' });

    expect(only()?.state).toBe('failed-continue');
  });

  it('takes a completion that overtakes the reply', async () => {
    endpoint.before = ({ body }) => {
      expect(engine.completeCallback(body.callbackId, { score: '5' })).toBe('early');
    };

    const id = await runOne({ outputs: BLOCK });

    expect(only()).toMatchObject({ state: 'succeeded', outputs: { score: '5' } });
    expect(city(id)).toBe('after');
  });

  it.each<[string, string | undefined, number]>([
    ['a week unless told otherwise', undefined, 7 * DAY],
    ['as long as asked', 'PT90M', 90 * MINUTE],
    ["as long as HubSpot's own sample says", 'P1WT1H', 7 * DAY + HOUR],
    ['a week when the time cannot be read', 'soon', 7 * DAY],
  ])('waits %s, then the contact moves on', async (_name, duration, ms) => {
    const id = await runOne({ outputs: { ...BLOCK, ...(duration && { hs_expiration_duration: duration }) } });

    await engine.advance(ms - 1);
    expect(only()?.state).toBe('blocked');
    await engine.advance(1);
    expect(only()?.state).toBe('expired');
    expect(city(id)).toBe('after');
  });

  it('records late and unknown completions, and nothing happens', async () => {
    const id = await runOne({ outputs: BLOCK });
    engine.completeCallback('ap-4401-900123-2-0', {});
    portal.setProperties(id, { city: 'elsewhere' }, UI);

    engine.completeCallback('ap-4401-900123-2-0', { score: '1' });
    engine.completeCallback('ap-1-1-1-0', undefined);
    await engine.finished();
    await engine.advance(8 * DAY);

    expect(engine.completions().map(({ result }) => result)).toEqual(['completed', 'late', 'unknown']);
    expect(only()?.state).toBe('succeeded');
    expect(only()?.outputs).not.toHaveProperty('score');
    expect(city(id)).toBe('elsewhere');
  });
});

describe('the steps of a flow', () => {
  const byDecision = {
    type: 'STATIC_BRANCH',
    actionId: '3',
    inputValue: { type: 'FIELD_DATA', actionId: '2', dataKey: 'decision' },
    staticBranches: [{ branchValue: 'advance', ...to('4') }],
    defaultBranchName: 'Not yet',
    defaultBranch: { edgeType: 'STANDARD', nextActionId: '5' },
  };
  const branching = flow([
    app('2', {}, to('3')),
    byDecision,
    set('4', 'city', text('yes')),
    set('5', 'city', { type: 'FIELD_DATA', actionId: '2', dataKey: 'missing' }),
  ]);

  it.each([
    ['the branch of the output', { decision: 'advance' }, 'yes'],
    ['the default branch otherwise', { decision: 'hold', missing: 'budget' }, 'budget'],
    ['the default branch without the output', {}, ''],
  ])('take %s', async (_name, outputs, expected) => {
    endpoint.answer({ outputs });
    const id = contact();

    engine.enroll(engine.createFlow(branching), [id]);
    await engine.finished();

    expect(city(id) ?? '').toBe(expected);
  });

  it('branch by what the contact is now', async () => {
    const big = {
      branchName: 'Big',
      filterBranch: and(where('annualrevenue', 'IS_GREATER_THAN', { value: 1000 })),
      ...to('3'),
    };
    const list = { type: 'LIST_BRANCH', actionId: '2', listBranches: [big], defaultBranchName: 'Rest' };
    const flowId = engine.createFlow(flow([list, set('3', 'city', text('big'))]));
    const ids = ['999', '1001', 'plenty'].map((annualrevenue) => contact({ annualrevenue }));

    engine.enroll(flowId, ids);

    expect(ids.map(city)).toEqual([undefined, 'big', undefined]);
  });

  it('set properties as a workflow does: forward only, with the flow in the history', async () => {
    const id = contact({ lifecyclestage: 'opportunity' });
    const toSql = set('2', 'lifecyclestage', { staticValue: 'salesqualifiedlead' }, to('3'));
    const flowId = engine.createFlow(flow([toSql, set('3', 'city', text('Gent'))]));

    engine.enroll(flowId, [id]);

    expect(portal.properties(id)?.['lifecyclestage']).toBe('opportunity');
    expect(portal.history(id, 'city')[0]).toMatchObject({ sourceType: 'AUTOMATION_PLATFORM', sourceId: '5001' });
  });

  it('wait for delays on the sandbox clock', async () => {
    const delay = {
      type: 'SINGLE_CONNECTION',
      actionId: '2',
      actionTypeId: '0-1',
      fields: { delta: '3', time_unit: 'DAYS' },
    };
    const id = contact();
    engine.enroll(engine.createFlow(flow([{ ...delay, ...to('3') }, set('3', 'city', text('later'))])), [id]);

    await engine.advance(3 * DAY - 1);
    expect(city(id)).toBeUndefined();
    await engine.advance(1);
    expect(city(id)).toBe('later');
  });

  it('follow a clock that somebody else moves', async () => {
    let now = NOON;
    await restart({ now: () => now });
    const delay = {
      type: 'SINGLE_CONNECTION',
      actionId: '2',
      actionTypeId: '0-1',
      fields: { delta: 5, time_unit: 'MINUTES' },
    };
    const id = contact();
    engine.enroll(engine.createFlow(flow([{ ...delay, ...to('3') }, set('3', 'city', text('later'))])), [id]);

    now += 5 * MINUTE;
    engine.wake();

    expect(city(id)).toBe('later');
  });

  it('are told to listeners, what leaves no trace as noted', async () => {
    const told: Step[] = [];
    const stop = engine.onStep((step) => told.push(step));
    const note = {
      type: 'SINGLE_CONNECTION',
      actionId: '3',
      actionTypeId: '0-4',
      fields: { content_id: '7' },
    };
    const flowId = engine.createFlow(flow([app('2', {}, to('3')), note]));

    engine.enroll(flowId, [contact()]);
    await engine.finished();
    stop();
    engine.enroll(flowId, [contact()]);
    await engine.finished();

    expect(told.map(({ what }) => what)).toEqual(['enrolled', 'running', 'succeeded', 'noted', 'left']);
    expect(told.map(({ actionId }) => actionId)).toEqual([undefined, '2', '2', '3', undefined]);
  });

  it('get another callback id each time a loop comes round, and no loop is endless', async () => {
    const loop = flow([app('2', {}, { connection: { edgeType: 'GOTO', nextActionId: '2' } })]);

    engine.enroll(engine.createFlow(loop), [contact()]);
    await engine.finished();

    const ids = endpoint.received.map(({ body }) => body.callbackId);
    expect(ids.slice(0, 2)).toEqual(['ap-4401-900123-2-0', 'ap-4401-900123-2-1']);
    expect(new Set(ids).size).toBe(100);
  });
});

describe('enrolment', () => {
  const mark = [set('2', 'city', { type: 'OBJECT_PROPERTY', propertyName: 'state' })];

  it.each<[string, Record<string, unknown>, Record<string, string>, boolean]>([
    ['IS_EQUAL_TO, without case', where('country', 'IS_EQUAL_TO', { value: 'Belgium' }), { country: 'BELGIUM' }, true],
    ['IS_EQUAL_TO, another', where('country', 'IS_EQUAL_TO', { value: 'Belgium' }), { country: 'Bel' }, false],
    ['IS_ANY_OF, one of several', where('country', 'IS_ANY_OF', { values: ['x', 'b'] }), { country: 'a;b' }, true],
    ['IS_ANY_OF, none', where('country', 'IS_ANY_OF', { values: ['x', 'y'] }), { country: 'a;b' }, false],
    ['IS_GREATER_THAN, as a number', where('zip', 'IS_GREATER_THAN', { value: 79 }), { zip: '100' }, true],
    ['IS_GREATER_THAN, at the value', where('zip', 'IS_GREATER_THAN', { value: 79 }), { zip: '79' }, false],
    ['IS_GREATER_THAN, of a text', where('zip', 'IS_GREATER_THAN', { value: 79 }), { zip: 'N/A' }, false],
    ['IS_KNOWN', where('zip', 'IS_KNOWN'), { zip: '0' }, true],
    ['IS_KNOWN, empty', where('zip', 'IS_KNOWN'), { zip: '' }, false],
    ['no value', where('zip', 'IS_NONE_OF', { values: ['1'] }), {}, false],
    ['no value, included', where('zip', 'IS_NONE_OF', { values: ['1'], includeObjectsWithNoValueSet: true }), {}, true],
  ])('judges %s', async (_name, filter, properties, expected) => {
    engine.createFlow(flow(mark, whoMeets(filter)));

    const id = contact({ ...properties, state: 'in' });
    await engine.idle();

    expect(city(id) === 'in').toBe(expected);
  });

  it('takes in who newly meets the criteria, once', async () => {
    engine.createFlow(flow(mark, whoMeets(where('zip', 'IS_EQUAL_TO', { value: '9000' }))));
    const id = contact({ state: 'first' });

    for (const [zip, state] of [
      ['9000', 'first'],
      ['', 'second'],
      ['9000', 'third'],
    ] as const) {
      portal.setProperties(id, { zip, state }, UI);
      await engine.idle();
    }

    expect(portal.history(id, 'city').map(({ value }) => value)).toEqual(['first']);
  });

  it('takes in nobody by a branch that asks nothing', async () => {
    const listFilterBranch = { filterBranchType: 'OR', filters: [], filterBranches: [and()] };
    engine.createFlow(flow(mark, { enrollmentCriteria: { type: 'LIST_BASED', listFilterBranch } }));

    const id = contact({ state: 'in' });
    await engine.idle();

    expect(city(id)).toBeUndefined();
  });

  it('takes in again on a change of a trigger, when it may', async () => {
    const again = { shouldReEnroll: true, reEnrollmentTriggersFilterBranches: [and(where('phone', 'IS_KNOWN'))] };
    engine.createFlow(flow(mark, whoMeets(where('zip', 'IS_KNOWN'), again)));
    const id = contact({ zip: '9000', state: 'first' });
    await engine.idle();

    portal.setProperties(id, { state: 'unrelated' }, UI);
    await engine.idle();
    const afterUnrelated = city(id);
    portal.setProperties(id, { phone: '1', state: 'second' }, UI);
    await engine.idle();

    expect(afterUnrelated).toBe('first');
    expect(city(id)).toBe('second');
  });

  it('leaves existing contacts alone when a flow is turned on, unless asked', async () => {
    const [before, later] = [contact({ zip: '1', state: 'in' }), contact({ zip: '1', state: 'in' })];
    const flowId = engine.createFlow(flow(mark, { isEnabled: false, ...whoMeets(where('zip', 'IS_KNOWN')) }));

    engine.enable(flowId);
    portal.setProperties(before, { phone: '1' }, UI);
    await engine.idle();
    const untouched = city(before);
    engine.enable(flowId, { existing: true });

    expect(untouched).toBeUndefined();
    expect([before, later].map(city)).toEqual(['in', 'in']);
  });

  it('takes in at every form submission when the flow waits for forms', async () => {
    const enrollmentCriteria = {
      type: 'EVENT_BASED',
      shouldReEnroll: true,
      eventFilterBranches: [{ eventTypeId: '4-1639801' }],
    };
    const id = contact({ recent_conversion_date: '2026-11-01T00:00:00Z' });
    const flowId = engine.createFlow(flow([app('2')], { enrollmentCriteria }));
    expect(flowId).toBe('5001');

    for (const day of ['02', '03']) {
      portal.setProperties(id, { recent_conversion_date: `2026-11-${day}T00:00:00Z` }, UI);
      await engine.finished();
    }

    expect(endpoint.received).toHaveLength(2);
  });

  it('by hand leaves out who is in the flow at this moment', async () => {
    endpoint.answer({ outputs: { hs_execution_state: 'BLOCK' } });
    const flowId = engine.createFlow(ONE_ACTION);
    const [one, other] = [contact(), contact()];

    expect(engine.enroll(flowId, [one])).toBe(1);
    await engine.idle();
    expect(engine.enroll(flowId, [one, other])).toBe(1);
  });

  it('needs the flow to be on', () => {
    const flowId = engine.createFlow({ ...ONE_ACTION, isEnabled: false });

    expect(() => engine.enroll(flowId, [contact()])).toThrow('Workflow 5001 is off. Turn it on first.');
    expect(() => engine.enable('5002')).toThrow('No workflow 5002 in portal 4401.');
  });

  it('numbers enrolments from the clock, so that a restarted sandbox repeats no callback id', async () => {
    await engine.close();
    engine = createWorkflowEngine({ portal });
    engine.registerAction({ actionTypeId: '1-71', uid: 'qualify-lead', actionUrl: endpoint.url });

    await runOne({});

    expect(only()?.callbackId).toBe(`ap-4401-${NOON}000-2-0`);
  });
});

describe('a flow that cannot be played', () => {
  const unheardOf = { type: 'LOOP', actionId: '2' };
  it.each<[string, unknown, string]>([
    ['leads nowhere', flow([app('2', {}, to('7'))]), '2 leads to 7, which is not there'],
    ['starts nowhere', flow([app('3')]), 'startActionId leads to 2, which is not there'],
    ['has two steps of one id', flow([app('2'), app('2')]), 'two of them share an actionId'],
    ['uses an app that is not installed', flow([{ ...app('2'), actionTypeId: '1-99' }]), '2: no app here has 1-99'],
    ['uses an unknown built-in action', flow([{ ...app('2'), actionTypeId: '0-18' }]), '0-18 is not played here'],
    ['has another kind of step', flow([unheardOf]), 'actions.0.type: expected a SINGLE_CONNECTION'],
    ['calls a webhook', flow([{ type: 'WEBHOOK', actionId: '2' }]), 'actions.0.type: WEBHOOK is not played here'],
    ['splits by chance', flow([{ type: 'AB_TEST_BRANCH' }]), 'actions.0.type: AB_TEST_BRANCH is not played here'],
    ['waits for no date', flow([{ ...app('2'), actionTypeId: '0-35' }]), 'actions.0.fields.date: expected a value'],
    ['sets no property', flow([{ ...app('2'), actionTypeId: '0-5' }]), 'actions.0.fields.property_name'],
    [
      'waits for no time',
      flow([{ ...app('2', { delta: 'x', time_unit: 'DAYS' }), actionTypeId: '0-1' }]),
      'delay of x DAYS',
    ],
    ['is not about contacts', { ...ONE_ACTION, type: 'PLATFORM_FLOW' }, 'type: only contact flows are played here'],
    ['filters by an event', flow([app('2')], whoMeets({ filterType: 'PAGE_VIEW' })), 'only PROPERTY filters'],
    ['compares with nothing', flow([app('2')], whoMeets(where('zip', 'IS_ANY_OF'))), 'needs "value" or "values"'],
  ])('is refused: one that %s', (_name, body, message) => {
    expect(() => engine.createFlow(body)).toThrow(message);
  });
});
