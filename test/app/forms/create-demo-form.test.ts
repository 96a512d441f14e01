import { createCreateDemoForm } from '../../../src/app/forms/create-demo-form.js';
import { createMakeFormToken } from '../../../src/app/forms/make-form-token.js';
import { createOpenForm } from '../../../src/app/forms/open-form.js';
import {
  createMemoryForms,
  createMemoryFormStore,
  DAY,
  FORM,
  NOW,
  PORTAL,
  readToken,
  sign,
  tokenFor,
} from '../../fakes/memory-forms.js';

const NAME = 'Request a demo (Handoff)';
const ORDER = { kind: 'demo_requested' };

function setUp() {
  const [forms, store] = [createMemoryForms(), createMemoryFormStore()];
  const shared = { forms, store, portalId: async () => PORTAL, sign, readToken, now: () => NOW };
  const openForm = createOpenForm(shared);
  const createDemoForm = createCreateDemoForm({ ...shared, openForm, makeFormToken: createMakeFormToken(shared) });
  const hidden = () => forms.forms[0]?.fields.filter(({ name }) => name === 'handoff_request');
  return { forms, store, createDemoForm, hidden };
}

describe('making a demo form', () => {
  it('makes it with its stage left at lead, puts the signed field in, and opens it', async () => {
    const { forms, store, createDemoForm, hidden } = setUp();

    const demo = await createDemoForm({ ...ORDER, days: 30 });

    const expiresAt = '2026-12-21T12:00:00.000Z';
    expect(demo).toEqual({ state: 'created', form: FORM, name: NAME, kind: 'demo_requested', expiresAt });
    expect(forms.made).toMatchObject([
      {
        configuration: {
          lifecycleStages: [
            { objectTypeId: '0-1', value: 'lead' },
            { objectTypeId: '0-2', value: 'lead' },
          ],
        },
      },
    ]);
    expect(hidden()).toMatchObject([{ hidden: true, value: tokenFor({ expiresAt: NOW + 30 * DAY }) }]);
    expect([...store.rows.values()]).toEqual([
      {
        ...{ portalId: PORTAL, form: FORM, signal: 'demo_requested', until: NOW + 30 * DAY },
        fields: ['firstname', 'lastname', 'email', 'company', 'jobtitle', 'handoff_need'],
      },
    ]);
  });

  it('keeps at most three fields together, as HubSpot does', async () => {
    const { forms, createDemoForm } = setUp();
    await createDemoForm(ORDER);

    const sizes = forms.forms[0]?.groups.map(({ fields }) => (fields as unknown[]).length) ?? [];
    expect(Math.max(...sizes)).toBeLessThanOrEqual(3);
  });

  it('does nothing a second time', async () => {
    const { forms, createDemoForm } = setUp();
    const first = await createDemoForm(ORDER);
    const before = structuredClone(forms.forms);

    expect(await createDemoForm(ORDER)).toEqual({ ...first, state: 'there' });
    expect([forms.forms, forms.made.length]).toEqual([before, 1]);
  });

  it('puts a new value in the place of one that proves something else, and leaves what others changed', async () => {
    const { forms, createDemoForm, hidden } = setUp();
    await createDemoForm(ORDER);
    const [form] = forms.forms;
    if (form) forms.forms[0] = { ...form, groups: [{ richText: '<p>Ours</p>', fields: [] }, ...form.groups] };

    const demo = await createDemoForm({ kind: 'quote_requested' });

    expect(demo.state).toBe('completed');
    expect(hidden()).toMatchObject([{ value: tokenFor({ signal: 'quote_requested' }) }]);
    expect(forms.forms[0]?.groups[0]).toEqual({ richText: '<p>Ours</p>', fields: [] });
  });

  it('finds the form that was made though the answer was lost', async () => {
    const { forms, createDemoForm, hidden } = setUp();
    forms.lose = 'answer';

    expect(await createDemoForm(ORDER)).toMatchObject({ state: 'created', form: FORM });
    expect(forms.forms).toHaveLength(1);
    expect(hidden()).toHaveLength(1);
  });

  it('says so when HubSpot neither answers nor has the form', async () => {
    const { forms, createDemoForm } = setUp();
    forms.lose = 'form';

    await expect(createDemoForm(ORDER)).rejects.toMatchObject({ code: 'HUBSPOT_UNCERTAIN' });
  });

  it('completes and opens a form whose making broke off', async () => {
    const { forms, store, createDemoForm } = setUp();
    await createDemoForm(ORDER);
    store.rows.clear();

    expect((await createDemoForm(ORDER)).state).toBe('there');
    expect([...store.rows.keys()]).toEqual([FORM]);

    const [form] = forms.forms;
    if (form) await forms.replaceGroups(PORTAL, FORM, form.groups.slice(0, -1));
    expect((await createDemoForm(ORDER)).state).toBe('completed');
  });

  it.each(['Demo requested', '', '9lives'])('refuses the kind “%s”, before a form is made', async (kind) => {
    const { forms, createDemoForm } = setUp();

    await expect(createDemoForm({ kind })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(forms.made).toEqual([]);
  });
});
