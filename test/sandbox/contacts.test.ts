import { NOON, startBench, stopBenches } from './start.js';

afterEach(stopBenches);

const PATHS = [
  ['classic', '/crm/v3/objects/contacts'],
  ['dated', '/crm/objects/2026-09/contacts'],
] as const;

describe('contacts through HubSpot’s own client', () => {
  it('creates a lead with the e-mail in lower case, and answers only what was written and system properties', async () => {
    const { client } = await startBench();

    const made = await client.crm.contacts.basicApi.create({
      properties: { email: 'Ann@Acme.co', firstname: 'Ann' },
      associations: [],
    });

    expect(made.properties).toMatchObject({
      email: 'ann@acme.co',
      firstname: 'Ann',
      lifecyclestage: 'lead',
      hs_object_source: 'INTEGRATION',
      hs_pipeline: 'contacts-lifecycle-pipeline',
      hs_lifecyclestage_lead_date: String(NOON),
    });
    expect(made.properties).not.toHaveProperty('lastname');
  });

  it('answers 409 with the existing id, whatever the case of the e-mail', async () => {
    const { client } = await startBench();
    const { id } = await client.crm.contacts.basicApi.create({ properties: { email: 'a@b.co' }, associations: [] });

    const again = client.crm.contacts.basicApi.create({ properties: { email: 'A@B.CO' }, associations: [] });

    await expect(again).rejects.toMatchObject({
      code: 409,
      body: { category: 'CONFLICT', message: `Contact already exists. Existing ID: ${id}`, status: 'error' },
    });
  });

  it('shows defined empty properties as null, leaves out unknown ones, and gives moments as ISO texts', async () => {
    const { client, sandbox } = await startBench();
    const id = sandbox.portal.createContact({ email: 'a@b.co' }, { sourceType: 'FORM' });

    const { properties } = await client.crm.contacts.basicApi.getById(id, [
      'jobtitle',
      'no_such_thing',
      'lifecyclestage',
    ]);

    expect(properties).toEqual({
      jobtitle: null,
      lifecyclestage: 'lead',
      createdate: '2026-11-21T12:00:00.000Z',
      hs_object_id: id,
      lastmodifieddate: '2026-11-21T12:00:00.000Z',
    });
  });

  it('shows the default properties when none are asked for', async () => {
    const { client, sandbox } = await startBench();
    const id = sandbox.portal.createContact({ email: 'a@b.co', jobtitle: 'CEO' }, { sourceType: 'FORM' });

    const { properties } = await client.crm.contacts.basicApi.getById(id);

    expect(Object.keys(properties).sort()).toEqual([
      'createdate',
      'email',
      'firstname',
      'hs_object_id',
      'lastmodifieddate',
      'lastname',
    ]);
  });

  it('finds by e-mail, and tells a missing number from something that is no number', async () => {
    const { call, sandbox } = await startBench();
    const id = sandbox.portal.createContact({ email: 'a@b.co' }, { sourceType: 'FORM' });

    const byEmail = await call('GET', '/crm/v3/objects/contacts/A%40b.co?idProperty=email');
    const missing = await call('GET', '/crm/v3/objects/contacts/424242');
    const text = await call('GET', '/crm/v3/objects/contacts/abc');

    expect(byEmail.body.id).toBe(id);
    expect(missing).toMatchObject({ status: 404, body: { message: 'resource not found' } });
    expect(missing.body).not.toHaveProperty('category');
    expect(text).toMatchObject({
      status: 404,
      body: {
        message: 'Object not found.  objectId are usually numeric.',
        category: 'OBJECT_NOT_FOUND',
        context: { id: ['abc'] },
      },
    });
  });

  it('answers 200 to a backward write and changes nothing; the echo can be either', async () => {
    for (const [backwardEcho, echoed] of [
      ['stored', 'salesqualifiedlead'],
      ['requested', 'lead'],
    ] as const) {
      const { client, sandbox } = await startBench({ backwardEcho });
      const id = sandbox.portal.createContact(
        { email: 'a@b.co', lifecyclestage: 'salesqualifiedlead' },
        { sourceType: 'FORM' },
      );

      const written = await client.crm.contacts.basicApi.update(id, { properties: { lifecyclestage: 'lead' } });

      expect(written.properties['lifecyclestage']).toBe(echoed);
      expect(sandbox.portal.properties(id)?.['lifecyclestage']).toBe('salesqualifiedlead');
    }
  });

  it('gives history with sources, newest first', async () => {
    const { client, sandbox, tick } = await startBench();
    const id = sandbox.portal.createContact({ email: 'a@b.co' }, { sourceType: 'FORM' });
    tick(1_000);
    await client.crm.contacts.basicApi.update(id, { properties: { lifecyclestage: 'marketingqualifiedlead' } });

    const shown = await client.crm.contacts.basicApi.getById(id, undefined, ['lifecyclestage']);

    expect(shown.propertiesWithHistory?.['lifecyclestage']).toMatchObject([
      { value: 'marketingqualifiedlead', sourceType: 'INTEGRATION', sourceId: '71000' },
      { value: 'lead', sourceType: 'FORM' },
    ]);
  });

  it('deletes with 204, also what is not there', async () => {
    const { call, sandbox } = await startBench();
    const id = sandbox.portal.createContact({ email: 'a@b.co' }, { sourceType: 'FORM' });

    expect((await call('DELETE', `/crm/v3/objects/contacts/${id}`)).status).toBe(204);
    expect((await call('DELETE', '/crm/v3/objects/contacts/424242')).status).toBe(204);
    expect((await call('GET', `/crm/v3/objects/contacts/${id}`)).status).toBe(404);
  });

  it('pages through all, in order of creation', async () => {
    const { client, sandbox } = await startBench();
    const ids = [1, 2, 3, 4, 5].map((n) =>
      sandbox.portal.createContact({ email: `p${n}@b.co` }, { sourceType: 'FORM' }),
    );

    const first = await client.crm.contacts.basicApi.getPage(3);
    const second = await client.crm.contacts.basicApi.getPage(3, first.paging?.next?.after);

    expect([...first.results, ...second.results].map(({ id }) => id)).toEqual(ids);
    expect(second.paging).toBeUndefined();
  });

  it('merges: the primary keeps its e-mail, the further stage stays, the old id leads to it', async () => {
    const { sandbox, call } = await startBench();
    const a = sandbox.portal.createContact({ email: 'a@b.co', lifecyclestage: 'lead' }, { sourceType: 'FORM' });
    const b = sandbox.portal.createContact(
      { email: 'b@b.co', lifecyclestage: 'opportunity', city: 'Gent' },
      { sourceType: 'FORM' },
    );

    await call('POST', '/crm/v3/objects/contacts/merge', { primaryObjectId: a, objectIdToMerge: b });
    const bySecondEmail = await call('POST', '/crm/v3/objects/contacts', { properties: { email: 'b@b.co' } });
    const batch = await call('POST', '/crm/v3/objects/contacts/batch/update', {
      inputs: [{ id: b, properties: { city: 'Delft' } }],
    });

    expect(sandbox.portal.properties(a)).toMatchObject({
      email: 'a@b.co',
      lifecyclestage: 'opportunity',
      city: 'Gent',
      hs_merged_object_ids: b,
    });
    expect((await call('GET', `/crm/v3/objects/contacts/${b}`)).body.id).toBe(a);
    expect(batch).toMatchObject({ status: 200, body: { results: [] } });
    expect(bySecondEmail.status).toBe(409);
  });

  it('erases a person on gdpr-delete and tells both kinds of deletion', async () => {
    const { sandbox, call } = await startBench();
    const id = sandbox.portal.createContact({ email: 'a@b.co' }, { sourceType: 'FORM' });
    const told: string[] = [];
    sandbox.portal.onEvent(({ kind }) => told.push(kind));

    const answer = await call('POST', '/crm/v3/objects/contacts/gdpr-delete', {
      objectId: 'a@b.co',
      idProperty: 'email',
    });

    expect(answer.status).toBe(204);
    expect(sandbox.portal.properties(id)).toBeUndefined();
    expect(told).toEqual(['deletion', 'privacyDeletion']);
  });

  it.each([
    '/crm/v3/objects/contacts/',
    '/crm/v3/objects/contact',
    '/crm/v3/objects/0-1',
    '/crm/objects/2026-09/contacts',
    '/crm/objects/2026-09/0-1/',
  ])('knows contacts as %s', async (path) => {
    const { sandbox, call } = await startBench();
    const id = sandbox.portal.createContact({ email: 'a@b.co' }, { sourceType: 'FORM' });

    const answer = await call('GET', path);

    expect(answer.body.results).toMatchObject([{ id }]);
  });

  it('refuses types, paths and methods nobody knows', async () => {
    const { call } = await startBench();

    expect(await call('GET', '/crm/v3/objects/butterflies')).toMatchObject({
      status: 400,
      body: { status: 'error', message: 'Unable to infer object type from: butterflies' },
    });
    expect((await call('GET', '/crm/v3/nothing')).status).toBe(404);
    expect((await call('PUT', '/crm/v3/objects/contacts')).status).toBe(405);
  });
});

