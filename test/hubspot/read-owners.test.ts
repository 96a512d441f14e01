import { gatewayOver, PORTAL, thrownBy } from './gateway-over.js';
import { startScriptedHubspot, type Reply, type ScriptedHubspot } from './scripted-hubspot.js';

const owner = (id: number, more: object = {}) => ({
  id: String(id),
  userId: 9000 + id,
  email: `rep-${id}@sales.example`,
  firstName: 'Rep',
  lastName: String(id).padStart(5, '0'),
  archived: false,
  ...more,
});
const page = (results: readonly object[], after?: string): Reply => ({
  body: { results, ...(after === undefined ? {} : { paging: { next: { after, link: 'x' } } }) },
});

describe('owners', () => {
  let hubspot: ScriptedHubspot;
  beforeEach(async () => {
    hubspot = await startScriptedHubspot();
  });
  afterEach(() => hubspot.close());

  const answering = (...pages: readonly Reply[]) => {
    hubspot.script = (_call, count) => pages[count - 1] ?? { status: 500 };
  };

  it('reads every page, 500 at a time', async () => {
    answering(page([owner(1), owner(2)], '500'), page([owner(3)], 'next/2'), page([owner(4)]));
    const { crm } = gatewayOver(hubspot.url);

    const owners = await crm.owners(PORTAL);

    expect(owners.map(({ id }) => id)).toEqual(['1', '2', '3', '4']);
    expect(hubspot.calls.map(({ path }) => path)).toEqual([
      '/crm/owners/2026-09?limit=500',
      '/crm/owners/2026-09?limit=500&after=500',
      '/crm/owners/2026-09?limit=500&after=next%2F2',
    ]);
  });

  it('lists them by name, and leaves out who has left', async () => {
    answering(
      page([
        owner(1, { firstName: 'Zoë', lastName: 'Bakker' }),
        owner(2, { firstName: 'Émile', lastName: 'Aerts' }),
        owner(3, { archived: true }),
        owner(4, { firstName: 'Omar', lastName: '' }),
      ]),
    );
    const { crm } = gatewayOver(hubspot.url);

    await expect(crm.owners(PORTAL)).resolves.toEqual([
      { id: '2', name: 'Émile Aerts', email: 'rep-2@sales.example' },
      { id: '4', name: 'Omar', email: 'rep-4@sales.example' },
      { id: '1', name: 'Zoë Bakker', email: 'rep-1@sales.example' },
    ]);
  });

  it.each([
    ['an address for a name', { firstName: '', lastName: '' }, { name: 'rep-7@sales.example' }],
    ['the id where there is neither', { firstName: null, lastName: null, email: null }, { name: '7', email: '' }],
    [
      'nothing where a queue has no address',
      { email: undefined, firstName: 'Desk' },
      { name: 'Desk 00007', email: '' },
    ],
  ])('takes %s', async (_name, given, shown) => {
    answering(page([owner(7, given)]));
    const { crm } = gatewayOver(hubspot.url);

    await expect(crm.owners(PORTAL)).resolves.toMatchObject([{ id: '7', ...shown }]);
  });

  it('ends, even when HubSpot pages in circles', async () => {
    hubspot.script = () => page([owner(1)], '500');
    const { crm } = gatewayOver(hubspot.url);

    await crm.owners(PORTAL);

    expect(hubspot.calls).toHaveLength(20);
  });

  it('reads them once in ten minutes, for each portal apart', async () => {
    let now = 0;
    hubspot.script = ({ token }) => page([owner(token === 'token-of-4402' ? 2 : 1)]);
    const { crm } = gatewayOver(hubspot.url, { now: () => now });

    const first = await crm.owners(PORTAL);
    now = 599_999;
    const again = await crm.owners(PORTAL);
    const other = await crm.owners(4402);
    now = 600_000;
    await crm.owners(PORTAL);

    expect([first, again, other].map(([one]) => one?.id)).toEqual(['1', '1', '2']);
    expect(hubspot.calls).toHaveLength(3);
  });

  it.each([
    ['is closed to our token', { status: 403, body: { category: 'MISSING_SCOPES' } }, 'HUBSPOT_REJECTED'],
    ['no longer takes it', { status: 401, body: {} }, 'HUBSPOT_UNAUTHORIZED'],
    ['answers something else', { body: { results: [{ name: 'x' }] } }, 'HUBSPOT_UNREADABLE'],
  ])('says so when HubSpot %s', async (_name, reply, code) => {
    answering(reply);
    const { crm } = gatewayOver(hubspot.url);

    expect(await thrownBy(crm.owners(PORTAL))).toMatchObject({ code });
  });

  it('keeps nothing of a list that broke off in the middle', async () => {
    answering(page([owner(1)], '500'), { status: 403, body: {} }, page([owner(1)], '500'), page([owner(2)]));
    const { crm } = gatewayOver(hubspot.url);

    const broken = await thrownBy(crm.owners(PORTAL));
    const whole = await crm.owners(PORTAL);

    expect(broken).toMatchObject({ code: 'HUBSPOT_REJECTED' });
    expect(whole.map(({ id }) => id)).toEqual(['1', '2']);
  });
});
