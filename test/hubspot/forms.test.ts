import { formsUrlOf } from '../../src/hubspot/transport.js';
import { gatewayOver, PORTAL, thrownBy } from './gateway-over.js';
import { startScriptedHubspot, type ScriptedHubspot } from './scripted-hubspot.js';

const FORM = '2c4d1f3e-0d6b-4f5a-9f0e-6f0a1b2c3d4e';

const textField = (name: string, more: object = {}) => ({
  ...{ objectTypeId: '0-1', name, label: name, required: false, hidden: false, fieldType: 'single_line_text' },
  dependentFields: [],
  ...more,
});
const GROUPS = [
  { groupType: 'default_group', richTextType: 'text', richText: '<p>Hello</p>' },
  {
    groupType: 'default_group',
    richTextType: 'text',
    fields: [
      textField('email', { required: true, fieldType: 'email' }),
      textField('industry', {
        fieldType: 'dropdown',
        options: [{ label: 'Toys', value: 'TOYS', displayOrder: 0 }],
        defaultValues: ['TOYS'],
        dependentFields: [
          { dependentCondition: { operator: 'eq' }, dependentField: textField('name', { objectTypeId: '0-2' }) },
        ],
      }),
    ],
  },
];
const definition = (more: object = {}) => ({
  ...{ id: FORM.toUpperCase(), name: 'Demo', formType: 'hubspot', archived: false, fieldGroups: GROUPS },
  configuration: { lifecycleStages: [{ objectTypeId: '0-2', value: 'lead' }] },
  ...more,
});

describe('forms', () => {
  let hubspot: ScriptedHubspot;
  beforeEach(async () => {
    hubspot = await startScriptedHubspot();
  });
  afterEach(() => hubspot.close());

  it('are read with their fields, those that hang on an answer too, and the groups as they are', async () => {
    hubspot.script = () => ({ body: definition() });

    const form = await gatewayOver(hubspot.url).crm.forms.get(PORTAL, FORM);

    expect(hubspot.calls.map(({ method, path }) => [method, path])).toEqual([
      ['GET', `/marketing/forms/2026-09-beta/${FORM}`],
    ]);
    expect(form).toEqual({
      id: FORM,
      name: 'Demo',
      fields: [
        { name: 'email', ofContact: true, hidden: false, required: true, fieldType: 'email', options: [] },
        {
          ...{ name: 'industry', ofContact: true, hidden: false, required: false, fieldType: 'dropdown' },
          ...{ options: ['TOYS'], value: 'TOYS' },
        },
        { name: 'name', ofContact: false, hidden: false, required: false, fieldType: 'single_line_text', options: [] },
      ],
      groups: GROUPS,
    });
  });

  it('say which stage they give contacts', async () => {
    const lifecycleStages = [
      { objectTypeId: '0-2', value: 'lead' },
      { objectTypeId: '0-1', value: 'salesqualifiedlead' },
    ];
    hubspot.script = () => ({ body: definition({ configuration: { lifecycleStages } }) });

    expect(await gatewayOver(hubspot.url).crm.forms.get(PORTAL, FORM)).toMatchObject({ stage: 'salesqualifiedlead' });
  });

  it('are read in spite of what we do not know in them, which stays as it is', async () => {
    const strange = {
      ...{ groupType: 'progress_bar', steps: { of: 3 } },
      fields: [
        { fieldType: 'mood', scale: [1, 2] },
        textField('company', {
          ...{ placeholder: null, mood: { calm: true } },
          dependentFields: [
            { dependentField: { fieldType: 'mood' } },
            { dependentField: textField('lifecyclestage', { hidden: true }) },
          ],
        }),
      ],
    };
    const lifecycleStages = [
      { objectTypeId: '0-2', value: null },
      { objectTypeId: '0-1', value: 'salesqualifiedlead', since: 2026 },
    ];
    const configuration = { lifecycleStages, followUp: { days: 3 } };
    hubspot.script = () => ({ body: definition({ fieldGroups: [strange], configuration, pages: [{ steps: 2 }] }) });

    const form = await gatewayOver(hubspot.url).crm.forms.get(PORTAL, FORM);

    expect(form?.fields.map(({ name }) => name)).toEqual(['company', 'lifecyclestage']);
    expect(form).toMatchObject({ stage: 'salesqualifiedlead', groups: [strange] });
  });

  it('of other makes, which HubSpot describes in part only, are forms without fields', async () => {
    hubspot.script = () => ({ body: { id: FORM, formType: 'captured' } });

    expect(await gatewayOver(hubspot.url).crm.forms.get(PORTAL, FORM)).toEqual({
      ...{ id: FORM, name: '', fields: [], groups: [] },
    });
  });

  it('that are not there are nothing', async () => {
    hubspot.script = () => ({ status: 404, body: { status: 'error', category: 'OBJECT_NOT_FOUND' } });

    expect(await gatewayOver(hubspot.url).crm.forms.get(PORTAL, FORM)).toBeUndefined();
  });

  it('are listed page by page, of every make', async () => {
    hubspot.script = (_call, count) => ({
      body: {
        results: [definition({ name: `Form ${count}` })],
        ...(count < 2 && { paging: { next: { after: 'b' } } }),
      },
    });

    const forms = await gatewayOver(hubspot.url, { family: 'v3' }).crm.forms.list(PORTAL);

    expect(forms.map(({ name }) => name)).toEqual(['Form 1', 'Form 2']);
    expect(hubspot.calls.map(({ path }) => path)).toEqual([
      '/marketing/v3/forms?formTypes=all&limit=100',
      '/marketing/v3/forms?formTypes=all&limit=100&after=b',
    ]);
  });

  it('get other groups in one block, again when the answer is lost', async () => {
    hubspot.script = (_call, count) => (count === 1 ? { fault: 'reset' } : { body: definition() });

    await gatewayOver(hubspot.url).crm.forms.replaceGroups(PORTAL, FORM, [{ groupType: 'default_group' }]);

    expect(hubspot.calls.map(({ method, path, body }) => [method, path, body])).toEqual(
      Array(2).fill([
        'PATCH',
        `/marketing/forms/2026-09-beta/${FORM}`,
        { fieldGroups: [{ groupType: 'default_group' }] },
      ]),
    );
  });

  it('are not made a second time when the answer is lost', async () => {
    hubspot.script = () => ({ fault: 'reset' });
    const { crm } = gatewayOver(hubspot.url);

    expect(await thrownBy(crm.forms.create(PORTAL, { name: 'Demo' }))).toMatchObject({ code: 'HUBSPOT_UNCERTAIN' });
    expect(hubspot.calls).toHaveLength(1);
  });
});