describe.each(PATHS)('values written on the %s paths', (_family, path) => {
  it.each([
    ['favourite_food', 'x', 'PROPERTY_DOESNT_EXIST', 'Property "favourite_food" does not exist'],
    ['lifecyclestage', 'MQL', 'INVALID_OPTION', /^MQL was not one of the allowed options: \[subscriber, lead, /],
    ['hs_lead_status', 'New', 'INVALID_OPTION', /^New was not one of the allowed options/],
    ['hs_buying_role', 'CHAMPION;BOSS', 'INVALID_OPTION', /^BOSS was not one of/],
    ['hubspot_owner_id', '9001', 'INVALID_OWNER_ID', /^9001 /],
    ['hubspot_owner_id', '64492922', 'INVALID_OWNER_ID', /^64492922 /],
    ['email', 'x@', 'INVALID_EMAIL', 'Email address x@ is invalid'],
    [
      'hs_job_change_detected_date',
      '2025-11-03T20:36:01.954Z',
      'INVALID_DATE',
      '2025-11-03T20:36:01.954Z is at 20:36:1.954 UTC, not midnight!',
    ],
    ['closedate', 'tomorrow', 'INVALID_LONG', 'tomorrow was not a valid long.'],
    ['associatedcompanyid', 'Acme', 'INVALID_INTEGER', 'Acme was not a valid number.'],
    ['associatedcompanyid', '1e3', 'INVALID_INTEGER', '1e3 was not a valid number.'],
    ['hs_email_open', '3', 'READ_ONLY_VALUE', '"hs_email_open" is a read only property; its value cannot be set.'],
    ['hs_object_id', '3', 'READ_ONLY_VALUE', '"hs_object_id" is a calculated property; its value cannot be set.'],
  ])('%s = %p is refused with %s', async (name, value, code, message) => {
    const { call, sandbox } = await startBench();
    const id = sandbox.portal.createContact({ email: 'a@b.co' }, { sourceType: 'FORM' });

    const answer = await call('PATCH', `${path}/${id}`, { properties: { city: 'Gent', [name]: value } });

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      status: 'error',
      category: 'VALIDATION_ERROR',
      correlationId: answer.headers.get('x-hubspot-correlation-id'),
      message: expect.stringContaining('Property values were not valid: [{"isValid":false,'),
      errors: [{ code, message: expect.stringMatching(message), context: { propertyName: [name] } }],
    });
    expect(sandbox.portal.properties(id)).not.toHaveProperty('city');
  });

  it('takes numbers and booleans as texts, and leaves null alone', async () => {
    const { call, sandbox } = await startBench();
    const id = sandbox.portal.createContact({ email: 'a@b.co', city: 'Gent' }, { sourceType: 'FORM' });

    await call('PATCH', `${path}/${id}`, { properties: { associatedcompanyid: 12, city: null } });

    expect(sandbox.portal.properties(id)).toMatchObject({ associatedcompanyid: '12', city: 'Gent' });
  });

  it('clears with an empty text, and shows it as null', async () => {
    const { call, sandbox } = await startBench();
    const id = sandbox.portal.createContact({ email: 'a@b.co', city: 'Gent' }, { sourceType: 'FORM' });

    await call('PATCH', `${path}/${id}`, { properties: { city: '' } });
    const shown = await call('GET', `${path}/${id}?properties=city`);

    expect(shown.body.properties.city).toBeNull();
  });

  it('needs a name or an e-mail', async () => {
    const { call } = await startBench();

    expect((await call('POST', path, { properties: { city: 'Gent' } })).status).toBe(400);
  });

  it('refuses what is not JSON', async () => {
    const { call } = await startBench();

    expect((await call('POST', path, '{"properties":')).body.message).toMatch(/^Invalid input JSON on line/);
    expect((await call('POST', path, 'a=b', { 'content-type': 'text/plain' })).status).toBe(415);
  });
});
