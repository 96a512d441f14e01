import { isAppError } from '../../src/app/errors.js';
import type { Crm, Written } from '../../src/app/ports.js';
import { FAMILIES } from '../../src/hubspot/endpoints.js';
import { createMemoryBudget, createOpenBudget } from '../fakes/memory-budget.js';
import { gatewayOver } from './gateway-over.js';
import { everyRowTaken, everyoneExists, startScriptedHubspot, type ScriptedHubspot } from './scripted-hubspot.js';

const PORTAL = 4401;
let hubspot: ScriptedHubspot;

beforeEach(async () => {
  hubspot = await startScriptedHubspot();
});
afterEach(() => hubspot.close());

const ids = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1));
const readAll = (crm: Crm, count: number) =>
  Promise.all(ids(count).map((id) => crm.read(PORTAL, id, ['email', 'phone'], 'live')));
const codeOf = (written: Written | undefined) => (written && !written.ok ? written.error.code : 'ok');
const thrownBy = (promise: Promise<unknown>): Promise<any> =>
  promise.then(
    () => 'nothing',
    (error: unknown) => error,
  );

/** A budget that lets nothing through until it is opened. */
function createGate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open: () => open(), budget: { ...createOpenBudget(), take: () => opened } };
}

describe('reading', () => {
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
      await new Promise((resolve) => setTimeout(resolve, 15));
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
    hubspot.script = (call, count) => {
      const reply: any = everyoneExists(call, count);
      reply.body.results.reverse();
      return reply;
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

describe('writing', () => {
  const writeAll = (crm: Crm, count: number, properties: Record<string, string> = { handoff_score: '80' }) =>
    Promise.all(ids(count).map((id) => crm.write(PORTAL, id, properties, 'live')));

  it.each([
    ['2026-09', '/crm/objects/2026-09/contacts/batch/update'],
    ['v3', '/crm/v3/objects/contacts/batch/update'],
  ] as const)('writes rows with their own trace in the %s family', async (family, path) => {
    hubspot.script = everyRowTaken;
    const { crm, failpoints } = gatewayOver(hubspot.url, { family });

    const written = await Promise.all([
      crm.write(PORTAL, '1', { lifecyclestage: '' }, 'live'),
      crm.write(PORTAL, '2', { handoff_score: '80' }, 'live'),
    ]);

    expect(written).toEqual([{ ok: true }, { ok: true }]);
    expect(hubspot.calls.map((call) => [call.path, call.body])).toEqual([
      [
        path,
        {
          inputs: [
            { id: '1', properties: { lifecyclestage: '' }, objectWriteTraceId: 'row-0' },
            { id: '2', properties: { handoff_score: '80' }, objectWriteTraceId: 'row-1' },
          ],
        },
      ],
    ]);
    expect(failpoints).toEqual(['after-batch-reply']);
  });

  it('makes 250 concurrent writes with 3 calls', async () => {
    hubspot.script = everyRowTaken;
    const { crm } = gatewayOver(hubspot.url);

    const written = await writeAll(crm, 250);

    expect(written.every(({ ok }) => ok)).toBe(true);
    expect(hubspot.calls).toHaveLength(3);
  });

  it('sends the second write of a contact after the first is over', async () => {
    let inFlight = 0;
    let most = 0;
    hubspot.script = async (call, count) => {
      most = Math.max(most, (inFlight += 1));
      await new Promise((resolve) => setTimeout(resolve, 20));
      inFlight -= 1;
      return everyRowTaken(call, count);
    };
    const { crm } = gatewayOver(hubspot.url);

    const written = await Promise.all(
      ['1', '2', '3'].map((value) => crm.write(PORTAL, '7', { handoff_score: value }, 'live')),
    );

    expect(written).toEqual([{ ok: true }, { ok: true }, { ok: true }]);
    expect(hubspot.calls.map(({ body }) => body.inputs.map((input: any) => input.properties.handoff_score))).toEqual([
      ['1'],
      ['2'],
      ['3'],
    ]);
    expect(most).toBe(1);
  });

  it('reconciles a 207 row by row', async () => {
    hubspot.script = () => ({
      status: 207,
      body: {
        results: [{ id: '1', properties: {} }],
        errors: [
          {
            status: 'error',
            category: 'VALIDATION_ERROR',
            message: 'Email address jane@secret is invalid',
            context: { objectWriteTraceId: ['row-1'] },
            errors: [{ message: 'jane@secret', code: 'INVALID_EMAIL', context: { propertyName: ['email'] } }],
          },
          { status: 'error', category: 'OBJECT_NOT_FOUND', context: { ids: ['3'] } },
        ],
      },
    });
    const { crm } = gatewayOver(hubspot.url);

    const written = await writeAll(crm, 4);

    expect(written.map(codeOf)).toEqual(['ok', 'HUBSPOT_REJECTED', 'HUBSPOT_REJECTED', 'HUBSPOT_UNCERTAIN']);
    expect(written[1]).toMatchObject({
      error: {
        message: 'HubSpot refused: INVALID_EMAIL (email)',
        facts: { category: 'VALIDATION_ERROR', codes: ['INVALID_EMAIL'], properties: ['email'] },
      },
    });
    expect(JSON.stringify(written)).not.toContain('jane');
    expect(hubspot.calls).toHaveLength(1);
  });

  const refusesValue = (bad: string) => (call: any, count: number) =>
    call.body.inputs.some(({ id }: any) => id === bad)
      ? {
          status: 400,
          body: {
            category: 'VALIDATION_ERROR',
            errors: [{ code: 'INVALID_OPTION', context: { propertyName: ['lifecyclestage'] } }],
          },
        }
      : everyRowTaken(call, count);

  it('lets one bad row not sink the others when HubSpot refuses the whole batch', async () => {
    hubspot.script = refusesValue('42');
    const { crm } = gatewayOver(hubspot.url);

    const written = await writeAll(crm, 100, { lifecyclestage: 'gold' });

    expect(written.flatMap((row, index) => (row.ok ? [] : [[index + 1, codeOf(row)]]))).toEqual([
      [42, 'HUBSPOT_REJECTED'],
    ]);
    expect(hubspot.calls.length).toBeLessThanOrEqual(15);
  });

  it('finds every row with a property that does not exist in two calls', async () => {
    hubspot.script = (call, count) =>
      call.body.inputs.some(({ properties }: any) => 'favourite_food' in properties)
        ? {
            status: 400,
            body: { errors: [{ code: 'PROPERTY_DOESNT_EXIST', context: { propertyName: ['favourite_food'] } }] },
          }
        : everyRowTaken(call, count);
    const { crm } = gatewayOver(hubspot.url);

    const written = await Promise.all(
      ids(60).map((id) =>
        crm.write(PORTAL, id, Number(id) % 2 ? { favourite_food: 'pie' } : { city: 'Delft' }, 'live'),
      ),
    );

    expect(written.map(codeOf).slice(0, 4)).toEqual(['HUBSPOT_REJECTED', 'ok', 'HUBSPOT_REJECTED', 'ok']);
    expect(hubspot.calls).toHaveLength(2);
  });

  it('stops taking a batch apart after forty calls; the rest is told to try later', async () => {
    hubspot.script = () => ({ status: 400, body: { category: 'VALIDATION_ERROR' } });
    const { crm } = gatewayOver(hubspot.url);

    const written = await writeAll(crm, 100);

    expect(hubspot.calls).toHaveLength(40);
    expect(new Set(written.map(codeOf))).toEqual(new Set(['HUBSPOT_BUSY']));
  });

  it.each([
    ['a 500', { status: 500 }, 'HUBSPOT_UNCERTAIN'],
    ['a 502', { status: 502 }, 'HUBSPOT_UNCERTAIN'],
    ['a reset', { fault: 'reset' }, 'HUBSPOT_UNCERTAIN'],
    ['no answer', { fault: 'hang' }, 'HUBSPOT_UNCERTAIN'],
    ['half an answer', { fault: 'half' }, 'HUBSPOT_UNCERTAIN'],
    ['a 401', { status: 401 }, 'HUBSPOT_UNAUTHORIZED'],
    ['a 403', { status: 403 }, 'HUBSPOT_REJECTED'],
    ['a redirect', { status: 302, headers: { Location: 'https://elsewhere.example' } }, 'HUBSPOT_UNREADABLE'],
    ['an answer that is too large', { body: 'x'.repeat(20_000) }, 'HUBSPOT_UNREADABLE'],
    ['an answer we cannot read', { body: 'hello' }, 'HUBSPOT_UNREADABLE'],
  ] as const)('does not repeat a write after %s', async (_, reply, code) => {
    hubspot.script = () => reply;
    const { crm } = gatewayOver(hubspot.url, { limits: { connectMs: 500, totalMs: 150, answerBytes: 10_000 } });

    const written = await writeAll(crm, 2);

    expect(written.map(codeOf)).toEqual([code, code]);
    expect(hubspot.calls).toHaveLength(1);
  });

  it.each([
    ['429', { status: 429, body: { policyName: 'SECONDLY' } }, [], [1_000]],
    [
      '429 with Retry-After',
      { status: 429, body: { policyName: 'TEN_SECONDLY_ROLLING' }, headers: { 'Retry-After': '3' } },
      [],
      [3_000],
    ],
    ['423', { status: 423 }, [2_000], []],
    ['477', { status: 477, headers: { 'Retry-After': '7' } }, [7_000], []],
  ] as const)('repeats a write HubSpot put off with %s', async (_, reply, sleeps, pauses) => {
    hubspot.script = (call, count) => (count === 1 ? reply : everyRowTaken(call, count));
    const { crm, budget, slept } = gatewayOver(hubspot.url);

    const written = await writeAll(crm, 2);

    expect(written.map(codeOf)).toEqual(['ok', 'ok']);
    expect(slept).toEqual(sleeps);
    expect(budget.pauses).toEqual(pauses.map((ms) => ({ portalId: PORTAL, ms })));
  });
});

describe('limits', () => {
  it('leaves a portal alone after its daily limit, and only that portal', async () => {
    let now = 1_000_000;
    hubspot.script = (call, count) =>
      call.token === 'token-of-4401' && now < 1_900_000
        ? { status: 429, body: { policyName: 'DAILY', correlationId: 'c-9' } }
        : everyoneExists(call, count);
    const { crm } = gatewayOver(hubspot.url, { now: () => now });

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
    await new Promise((resolve) => setTimeout(resolve, 30));
    const live = crm.write(PORTAL, 'live-1', { city: 'Gent' }, 'live');
    await new Promise((resolve) => setTimeout(resolve, 30));

    gate.open();
    await Promise.all([...imported, live]);

    const position = hubspot.calls.findIndex(({ body }) => body.inputs.some(({ id }: any) => id === 'live-1'));
    expect(position).toBeLessThanOrEqual(1);
    expect(hubspot.calls).toHaveLength(11);
  });
});

describe('completing', () => {
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
      status: body.inputs.some(({ callbackId }: any) => callbackId === 'ap-5') ? 404 : 204,
    });
    const { crm, log } = gatewayOver(hubspot.url);

    await crm.complete(PORTAL, completions(8));

    const told = hubspot.calls.filter(({ body }) => !body.inputs.some(({ callbackId }: any) => callbackId === 'ap-5'));
    expect(told.flatMap(({ body }) => body.inputs.map(({ callbackId }: any) => callbackId)).sort()).toEqual([
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

it('knows two families', () => {
  expect(FAMILIES).toEqual(['2026-09', 'v3']);
});
