import { EMAIL, fieldOf, formOf, groupOf } from './form-parts.js';
import { startBench, stopBenches, type Bench } from './start.js';

afterEach(stopBenches);

const STAGES = (value: string) => ({
  configuration: {
    lifecycleStages: [
      { objectTypeId: '0-1', value },
      { objectTypeId: '0-2', value: 'lead' },
    ],
  },
});
const FIELDS = [
  groupOf(
    EMAIL,
    fieldOf('company'),
    fieldOf('numemployees', { fieldType: 'dropdown', options: [{ label: 'Few', value: '1-5' }] }),
  ),
];
const field = (name: string, value: string, objectTypeId = '0-1') => ({ objectTypeId, name, value });
const ADA = field('email', 'Ada@Example.com');

async function portalWith(form = formOf(FIELDS), options: Parameters<typeof startBench>[0] = {}) {
  const bench = await startBench({ formsApplyAfterMs: 60_000, ...options });
  const { id } = bench.sandbox.portal.forms.add(form);
  const path = (kind: string, formId = id) => `/submissions/v3/integration/${kind}/4401/${formId}`;
  const submit = (
    fields: readonly object[],
    { open = false, ...more }: { open?: boolean; context?: object } & object = {},
  ) =>
    bench.call('POST', path(open ? 'submit' : 'secure/submit'), { fields, ...more }, open ? { authorization: '' } : {});
  /** What the contact of the address holds, once nothing is under way. */
  function contact(email = 'ada@example.com') {
    bench.sandbox.portal.forms.flush();
    const { portal } = bench.sandbox;
    return portal.properties(portal.contactWith(email) ?? '') ?? {};
  }
  return { ...bench, id, path, submit, contact };
}

const stageOf = ({ contact }: { contact: () => Readonly<Record<string, string>> }) => contact()['lifecyclestage'];
const made = ({ sandbox }: Bench, lifecyclestage: string) =>
  sandbox.portal.createContact({ email: 'ada@example.com', lifecyclestage }, { sourceType: 'CRM_UI' });

describe.each([
  ['with a token', { open: false }],
  ['by anybody', { open: true }],
])('a submission %s', (_name, how) => {
  it('is answered first; the contact follows, by the name of the form', async () => {
    const portal = await portalWith();

    const reply = await portal.submit([ADA, field('company', 'Acme')], { ...how, context: { pageName: 'Home' } });

    expect([reply.status, reply.body]).toEqual([200, { inlineMessage: 'Thank you' }]);
    expect(portal.sandbox.portal.contactIds()).toEqual([]);
    expect(portal.contact()).toMatchObject({
      ...{ email: 'ada@example.com', company: 'Acme', lifecyclestage: 'lead', num_conversion_events: '1' },
      ...{ recent_conversion_date: '2026-11-21T12:00:00.000Z', recent_conversion_event_name: 'Home: Contact us' },
      hs_calculated_form_submissions: `${portal.id}::1795262400000`,
    });
    const [contactId = ''] = portal.sandbox.portal.contactIds();
    expect(portal.sandbox.portal.history(contactId, 'company')).toMatchObject([
      { sourceType: 'FORM', sourceId: portal.id },
    ]);
  });

  it('with a stage in it overrides what the form says, though no form can have such a field', async () => {
    const portal = await portalWith(formOf(FIELDS, STAGES('marketingqualifiedlead')));
    await portal.submit([ADA, field('lifecyclestage', 'salesqualifiedlead')], how);

    expect(stageOf(portal)).toBe('salesqualifiedlead');
  });

  it.each([
    ['no address', [field('company', 'Acme')], 'REQUIRED_FIELD'],
    ['a wrong address', [field('email', 'ada@')], 'INVALID_EMAIL'],
    ['a value that is no option', [ADA, field('numemployees', 'lots')], 'VALUE_NOT_IN_FIELD_DEFINITION'],
    ['a field nobody knows', [ADA, field('shoe_size', '43')], 'FIELD_NOT_IN_FORM_DEFINITION'],
    ['a field of an object nobody knows', [ADA, field('company', 'Acme', '0-99')], 'FIELD_NOT_IN_FORM_DEFINITION'],
    ['a stage the portal does not have', [ADA, field('lifecyclestage', 'SQL')], 'VALUE_NOT_IN_FIELD_DEFINITION'],
    ['a value too large', [ADA, field('company', 'x'.repeat(65_537))], 'INPUT_TOO_LARGE'],
    ['1001 values', Array.from({ length: 1_001 }, () => ADA), 'MAX_NUMBER_OF_SUBMITTED_VALUES_EXCEEDED'],
  ])('is refused as a whole for %s', async (_what, fields, errorType) => {
    const portal = await portalWith();

    const { status, body } = await portal.submit(fields, how);

    expect([status, body.errors[0].errorType]).toEqual([400, errorType]);
    portal.sandbox.portal.forms.flush();
    expect(portal.sandbox.portal.contactIds()).toEqual([]);
  });

  it('names the field of a fault, of another object with its type', async () => {
    const portal = await portalWith(
      formOf([groupOf(EMAIL, fieldOf('state', { objectTypeId: '0-2', required: true }))]),
    );

    expect((await portal.submit([ADA], how)).body).toMatchObject({
      message: 'The request is not valid',
      errors: [{ message: "Error in 'fields.0-2/state'. Required field '0-2/state' is missing" }],
    });
  });

  it('of a form that is not there, or there no longer, is none', async () => {
    const portal = await portalWith();
    portal.sandbox.portal.forms.archive(portal.id);

    expect((await portal.submit([ADA], how)).status).toBe(404);
  });

  it.each([
    ['INVALID_HUTK', { hutk: 'old' }],
    ['INVALID_HUTK', { hutk: '0123456789abcdef0123456789abcdef' }],
    ['INVALID_IP_ADDRESS', { ipAddress: '1.2.3' }],
    ['INVALID_PAGE_URI', { pageUri: 'here' }],
  ])('is refused with %s', async (errorType, context) => {
    const { body } = await (await portalWith()).submit([ADA], { ...how, context });

    expect(body.errors).toMatchObject([{ errorType }]);
  });

  it('with recaptcha, or without a consent that must be given, is refused', async () => {
    const guarded = await portalWith(formOf(FIELDS, { configuration: { recaptchaEnabled: true } }));
    const asking = await portalWith(formOf(FIELDS, { legalConsentOptions: { type: 'explicit_consent_to_process' } }));
    const consent = { legalConsentOptions: { consent: { consentToProcess: true, text: 'Yes' } } };

    expect((await guarded.submit([ADA], how)).body.errors[0].errorType).toBe('FORM_HAS_RECAPTCHA_ENABLED');
    expect((await asking.submit([ADA], how)).body.errors[0].errorType).toBe('MISSING_PROCESSING_CONSENT');
    expect((await asking.submit([ADA], { ...how, ...consent })).status).toBe(200);
  });
});

