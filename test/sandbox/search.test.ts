import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/contacts';
import type { Bench } from './start.js';
import { startBench, stopBenches } from './start.js';

afterEach(stopBenches);

const PATH = '/crm/objects/2026-09/contacts/search';

async function benchWithPeople(): Promise<Bench> {
  const bench = await startBench({ searchPerSecond: 0 });
  const people: Record<string, string>[] = [
    {
      email: 'ann@acme.co',
      firstname: 'Ann',
      city: 'Gent',
      lifecyclestage: 'lead',
      associatedcompanyid: '5',
      closedate: '2026-11-01',
    },
    { email: 'bob@acme.co', firstname: 'Bob', city: 'Breda', lifecyclestage: 'customer', associatedcompanyid: '50' },
    {
      email: 'cas@other.nl',
      firstname: 'Cas',
      lifecyclestage: 'lead',
      jobtitle: 'Head of Sales',
      closedate: '2026-12-01',
    },
  ];
  for (const person of people) bench.sandbox.portal.createContact(person, { sourceType: 'FORM' });
  bench.sandbox.setOffset(60_000);
  return bench;
}

const firstnames = (body: { results: { properties: { firstname: string } }[] }): string[] =>
  body.results.map(({ properties }) => properties.firstname);

describe('search', () => {
  it.each([
    ['city', { operator: 'EQ', value: 'gent' }, ['Ann']],
    ['lifecyclestage', { operator: 'EQ', value: 'lead' }, ['Ann', 'Cas']],
    ['lifecyclestage', { operator: 'EQ', value: 'LEAD' }, []],
    ['city', { operator: 'NEQ', value: 'Gent' }, ['Bob']],
    ['city', { operator: 'IN', values: ['gent', 'breda'] }, ['Ann', 'Bob']],
    ['city', { operator: 'IN', values: ['Gent'] }, []],
    ['lifecyclestage', { operator: 'NOT_IN', values: ['lead'] }, ['Bob']],
    ['city', { operator: 'HAS_PROPERTY' }, ['Ann', 'Bob']],
    ['city', { operator: 'NOT_HAS_PROPERTY' }, ['Cas']],
    ['associatedcompanyid', { operator: 'GT', value: '6' }, ['Bob']],
    ['associatedcompanyid', { operator: 'LTE', value: '5' }, ['Ann']],
    ['closedate', { operator: 'BETWEEN', value: '2026-10-31', highValue: '2026-11-30' }, ['Ann']],
    ['closedate', { operator: 'GTE', value: String(Date.parse('2026-12-01')) }, ['Cas']],
    ['jobtitle', { operator: 'CONTAINS_TOKEN', value: 'sales' }, ['Cas']],
    ['jobtitle', { operator: 'CONTAINS_TOKEN', value: 'sal' }, []],
    ['email', { operator: 'CONTAINS_TOKEN', value: '*@acme.co' }, ['Ann', 'Bob']],
  ])('%s %p finds %p', async (propertyName, filter, expected) => {
    const { call } = await benchWithPeople();

    const answer = await call('POST', PATH, { filterGroups: [{ filters: [{ propertyName, ...filter }] }] });

    expect(firstnames(answer.body)).toEqual(expected);
    expect(answer.body.total).toBe(expected.length);
  });

  it('takes groups as "or" and filters in a group as "and"', async () => {
    const { call } = await benchWithPeople();
    const lead = { propertyName: 'lifecyclestage', operator: 'EQ', value: 'lead' };
    const gent = { propertyName: 'city', operator: 'EQ', value: 'Gent' };
    const bob = { propertyName: 'firstname', operator: 'EQ', value: 'Bob' };

    const answer = await call('POST', PATH, { filterGroups: [{ filters: [lead, gent] }, { filters: [bob] }] });

    expect(firstnames(answer.body)).toEqual(['Ann', 'Bob']);
  });

  it('sorts, pages by offset, and looks for words', async () => {
    const { client } = await benchWithPeople();
    const page = (after: string) =>
      client.crm.contacts.searchApi.doSearch({
        filterGroups: [{ filters: [{ propertyName: 'email', operator: FilterOperatorEnum.HasProperty }] }],
        sorts: ['-firstname'],
        properties: ['firstname'],
        limit: 2,
        after,
      });

    const first = await page('0');
    const second = await page(first.paging?.next?.after ?? '');
    const word = await client.crm.contacts.searchApi.doSearch({ query: 'CAS' });

    expect([first, second].map((p) => p.results.map((r) => r.properties['firstname']))).toEqual([
      ['Cas', 'Bob'],
      ['Ann'],
    ]);
    expect(first.total).toBe(3);
    expect(word.results.map((r) => r.properties['email'])).toEqual(['cas@other.nl']);
  });

  it('sees neither new contacts nor new values before the index has caught up', async () => {
    const { call, sandbox } = await startBench({ searchPerSecond: 0, searchIndexDelayMs: 5_000 });
    const find = async (city: string): Promise<number> =>
      (
        await call('POST', PATH, {
          filterGroups: [{ filters: [{ propertyName: 'city', operator: 'EQ', value: city }] }],
        })
      ).body.total;
    const id = sandbox.portal.createContact({ email: 'a@b.co', city: 'Gent' }, { sourceType: 'FORM' });

    const fresh = [await find('Gent'), (await call('POST', PATH, {})).body.total];
    sandbox.setOffset(5_000);
    const indexed = await find('Gent');
    sandbox.portal.setProperties(id, { city: 'Breda' }, { sourceType: 'CRM_UI' });
    const stale = [await find('Gent'), await find('Breda')];
    sandbox.setOffset(10_000);
    const caughtUp = [await find('Gent'), await find('Breda')];

    expect({ fresh, indexed, stale, caughtUp }).toEqual({ fresh: [0, 0], indexed: 1, stale: [1, 0], caughtUp: [0, 1] });
  });

  it.each([
    [
      'six groups',
      { filterGroups: Array(6).fill({ filters: [] }) },
      'too many filterGroups (count: 6, max allowed: 5)',
    ],
    [
      'seven filters',
      { filterGroups: [{ filters: Array(7).fill({ propertyName: 'city', operator: 'HAS_PROPERTY' }) }] },
      'too many filters per filterGroup (count: 7, max allowed: 6)',
    ],
    ['IN without values', one({ operator: 'IN', value: 'x' }), /operator IN requires values/],
    ['BETWEEN without an end', one({ operator: 'BETWEEN', value: '1' }), /operator BETWEEN requires a highValue/],
    ['value and values', one({ operator: 'IN', value: 'x', values: ['x'] }), /value and values are mutually exclusive/],
    ['a page of 201', { limit: 201 }, /limit/],
    ['the 10,001st result', { limit: 100, after: '9950' }, /10000/],
    ['a body over 3,000 characters', one({ operator: 'EQ', value: 'x'.repeat(3_000) }), /3000/],
  ])('refuses %s', async (_what, body, message) => {
    const { call } = await startBench({ searchPerSecond: 0 });

    const answer = await call('POST', PATH, body);

    expect(answer).toMatchObject({ status: 400, body: { category: 'VALIDATION_ERROR' } });
    expect(answer.body.message).toEqual(
      expect.stringMatching(message instanceof RegExp ? message : escapeRegExp(message)),
    );
  });
});

function one(filter: Record<string, unknown>): unknown {
  return { filterGroups: [{ filters: [{ propertyName: 'city', ...filter }] }] };
}

function escapeRegExp(text: string): RegExp {
  return new RegExp(text.replace(/[()]/g, '\\$&'));
}
