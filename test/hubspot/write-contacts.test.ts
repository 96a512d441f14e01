import { PORTAL, codeOf, gatewayOver, ids, writeAll } from './gateway-over.js';
import { everyRowTaken, startScriptedHubspot, type Script, type ScriptedHubspot } from './scripted-hubspot.js';

let hubspot: ScriptedHubspot;

beforeEach(async () => {
  hubspot = await startScriptedHubspot();
});
afterEach(() => hubspot.close());

describe('writeContacts', () => {
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
      await new Promise((resolve) => setImmediate(resolve));
      inFlight -= 1;
      return everyRowTaken(call, count);
    };
    const { crm } = gatewayOver(hubspot.url);

    const written = await Promise.all(
      ['1', '2', '3'].map((value) => crm.write(PORTAL, '7', { handoff_score: value }, 'live')),
    );

    expect(written).toEqual([{ ok: true }, { ok: true }, { ok: true }]);
    expect(hubspot.calls.map(({ body }) => body.inputs.map((input) => input.properties.handoff_score))).toEqual([
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

  const refusesValue =
    (bad: string): Script =>
    (call, count) =>
      call.body.inputs.some(({ id }) => id === bad)
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
      call.body.inputs.some(({ properties }) => 'favourite_food' in properties)
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
