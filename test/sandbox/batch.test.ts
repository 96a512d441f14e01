import type { Bench } from './start.js';
import { startBench, stopBenches } from './start.js';

afterEach(stopBenches);

type Family = readonly [family: string, path: string, created: number];
const FAMILIES: readonly Family[] = [
  ['classic', '/crm/v3/objects/contacts/batch', 201],
  ['dated', '/crm/objects/2026-09/contacts/batch', 200],
];

function contacts({ sandbox }: Bench, count: number): string[] {
  return Array.from({ length: count }, (_, i) =>
    sandbox.portal.createContact({ email: `p${i}@b.co` }, { sourceType: 'FORM' }),
  );
}

describe.each(FAMILIES)('batches on the %s paths', (_family, path, created) => {
  it('reads a hundred in one call and refuses a hundred and one', async () => {
    const bench = await startBench();
    const ids = contacts(bench, 101);
    const inputs = ids.map((id) => ({ id }));

    const hundred = await bench.call('POST', `${path}/read`, { inputs: inputs.slice(1), properties: ['email'] });
    const more = await bench.call('POST', `${path}/read`, { inputs, properties: ['email'] });

    expect(hundred.status).toBe(200);
    expect(new Set(hundred.body.results.map(({ id }: { id: string }) => id))).toEqual(new Set(ids.slice(1)));
    expect(more).toMatchObject({ status: 400, body: { category: 'VALIDATION_ERROR' } });
  });

  it('answers 207 with one error for all missing ids, also when all are missing', async () => {
    const bench = await startBench();
    const [id] = contacts(bench, 1);

    const some = await bench.call('POST', `${path}/read`, { inputs: [{ id }, { id: '998' }, { id: '999' }] });
    const none = await bench.call('POST', `${path}/read`, { inputs: [{ id: '999' }] });

    expect(some).toMatchObject({
      status: 207,
      body: {
        status: 'COMPLETE',
        numErrors: 1,
        results: [{ id }],
        errors: [
          {
            status: 'error',
            category: 'OBJECT_NOT_FOUND',
            message: 'Could not get some CONTACT objects, they may be deleted or not exist. Check that ids are valid.',
            context: { ids: ['998', '999'] },
          },
        ],
      },
    });
    expect(none).toMatchObject({ status: 207, body: { results: [] } });
  });

  it('reads by e-mail', async () => {
    const bench = await startBench();
    const [id] = contacts(bench, 1);

    const answer = await bench.call('POST', `${path}/read`, { idProperty: 'email', inputs: [{ id: 'P0@b.co' }] });

    expect(answer).toMatchObject({ status: 200, body: { results: [{ id }] } });
  });

  it('refuses the same id twice, with or without trace ids', async () => {
    const bench = await startBench();
    const [id] = contacts(bench, 1);
    const input = { id, properties: { city: 'Gent' } };

    const plain = await bench.call('POST', `${path}/update`, { inputs: [input, input] });
    const traced = await bench.call('POST', `${path}/update`, {
      inputs: [
        { ...input, objectWriteTraceId: 'a' },
        { ...input, objectWriteTraceId: 'b' },
      ],
    });

    for (const answer of [plain, traced]) {
      expect(answer).toMatchObject({
        status: 400,
        body: { message: `Duplicate IDs found in batch input: [${id}]. IDs must be unique`, context: { ids: [id] } },
      });
    }
  });

  it('updates those that are there and names those that are not with 207', async () => {
    const bench = await startBench();
    const [id = ''] = contacts(bench, 1);

    const answer = await bench.call('POST', `${path}/update`, {
      inputs: [
        { id, properties: { city: 'Gent' } },
        { id: '999', properties: { city: 'Gent' } },
      ],
    });

    expect(answer).toMatchObject({ status: 207, body: { numErrors: 1, errors: [{ context: { ids: ['999'] } }] } });
    expect(answer.body.results[0].properties).toEqual({
      city: 'Gent',
      createdate: '2026-11-21T12:00:00.000Z',
      hs_object_id: id,
      lastmodifieddate: '2026-11-21T12:00:00.000Z',
    });
    expect(bench.sandbox.portal.properties(id)?.['city']).toBe('Gent');
  });

  it('without trace ids one bad value fails the whole update and nothing is written', async () => {
    const bench = await startBench();
    const [a = '', b = ''] = contacts(bench, 2);

    const answer = await bench.call('POST', `${path}/update`, {
      inputs: [
        { id: a, properties: { city: 'Gent' } },
        { id: b, properties: { nonsense: 'x' } },
      ],
    });

    expect(answer).toMatchObject({ status: 400, body: { errors: [{ code: 'PROPERTY_DOESNT_EXIST' }] } });
    expect(bench.sandbox.portal.properties(a)).not.toHaveProperty('city');
  });

  it('with trace ids only the bad row fails, and is named by its trace id', async () => {
    const bench = await startBench();
    const [a = '', b = ''] = contacts(bench, 2);

    const answer = await bench.call('POST', `${path}/update`, {
      inputs: [
        { id: a, properties: { city: 'Gent' }, objectWriteTraceId: 'r1' },
        { id: b, properties: { nonsense: 'x' }, objectWriteTraceId: 'r2' },
      ],
    });

    expect(answer).toMatchObject({
      status: 207,
      body: {
        results: [{ id: a }],
        numErrors: 1,
        errors: [
          {
            status: 'error',
            category: 'VALIDATION_ERROR',
            context: { objectWriteTraceId: ['r2'] },
            errors: [{ code: 'PROPERTY_DOESNT_EXIST', context: { propertyName: ['nonsense'] } }],
          },
        ],
      },
    });
    expect(bench.sandbox.portal.properties(a)?.['city']).toBe('Gent');
  });

  it('wants trace ids on all inputs, and each once', async () => {
    const bench = await startBench();
    const [a, b] = contacts(bench, 2);
    const update = (first?: string, second?: string) =>
      bench.call('POST', `${path}/update`, {
        inputs: [
          { id: a, properties: { city: 'Gent' }, objectWriteTraceId: first },
          { id: b, properties: { city: 'Gent' }, objectWriteTraceId: second },
        ],
      });

    expect((await update('x', undefined)).status).toBe(400);
    expect((await update('x', 'x')).status).toBe(400);
    expect((await update('x', 'y')).status).toBe(200);
  });

  it('refuses to update by e-mail, which is not unique to HubSpot', async () => {
    const bench = await startBench();
    contacts(bench, 1);

    const answer = await bench.call('POST', `${path}/update`, {
      inputs: [{ id: 'p0@b.co', idProperty: 'email', properties: { city: 'Gent' } }],
    });

    expect(answer).toMatchObject({
      status: 400,
      body: { message: 'Unable to perform update/upsert by non-unique 0-1 property email' },
    });
  });

  it('creates with its own status', async () => {
    const bench = await startBench();

    const answer = await bench.call('POST', `${path}/create`, { inputs: [{ properties: { email: 'a@b.co' } }] });

    expect(answer).toMatchObject({ status: created, body: { results: [{ properties: { lifecyclestage: 'lead' } }] } });
  });

  it('without trace ids one duplicate fails the whole creation with 409', async () => {
    const bench = await startBench();
    const [id] = contacts(bench, 1);

    const answer = await bench.call('POST', `${path}/create`, {
      inputs: [{ properties: { email: 'new@b.co' } }, { properties: { email: 'p0@b.co' } }],
    });

    expect(answer).toMatchObject({ status: 409, body: { message: `Contact already exists. Existing ID: ${id}` } });
    expect(bench.sandbox.portal.contactIds()).toEqual([id]);
  });

  it('with trace ids a duplicate is one error with the existing id', async () => {
    const bench = await startBench();
    const [id] = contacts(bench, 1);

    const answer = await bench.call('POST', `${path}/create`, {
      inputs: [
        { properties: { email: 'new@b.co' }, objectWriteTraceId: 'r1' },
        { properties: { email: 'p0@b.co' }, objectWriteTraceId: 'r2' },
      ],
    });

    expect(answer).toMatchObject({
      status: 207,
      body: {
        results: [{ properties: { email: 'new@b.co' } }],
        errors: [{ category: 'CONFLICT', context: { objectWriteTraceId: ['r2'], existingId: [id] } }],
      },
    });
  });

  it('does not create two contacts with one e-mail in one call', async () => {
    const bench = await startBench();

    const answer = await bench.call('POST', `${path}/create`, {
      inputs: [{ properties: { email: 'a@b.co' } }, { properties: { email: 'A@b.co' } }],
    });

    expect(answer.status).toBe(409);
    expect(bench.sandbox.portal.contactIds()).toEqual([]);
  });

  it('upserts by e-mail, says which are new, and answers in another order', async () => {
    const bench = await startBench({ seed: 5 });
    contacts(bench, 10);
    const emails = Array.from({ length: 20 }, (_, i) => `p${i}@b.co`);

    const answer = await bench.call('POST', `${path}/upsert`, {
      inputs: emails.map((id) => ({ id: id.toUpperCase(), idProperty: 'email', properties: { city: 'Gent' } })),
    });

    const shown: { id: string; new: boolean }[] = answer.body.results;
    expect(answer.status).toBe(200);
    expect(shown.filter((one) => one.new)).toHaveLength(10);
    expect(shown.map(({ id }) => id)).not.toEqual(bench.sandbox.portal.contactIds());
    expect(bench.sandbox.portal.contactIds()).toHaveLength(20);
  });

  it('upserts nothing without inputs, and refuses a property that is not unique', async () => {
    const bench = await startBench();

    const empty = await bench.call('POST', `${path}/upsert`, {});
    const byCity = await bench.call('POST', `${path}/upsert`, {
      inputs: [{ id: 'Gent', idProperty: 'city', properties: {} }],
    });

    expect(empty).toMatchObject({ status: 200, body: { status: 'COMPLETE', results: [] } });
    expect(byCity.body.message).toBe('Unable to perform update/upsert by non-unique 0-1 property city');
  });

  it('holds the lifecycle rule in batches too', async () => {
    const bench = await startBench();
    const id = bench.sandbox.portal.createContact(
      { email: 'a@b.co', lifecyclestage: 'customer' },
      { sourceType: 'FORM' },
    );

    const answer = await bench.call('POST', `${path}/update`, {
      inputs: [{ id, properties: { lifecyclestage: 'lead' } }],
    });

    expect(answer.status).toBe(200);
    expect(bench.sandbox.portal.properties(id)?.['lifecyclestage']).toBe('customer');
  });

  it('archives whatever is there', async () => {
    const bench = await startBench();
    const [a, b] = contacts(bench, 2);

    const answer = await bench.call('POST', `${path}/archive`, { inputs: [{ id: a }, { id: '999' }] });

    expect(answer.status).toBe(204);
    expect(bench.sandbox.portal.contactIds()).toEqual([b]);
  });
});

