import { PropertyCreateFieldTypeEnum, PropertyCreateTypeEnum } from '@hubspot/api-client/lib/codegen/crm/properties';
import { startBench, stopBenches } from './start.js';

afterEach(stopBenches);

const SCORE = {
  name: 'handoff_score',
  label: 'Score',
  groupName: 'handoff',
  type: PropertyCreateTypeEnum.Number,
  fieldType: PropertyCreateFieldTypeEnum.Number,
};

describe('property definitions', () => {
  it('list HubSpot’s own, with the stages of this portal and what may not be written', async () => {
    const { client } = await startBench();

    const { results } = await client.crm.properties.coreApi.getAll('contacts');
    const byName = new Map(results.map((one) => [one.name, one]));

    expect(results.length).toBeGreaterThan(120);
    expect(byName.get('lifecyclestage')?.options.map(({ value }) => value)).toContain('51439524');
    expect(byName.get('hs_lead_status')?.options.map(({ value }) => value)).toEqual([
      'NEW',
      'OPEN',
      'IN_PROGRESS',
      'OPEN_DEAL',
      'UNQUALIFIED',
      'ATTEMPTED_TO_CONTACT',
      'CONNECTED',
      'BAD_TIMING',
    ]);
    expect(byName.get('numemployees')?.options.map(({ value }) => value)).toEqual([
      '1-5',
      '5-25',
      '25-50',
      '50-100',
      '100-500',
      '500-1000',
      '1000+',
    ]);
    expect(byName.get('hs_email_open')).toMatchObject({
      type: 'number',
      modificationMetadata: { readOnlyValue: true },
    });
    expect(byName.get('hs_seniority')?.options.map(({ value }) => value)).toContain('executive');
    expect(byName.has('hs_v2_date_entered_51439524')).toBe(true);
  });

  it('are made in a group of our own, and can then be written', async () => {
    const { client, sandbox } = await startBench();
    const id = sandbox.portal.createContact({ email: 'a@b.co' }, { sourceType: 'FORM' });

    await client.crm.properties.groupsApi.create('contacts', { name: 'handoff', label: 'Handoff', displayOrder: -1 });
    const made = await client.crm.properties.coreApi.create('contacts', SCORE);
    await client.crm.contacts.basicApi.update(id, { properties: { handoff_score: '72' } });

    expect(made).toMatchObject({ name: 'handoff_score', groupName: 'handoff', hasUniqueValue: false });
    expect(sandbox.portal.properties(id)?.['handoff_score']).toBe('72');
  });

  it('refuse a name that is taken, a group that is not there, and a missing label', async () => {
    const { call } = await startBench();
    const create = (change: object) =>
      call('POST', '/crm/v3/properties/contacts', { ...SCORE, groupName: 'contactinformation', ...change });

    await create({});

    expect(await create({})).toMatchObject({
      status: 409,
      body: {
        message: "A property named 'handoff_score' already exists.",
        category: 'OBJECT_ALREADY_EXISTS',
        subCategory: 'Properties.PROPERTY_WITH_NAME_EXISTS',
      },
    });
    expect((await create({ name: 'other', groupName: 'nowhere' })).status).toBe(400);
    expect((await create({ name: 'other', label: undefined })).body.message).toBe(
      'Some required fields were not set: [label]',
    );
  });

  it('made in a batch: those that are taken come as errors of a 207', async () => {
    const { call } = await startBench();
    const input = { ...SCORE, groupName: 'contactinformation' };
    const path = '/crm/properties/2026-09/contacts/batch/create';

    const first = await call('POST', path, { inputs: [input] });
    const second = await call('POST', path, { inputs: [input, { ...input, name: 'handoff_fit' }] });

    expect(first.status).toBe(200);
    expect(second).toMatchObject({
      status: 207,
      body: {
        results: [{ name: 'handoff_fit' }],
        errors: [{ status: 'error', category: 'OBJECT_ALREADY_EXISTS', context: { name: ['handoff_score'] } }],
      },
    });
  });

  it('can be read one by one, in a batch, changed and archived', async () => {
    const { call } = await startBench();
    const path = '/crm/properties/2026-09/contacts';
    await call('POST', path, { ...SCORE, groupName: 'contactinformation' });

    const changed = await call('PATCH', `${path}/handoff_score`, { label: 'Lead score' });
    const many = await call('POST', `${path}/batch/read`, { inputs: [{ name: 'handoff_score' }, { name: 'nope' }] });
    const archived = await call('DELETE', `${path}/handoff_score`);

    expect(changed.body.label).toBe('Lead score');
    expect(many).toMatchObject({ status: 207, body: { results: [{ name: 'handoff_score' }] } });
    expect(archived.status).toBe(204);
    expect((await call('GET', `${path}/handoff_score`)).status).toBe(404);
  });
});

describe('groups', () => {
  it('are listed, and refused when taken', async () => {
    const { call } = await startBench();
    const path = '/crm/properties/2026-09/contacts/groups';
    const made = await call('POST', path, { name: 'handoff', label: 'Handoff' });

    const again = await call('POST', path, { name: 'handoff', label: 'Handoff' });
    const { body } = await call('GET', path);

    expect(made.status).toBe(201);
    expect(again.status).toBe(409);
    expect(body.results.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['handoff', 'contactinformation']),
    );
    expect((await call('GET', `${path}/handoff`)).body.label).toBe('Handoff');
  });
});
