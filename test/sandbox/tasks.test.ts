import { AssociationSpecAssociationCategoryEnum } from '@hubspot/api-client/lib/codegen/crm/objects';
import { startBench, stopBenches } from './start.js';

afterEach(stopBenches);

const DUE = '2026-11-24T09:00:00.000Z';
const onContact = (id: string) => [
  {
    to: { id },
    types: [{ associationCategory: AssociationSpecAssociationCategoryEnum.HubspotDefined, associationTypeId: 204 }],
  },
];

describe('tasks', () => {
  it('are made on a contact and found there again', async () => {
    const { client, sandbox, call } = await startBench({ searchIndexDelayMs: 0 });
    const id = sandbox.portal.createContact({ email: 'a@b.co' }, { sourceType: 'FORM' });
    sandbox.portal.createContact({ email: 'b@b.co' }, { sourceType: 'FORM' });

    const task = await client.crm.objects.basicApi.create('tasks', {
      properties: {
        hs_timestamp: DUE,
        hs_task_subject: 'Call back',
        hs_task_priority: 'HIGH',
        hubspot_owner_id: '64492917',
      },
      associations: onContact(id),
    });
    const byContact = await call('POST', '/crm/v3/objects/tasks/search', {
      filterGroups: [{ filters: [{ propertyName: 'associations.contact', operator: 'EQ', value: id }] }],
      properties: ['hs_task_subject'],
    });
    const contact = await client.crm.contacts.basicApi.getById(id, undefined, undefined, ['tasks']);

    expect(byContact.body.results).toMatchObject([{ id: task.id, properties: { hs_task_subject: 'Call back' } }]);
    expect(contact.associations).toEqual({ tasks: { results: [{ id: task.id, type: 'contact_to_task' }] } });
  });

  it('need a due date, a contact that is there, and known choices', async () => {
    const { call } = await startBench();
    const create = (properties: object, associations: object[] = []) =>
      call('POST', '/crm/objects/2026-09/tasks', { properties, associations });

    expect(await create({ hs_task_subject: 'x' })).toMatchObject({
      status: 400,
      body: { message: 'Error creating TASK. Some required properties were not set.' },
    });
    expect(await create({ hs_timestamp: DUE }, onContact('424242'))).toMatchObject({
      status: 400,
      body: {
        message: 'One or more associations are invalid',
        context: { INVALID_OBJECT_IDS: ['CONTACT=424242 is not valid'] },
      },
    });
    expect((await create({ hs_timestamp: DUE, hs_task_priority: 'URGENT' })).body.errors[0].code).toBe(
      'INVALID_OPTION',
    );
  });

  it('do not dedupe by themselves, but by a unique property of our own', async () => {
    const { call, sandbox } = await startBench();
    await call('POST', '/crm/v3/properties/tasks', {
      name: 'handoff_key',
      label: 'Key',
      groupName: 'tasks_information',
      type: 'string',
      fieldType: 'text',
      hasUniqueValue: true,
    });
    const create = (properties: object) => call('POST', '/crm/v3/objects/tasks', { properties });

    const plain = [await create({ hs_timestamp: DUE }), await create({ hs_timestamp: DUE })];
    const first = await create({ hs_timestamp: DUE, handoff_key: 'k1' });
    const second = await create({ hs_timestamp: DUE, handoff_key: 'k1' });
    const byKey = await call('GET', '/crm/v3/objects/tasks/k1?idProperty=handoff_key');

    expect(plain.map(({ status }) => status)).toEqual([201, 201]);
    expect(first.status).toBe(201);
    expect(second).toMatchObject({ status: 400, body: { errors: [{ code: 'CONFLICTING_UNIQUE_VALUE' }] } });
    expect(byKey.body.id).toBe(first.body.id);
    expect(sandbox.portal.tables.tasks.ids()).toHaveLength(3);
  });
});