describe('HubSpot’s own client', () => {
  it('does not throw for a 207: errors stand beside results', async () => {
    const bench = await startBench();
    const [id = ''] = contacts(bench, 1);

    const answer = await bench.client.crm.contacts.batchApi.read({
      inputs: [{ id }, { id: '999' }],
      properties: ['email'],
      propertiesWithHistory: [],
    });

    expect(answer).toMatchObject({ numErrors: 1, results: [{ id, properties: { email: 'p0@b.co' } }] });
  });

  it('reads 100 at once, 50 of them with history', async () => {
    const bench = await startBench();
    const read = async (count: number, propertiesWithHistory: string[]) => {
      const inputs = contacts(bench, count).map((id) => ({ id }));
      const body = { properties: ['email'], propertiesWithHistory, inputs };
      return (await bench.call('POST', '/crm/v3/objects/contacts/batch/read', body)).status;
    };

    expect([await read(100, []), await read(101, [])]).toEqual([200, 400]);
    expect([await read(50, ['email']), await read(51, ['email'])]).toEqual([200, 400]);
  });

  it('reads dated paths through apiRequest', async () => {
    const bench = await startBench();
    const [id = ''] = contacts(bench, 1);

    const answer = await bench.client.apiRequest({
      method: 'POST',
      path: '/crm/objects/2026-09/contacts/batch/read',
      body: { inputs: [{ id }], properties: ['email'] },
    });

    expect(await answer.json()).toMatchObject({ results: [{ id }] });
  });
});
