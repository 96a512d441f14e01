import { mostWithin } from '../../src/sandbox/api/rate-window.js';
import { startBench, stopBenches } from './start.js';

afterEach(stopBenches);

describe('the bucket of ten seconds', () => {
  it('refuses the call over the limit with HubSpot’s exact body, and rolls', async () => {
    const { call, tick } = await startBench({ callsPer10s: 3 });
    const owners = async (): Promise<number> => (await call('GET', '/crm/v3/owners')).status;

    const first = [await owners(), await owners()];
    tick(4_000);
    const third = await owners();
    const refused = await call('GET', '/crm/v3/owners');
    tick(5_999);
    const tooEarly = await owners();
    tick(1);
    const rolled = [await owners(), await owners(), await owners()];

    expect(first).toEqual([200, 200]);
    expect(third).toBe(200);
    expect(refused).toMatchObject({
      status: 429,
      body: {
        status: 'error',
        message: 'You have reached your ten_secondly_rolling limit.',
        errorType: 'RATE_LIMIT',
        policyName: 'TEN_SECONDLY_ROLLING',
        groupName: 'publicapi:private_app-api-calls-ten-secondly:71000',
      },
    });
    expect(refused.headers.get('retry-after')).toBeNull();
    expect(tooEarly).toBe(429);
    expect(rolled).toEqual([200, 200, 429]);
  });

  it('tells what is left in headers', async () => {
    const { call } = await startBench({ callsPer10s: 190 });

    const { headers } = await call('GET', '/crm/v3/owners');

    expect(headers.get('x-hubspot-ratelimit-max')).toBe('190');
    expect(headers.get('x-hubspot-ratelimit-remaining')).toBe('189');
    expect(headers.get('x-hubspot-ratelimit-interval-milliseconds')).toBe('10000');
    expect(headers.get('x-hubspot-ratelimit-daily')).toBe('625000');
  });

  it('is kept per portal, and none with 0', async () => {
    const portals = [
      { portalId: 1, accessToken: 'one' },
      { portalId: 2, accessToken: 'two' },
    ];
    const limited = await startBench({ callsPer10s: 1, portals });
    const free = await startBench({ callsPer10s: 0 });
    const as = async (token: string): Promise<number> =>
      (await limited.call('GET', '/crm/v3/owners', undefined, { authorization: `Bearer ${token}` })).status;

    expect([await as('one'), await as('one'), await as('two')]).toEqual([200, 429, 200]);
    for (let i = 0; i < 5; i += 1) expect((await free.call('GET', '/crm/v3/owners')).status).toBe(200);
  });

  it('reaches HubSpot’s client as an exception with the policy’s name', async () => {
    const { client } = await startBench({ callsPer10s: 1 });
    await client.crm.owners.ownersApi.getPage();

    await expect(client.crm.owners.ownersApi.getPage()).rejects.toMatchObject({
      code: 429,
      body: { policyName: 'TEN_SECONDLY_ROLLING' },
    });
  });
});

describe('the bucket of searches', () => {
  it('lets five through a second, says no in its own words, and shows no headers', async () => {
    const { call, tick } = await startBench();
    const search = () => call('POST', '/crm/v3/objects/contacts/search', {});

    for (let i = 0; i < 5; i += 1) expect((await search()).status).toBe(200);
    const refused = await search();
    tick(1_000);
    const later = await search();

    expect(refused).toMatchObject({
      status: 429,
      body: { message: 'You have reached your secondly limit.', policyName: 'SECONDLY', errorType: 'RATE_LIMIT' },
    });
    expect(later.status).toBe(200);
    expect([...later.headers.keys()].filter((name) => name.startsWith('x-hubspot-ratelimit'))).toEqual([]);
  });
});

describe('counting', () => {
  it.each([
    [[], 0],
    [[0], 1],
    [[0, 9_999], 2],
    [[0, 10_000], 1],
    [[0, 1, 2, 10_000, 10_001, 10_002, 10_003], 4],
    [[5, 5, 5], 3],
  ])('of %p at most %i lie within ten seconds', (times, expected) => {
    expect(mostWithin(times, 10_000)).toBe(expected);
  });

  it('knows how many calls came in any ten seconds, refused ones too and searches not', async () => {
    const { call, tick, sandbox } = await startBench({ callsPer10s: 1 });

    await call('GET', '/crm/v3/owners');
    tick(6_000);
    await call('GET', '/crm/v3/owners');
    await call('POST', '/crm/v3/objects/contacts/search', {});
    tick(6_000);
    await call('GET', '/crm/v3/owners');

    expect(sandbox.maxInWindow()).toBe(2);
    expect(sandbox.calls()).toEqual({
      total: 4,
      rateLimited: 1,
      byEndpoint: { 'owners/list': 3, 'contacts/search': 1 },
      byStatus: { '200': 3, '429': 1 },
    });
  });
});
