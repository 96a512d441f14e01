import { EMAIL, fieldOf, formOf, groupOf } from './form-parts.js';
import { startBench, stopBenches } from './start.js';

afterEach(stopBenches);

const CONTACT_US = formOf([groupOf(EMAIL, fieldOf('company'))]);
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/;

describe.each([
  ['classic', '/marketing/v3/forms'],
  ['dated', '/marketing/forms/2026-09-beta'],
])('the forms API, %s paths', (_family, base) => {
  it('makes a form, and shows it as it came, with what HubSpot adds', async () => {
    const { call } = await startBench();

    const made = await call('POST', base, { ...CONTACT_US, id: 'mine', archived: true });

    expect(made.status).toBe(201);
    expect(made.body).toEqual({ ...CONTACT_US, id: expect.stringMatching(GUID) as string });
    expect((await call('GET', `${base}/${made.body.id}`)).body).toEqual(made.body);
  });

  it('puts blocks in the place of others as a whole, and leaves those that are not sent', async () => {
    const { call, tick } = await startBench();
    const { id } = (await call('POST', base, CONTACT_US)).body;
    tick(1_000);

    const fieldGroups = [groupOf(EMAIL)];
    const changed = await call('PATCH', `${base}/${id}`, { fieldGroups });

    expect(changed.body).toEqual({ ...CONTACT_US, id, fieldGroups, updatedAt: '2026-11-21T12:00:01.000Z' });
  });

  it('replaces a form as a whole: what is not sent again is gone', async () => {
    const { call } = await startBench();
    const { id } = (await call('POST', base, { ...CONTACT_US, followUp: { days: 3 } })).body;

    const replaced = await call('PUT', `${base}/${id}`, { ...CONTACT_US, name: 'Write to us' });

    expect(replaced.body).toEqual({ ...CONTACT_US, id, name: 'Write to us' });
    expect((await call('GET', `${base}/${id}`)).body).toEqual(replaced.body);
  });

  it('takes a change to a form that holds less than a new one must, but no block that does', async () => {
    const { call } = await startBench();
    const { id } = (await call('POST', '/sandbox/forms', { name: 'From 2019', fieldGroups: [groupOf(EMAIL)] })).body;

    expect((await call('PATCH', `${base}/${id}`, { name: 'From 2020' })).body).toMatchObject({ id, name: 'From 2020' });
    expect((await call('PATCH', `${base}/${id}`, { configuration: { language: 'en' } })).status).toBe(400);
  });

  it('lists page by page, HubSpot’s own make unless told otherwise', async () => {
    const { call } = await startBench();
    for (const name of ['a', 'b', 'c']) await call('POST', base, { ...CONTACT_US, name });
    await call('POST', base, { ...CONTACT_US, name: 'd', formType: 'captured' });
    const names = async (query: string) => {
      const { results, paging } = (await call('GET', `${base}?${query}`)).body;
      return [results.map(({ name }: { name: string }) => name), paging?.next?.after];
    };

    expect(await names('limit=2')).toEqual([['a', 'b'], '2']);
    expect(await names('limit=2&after=2')).toEqual([['c'], undefined]);
    expect(await names('formTypes=all')).toEqual([['a', 'b', 'c', 'd'], undefined]);
  });

  it('archives a form, and then shows it among the archived ones only', async () => {
    const { call } = await startBench();
    const { id } = (await call('POST', base, CONTACT_US)).body;

    expect((await call('DELETE', `${base}/${id}`)).status).toBe(204);
    expect((await call('GET', `${base}/${id}`)).status).toBe(404);
    expect((await call('GET', base)).body.results).toEqual([]);
    expect((await call('GET', `${base}/${id}?archived=true`)).body).toMatchObject({ id, archived: true });
  });

  it.each([
    ['a field of stages', formOf([groupOf(EMAIL, fieldOf('lifecyclestage', { hidden: true }))])],
    ['four fields together', formOf([groupOf(EMAIL, fieldOf('company'), fieldOf('city'), fieldOf('zip'))])],
    ['a property nobody made', formOf([groupOf(EMAIL, fieldOf('handoff_request'))])],
    ['a field twice', formOf([groupOf(EMAIL), groupOf(EMAIL)])],
    [
      'a stage for contacts only',
      formOf([groupOf(EMAIL)], { configuration: { lifecycleStages: [{ objectTypeId: '0-1', value: 'lead' }] } }),
    ],
    ['no name', formOf([groupOf(EMAIL)], { name: undefined })],
    ['no dates', formOf([groupOf(EMAIL)], { createdAt: undefined })],
    [
      'a part of its configuration missing',
      formOf([groupOf(EMAIL)], { configuration: { recaptchaEnabled: undefined } }),
    ],
    ['no word on stages', formOf([groupOf(EMAIL)], { configuration: { lifecycleStages: undefined } })],
    [
      'no style',
      formOf([groupOf(EMAIL)], { displayOptions: { ...(CONTACT_US['displayOptions'] as object), style: {} } }),
    ],
  ])('refuses %s', async (_name, form) => {
    const { call } = await startBench();

    const refused = await call('POST', base, form);

    expect([refused.status, refused.body.category]).toEqual([400, 'VALIDATION_ERROR']);
    expect((await call('GET', base)).body.results).toEqual([]);
  });

  it('takes no change to an old form that holds a stage, until the field is gone', async () => {
    const { call, sandbox } = await startBench();
    const old = await call(
      'POST',
      '/sandbox/forms',
      formOf([groupOf(EMAIL, fieldOf('lifecyclestage', { hidden: true }))]),
    );

    expect(old.status).toBe(201);
    expect((await call('PATCH', `${base}/${old.body.id}`, { name: 'New name' })).status).toBe(400);
    expect((await call('PATCH', `${base}/${old.body.id}`, { fieldGroups: [groupOf(EMAIL)] })).status).toBe(200);
    expect(sandbox.portal.forms.get(old.body.id)?.name).toBe('Contact us');
  });
});

it('the forms API is for tokens with the scope forms', async () => {
  const { call } = await startBench({ scopes: ['crm.objects.contacts.read'] });

  const refused = await call('GET', '/marketing/v3/forms');

  expect([refused.status, refused.body.category]).toEqual([403, 'MISSING_SCOPES']);
});