describe('notes, companies and deals', () => {
  it.each([
    ['notes', { hs_timestamp: DUE, hs_note_body: 'Hello' }, 'hs_note_body'],
    ['companies', { name: 'Acme', domain: 'acme.co', numberofemployees: '120' }, 'numberofemployees'],
    ['deals', { dealname: 'Acme 2027', closed_lost_reason: 'too dear, they said' }, 'closed_lost_reason'],
  ])('%s are made, read and changed on both families of paths', async (type, properties, shown) => {
    const { call } = await startBench();

    const made = await call('POST', `/crm/v3/objects/${type}`, { properties });
    await call('PATCH', `/crm/objects/2026-09/${type}/${made.body.id}`, { properties: { [shown]: '5' } });
    const read = await call('POST', `/crm/objects/2026-09/${type}/batch/read`, {
      inputs: [{ id: made.body.id }],
      properties: [shown],
    });

    expect(made.status).toBe(201);
    expect(read.body.results[0].properties[shown]).toBe('5');
  });
});

describe('associations', () => {
  it('make the first company of a contact its primary one, seen from both ends', async () => {
    const { client, sandbox, call } = await startBench();
    const contact = sandbox.portal.createContact({ email: 'a@b.co' }, { sourceType: 'FORM' });
    const { body: company } = await call('POST', '/crm/v3/objects/companies', { properties: { name: 'Acme' } });

    await client.crm.associations.v4.basicApi.createDefault('contacts', contact, 'companies', company.id);
    const from = await client.crm.associations.v4.basicApi.getPage('contacts', contact, 'companies');
    const back = await client.crm.associations.v4.basicApi.getPage('companies', company.id, 'contacts');

    expect(from.results.map(({ toObjectId }) => String(toObjectId))).toEqual([company.id]);
    expect(from.results[0]?.associationTypes.map(({ typeId }) => typeId)).toEqual([279, 1]);
    expect(back.results[0]?.associationTypes.map(({ typeId }) => typeId)).toEqual([280, 2]);
    expect(sandbox.portal.properties(contact)?.['associatedcompanyid']).toBe(company.id);
  });

  it('replace labels, and end', async () => {
    const { sandbox, call } = await startBench();
    const contact = sandbox.portal.createContact({ email: 'a@b.co' }, { sourceType: 'FORM' });
    const { body: deal } = await call('POST', '/crm/v3/objects/deals', { properties: { dealname: 'x' } });
    const path = `/crm/objects/2026-09/contacts/${contact}/associations/deals/${deal.id}`;

    const labelled = await call('PUT', path, [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 4 }]);
    const wrong = await call('PUT', path, [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 3 }]);
    const ended = await call('DELETE', path);

    expect(labelled).toMatchObject({ status: 201, body: { toObjectTypeId: '0-3', toObjectId: Number(deal.id) } });
    expect(wrong.status).toBe(400);
    expect(ended.status).toBe(204);
    expect(sandbox.portal.associations.from({ type: 'contacts', id: contact }, 'deals')).toEqual([]);
  });

  it('read in a batch with a harmless 207 for records that have none', async () => {
    const { sandbox, call } = await startBench();
    const a = sandbox.portal.createContact({ email: 'a@b.co' }, { sourceType: 'FORM' });
    const b = sandbox.portal.createContact({ email: 'b@b.co' }, { sourceType: 'FORM' });
    const { body: company } = await call('POST', '/crm/v3/objects/companies', { properties: { name: 'Acme' } });
    await call('PUT', `/crm/v4/objects/contact/${a}/associations/default/company/${company.id}`);

    for (const path of ['/crm/v4/associations/contacts/companies', '/crm/associations/2026-09/contacts/companies']) {
      expect(await call('POST', `${path}/batch/read`, { inputs: [{ id: a }, { id: b }] })).toMatchObject({
        status: 207,
        body: {
          results: [{ from: { id: a }, to: [{ toObjectId: Number(company.id) }] }],
          errors: [
            {
              category: 'OBJECT_NOT_FOUND',
              subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
              message: `No company is associated with contact ${b}.`,
              context: { fromObjectId: [b], fromObjectType: ['contact'], toObjectType: ['company'] },
            },
          ],
        },
      });
    }
  });
});