describe('a submission', () => {
  let hubspot: ScriptedHubspot;
  beforeEach(async () => {
    hubspot = await startScriptedHubspot();
  });
  afterEach(() => hubspot.close());
  const FIELDS = [{ name: 'email', value: 'ada@example.com' }];

  it('goes with the token of the portal to where HubSpot takes it, and brings what is to be said', async () => {
    hubspot.script = () => ({ body: { inlineMessage: '<p>Thanks</p>' } });

    const done = await gatewayOver(hubspot.url).crm.forms.submit(PORTAL, FORM, {
      fields: FIELDS,
      context: { pageUri: 'https://acme.example/demo' },
    });

    expect(done).toEqual({ kind: 'taken', message: '<p>Thanks</p>', redirect: undefined });
    expect(hubspot.calls).toEqual([
      {
        method: 'POST',
        path: `/submissions/v3/integration/secure/submit/4401/${FORM}`,
        token: 'token-of-4401',
        body: {
          fields: [{ objectTypeId: '0-1', name: 'email', value: 'ada@example.com' }],
          context: { pageUri: 'https://acme.example/demo' },
        },
      },
    ]);
  });

  it('that HubSpot finds fault with comes back with the fields, and nothing of what was in them', async () => {
    const errors = [
      { message: "Error in 'fields.email'. Invalid email address 'ada@'", errorType: 'INVALID_EMAIL' },
      { message: "Error in 'fields.0-2/state'. Required field '0-2/state' is missing", errorType: 'REQUIRED_FIELD' },
      { message: 'The hutk is not known', errorType: 'INVALID_HUTK' },
    ];
    hubspot.script = () => ({ status: 400, body: { status: 'error', message: 'The request is not valid', errors } });

    expect(await gatewayOver(hubspot.url).crm.forms.submit(PORTAL, FORM, { fields: FIELDS })).toEqual({
      kind: 'refused',
      problems: [
        { field: 'email', problem: 'INVALID_EMAIL' },
        { field: '0-2.state', problem: 'REQUIRED_FIELD' },
        { problem: 'INVALID_HUTK' },
      ],
    });
  });

  it.each([
    ['an unknown form', { status: 404, body: { status: 'error', message: 'No form' } }, 'HUBSPOT_REJECTED'],
    ['no answer', { fault: 'reset' }, 'HUBSPOT_UNCERTAIN'],
  ] as const)('is nobody’s mistake when HubSpot says %s', async (_name, reply, code) => {
    hubspot.script = () => reply;

    expect(await thrownBy(gatewayOver(hubspot.url).crm.forms.submit(PORTAL, FORM, { fields: FIELDS }))).toMatchObject({
      code,
    });
    expect(hubspot.calls).toHaveLength(1);
  });

  it.each([
    ['https://api.hubapi.com', 'https://api.hsforms.com'],
    ['http://127.0.0.1:4010', 'http://127.0.0.1:4010'],
  ])('for an API at %s goes to %s', (api, forms) => {
    expect(formsUrlOf(api)).toBe(forms);
  });
});
