import { startBench, stopBenches, type Bench } from './start.js';

afterEach(stopBenches);

const make = ({ sandbox }: Bench, count: number): string[] =>
  Array.from({ length: count }, (_, n) =>
    sandbox.portal.createContact({ email: `p${n}@b.co` }, { sourceType: 'CRM_UI' }),
  );

describe.each([
  ['classic', '/crm/v3/lists'],
  ['dated', '/crm/lists/2026-09'],
])('the lists API, %s paths', (_family, base) => {
  it('gives the members page by page, as they are now', async () => {
    const bench = await startBench();
    const [ann = '', bob = '', cas = ''] = make(bench, 3);
    const { listId } = (await bench.call('POST', '/sandbox/lists', { contactIds: [cas, ann, bob] })).body;
    await bench.call('DELETE', `/crm/v3/objects/contacts/${bob}`);

    const first = await bench.call('GET', `${base}/${listId}/memberships?limit=1`);
    const { after } = first.body.paging.next;
    const second = await bench.call('GET', `${base}/${listId}/memberships?limit=1&after=${after}`);

    expect(first.body.results).toEqual([{ recordId: ann, membershipTimestamp: '2026-11-21T12:00:00.000Z' }]);
    expect(second.body.results).toMatchObject([{ recordId: cas }]);
    expect(second.body).not.toHaveProperty('paging');
  });

  it('gives a hundred a page unless told otherwise, and 250 at most', async () => {
    const bench = await startBench();
    const { listId } = (await bench.call('POST', '/sandbox/lists', { contactIds: make(bench, 251) })).body;
    const page = (query = '') => bench.call('GET', `${base}/${listId}/memberships${query}`);

    expect((await page()).body.results).toHaveLength(100);
    expect((await page('?limit=250')).body.results).toHaveLength(250);
    expect((await page('?limit=251')).status).toBe(400);
  });

  it('knows no list that nobody made, and asks for a scope of its own', async () => {
    const without = await startBench({ scopes: ['crm.objects.contacts.read'] });

    expect((await (await startBench()).call('GET', `${base}/7/memberships`)).status).toBe(404);
    expect((await without.call('GET', `${base}/7/memberships`)).status).toBe(403);
  });
});