describe('what a submission makes of the stage', () => {
  it.each([
    ['a new contact, by the setting of the form', undefined, 'salesqualifiedlead', 'salesqualifiedlead'],
    ['a lead, by the setting', 'lead', 'marketingqualifiedlead', 'marketingqualifiedlead'],
    ['a customer, never back', 'customer', 'lead', 'customer'],
    ['a contact whose stage was cleared, filled again', '', 'lead', 'lead'],
  ])('of %s', async (_name, before, setting, after) => {
    const portal = await portalWith(formOf(FIELDS, STAGES(setting)));
    if (before !== undefined) {
      const id = made(portal, 'lead');
      portal.sandbox.portal.setProperties(id, { lifecyclestage: before }, { sourceType: 'CRM_UI' });
    }
    await portal.submit([ADA]);

    expect(stageOf(portal)).toBe(after);
  });

  it('is the account’s own where nothing says so', async () => {
    const portal = await portalWith(formOf(FIELDS), { defaultStage: 'subscriber' });
    await portal.submit([ADA]);

    expect(stageOf(portal)).toBe('subscriber');
  });
});

describe('submissions', () => {
  it('with a token may set any property of a contact; without one only what is on the form', async () => {
    const portal = await portalWith();

    expect((await portal.submit([ADA, field('jobtitle', 'CTO')], { open: true })).status).toBe(400);
    expect((await portal.submit([ADA, field('jobtitle', 'CTO')])).status).toBe(200);
    expect(portal.contact()).toMatchObject({ jobtitle: 'CTO' });
  });

  it.each([
    ['a value that is no option of it', 'hs_lead_status', 'SOON', '0-1', 'VALUE_NOT_IN_FIELD_DEFINITION'],
    ['a number that is none', 'associatedcompanyid', 'Acme', '0-1', 'INVALID_NUMBER'],
    ['what only HubSpot sets', 'hs_object_id', '7', '0-1', 'FIELD_NOT_IN_FORM_DEFINITION'],
    ['what another object has', 'domain', 'acme.example', '0-1', 'FIELD_NOT_IN_FORM_DEFINITION'],
    ['an object nobody knows', 'jobtitle', 'CTO', '0-99', 'FIELD_NOT_IN_FORM_DEFINITION'],
  ])('with a token, off the form, may not set %s', async (_what, name, value, objectTypeId, errorType) => {
    const { body } = await (await portalWith()).submit([ADA, field(name, value, objectTypeId)]);

    expect(body.errors).toMatchObject([{ errorType }]);
  });

  it('with a token may name a property of a company', async () => {
    const portal = await portalWith();

    expect((await portal.submit([ADA, field('domain', 'acme.example', '0-2')])).status).toBe(200);
  });

  it('of a browser HubSpot knows are taken', async () => {
    const portal = await portalWith(formOf(FIELDS), { knowsHutk: true });
    const sent = async (hutk: string) => (await portal.submit([ADA], { context: { hutk } })).status;

    expect([await sent('0123456789abcdef0123456789abcdef'), await sent('old')]).toEqual([200, 400]);
  });

  it('are kept with their contact by form, page and time: the newest 800', async () => {
    const portal = await portalWith();
    const before = Array.from({ length: 800 }, (_, n) => `${portal.id}::${n}`).join(';');
    portal.sandbox.portal.createContact(
      { email: 'ada@example.com', hs_calculated_form_submissions: before },
      { sourceType: 'FORM' },
    );
    await portal.submit([ADA], { context: { pageId: '74', pageUri: 'https://acme.example/demo' } });

    const kept = portal.contact()['hs_calculated_form_submissions']?.split(';') ?? [];
    expect([kept.length, kept[0], kept.at(-1)]).toEqual([800, `${portal.id}::1`, `${portal.id}:74:1795262400000`]);
  });

  it('by anybody meet the faults that were asked for, and stand in the log', async () => {
    const portal = await portalWith();
    portal.sandbox.faults.set({ faults: [{ kind: 'applyThen5xx', next: 1, status: 502, path: '/submit/' }] });

    const [broken, taken] = [await portal.submit([ADA], { open: true }), await portal.submit([ADA], { open: true })];

    expect([broken.status, taken.status]).toEqual([502, 200]);
    expect(broken.headers.get('access-control-allow-origin')).toBe('*');
    expect(portal.sandbox.portal.forms.submissions(portal.id)).toHaveLength(2);
    expect((await portal.call('GET', '/sandbox/log')).body.calls.entries).toMatchObject([
      { portalId: 4401, method: 'POST', endpoint: 'forms/submit/open', status: 502, faults: ['applyThen5xx'] },
      { endpoint: 'forms/submit/open', status: 200, faults: [] },
    ]);
    expect(portal.sandbox.maxInWindow()).toBe(0);
  });

  it('count, and keep the first and the newest apart', async () => {
    const portal = await portalWith();
    const other = portal.sandbox.portal.forms.add(formOf(FIELDS, { name: 'Newsletter' }));
    await portal.submit([ADA], { context: { pageName: 'Home' } });
    portal.sandbox.portal.forms.flush();
    portal.tick(60_000);
    await portal.call('POST', portal.path('secure/submit', other.id), { fields: [ADA] });

    expect(portal.contact()).toMatchObject({
      ...{ num_conversion_events: '2', num_unique_conversion_events: '2' },
      ...{ first_conversion_event_name: 'Home: Contact us', recent_conversion_event_name: 'Page: Newsletter' },
    });
  });

  it('are read back, newest first', async () => {
    const portal = await portalWith();
    const context = { pageUri: 'https://acme.example/demo' };
    for (const name of ['a', 'b', 'c']) await portal.submit([field('email', `${name}@example.com`)], { context });
    const read = async (query: string) =>
      (await portal.call('GET', `/form-integrations/v1/submissions/forms/${portal.id}?${query}`)).body;

    const first = await read('limit=2');
    expect(first.results.map(({ values }: { values: { value: string }[] }) => values[0]?.value)).toEqual([
      'c@example.com',
      'b@example.com',
    ]);
    expect((await read(`limit=2&after=${first.paging.next.after}`)).results).toEqual([
      {
        submittedAt: 1795262400000,
        values: [{ objectTypeId: '0-1', name: 'email', value: 'a@example.com' }],
        pageUrl: 'https://acme.example/demo',
      },
    ]);
    expect((await read('limit=51')).status).toBe('error');
  });

  it('without an address write nobody', async () => {
    const portal = await portalWith(formOf([groupOf(fieldOf('company'))]));

    expect((await portal.submit([field('company', 'Acme')])).status).toBe(200);
    portal.sandbox.portal.forms.flush();
    expect(portal.sandbox.portal.contactIds()).toEqual([]);
  });

  it('need not name the form as the source of what they wrote', async () => {
    const portal = await portalWith(formOf(FIELDS), { formSourceId: 'none' });
    await portal.submit([ADA, field('company', 'Acme')]);
    portal.sandbox.portal.forms.flush();

    const [id = ''] = portal.sandbox.portal.contactIds();
    expect(portal.sandbox.portal.history(id, 'company')).toEqual([
      { value: 'Acme', timestamp: 1795262400000, sourceType: 'FORM' },
    ]);
  });

  it('by anybody are 50 in ten seconds, from any page, and cost the app nothing', async () => {
    const portal = await portalWith(formOf(FIELDS), { callsPer10s: 10 });
    const statuses = [];
    for (let count = 0; count < 51; count += 1) statuses.push((await portal.submit([ADA], { open: true })).status);

    expect(statuses.filter((status) => status === 200)).toHaveLength(50);
    expect(statuses.at(-1)).toBe(429);
    const counted = await portal.submit([ADA]);
    expect([counted.status, counted.headers.get('x-hubspot-ratelimit-daily-remaining')]).toEqual([200, '624999']);
    expect((await portal.call('OPTIONS', portal.path('submit'))).headers.get('access-control-allow-origin')).toBe('*');
  });

  it('with a token are for the portal of the token, and need the scope forms', async () => {
    const portal = await portalWith();
    const without = await portalWith(formOf(FIELDS), { scopes: ['crm.objects.contacts.write'] });

    expect(
      (await portal.call('POST', portal.path('secure/submit').replace('4401', '4402'), { fields: [ADA] })).status,
    ).toBe(404);
    expect((await without.submit([ADA])).status).toBe(403);
  });
});
