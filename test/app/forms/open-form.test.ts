import { createOpenForm } from '../../../src/app/forms/open-form.js';
import {
  createMemoryForms,
  createMemoryFormStore,
  DAY,
  FORM,
  formWith,
  NOW,
  PORTAL,
} from '../../fakes/memory-forms.js';

const FIELDS = [
  { name: 'email' },
  { name: 'company' },
  { name: 'lifecyclestage', hidden: true },
  { name: 'hubspot_owner_id' },
  { name: 'handoff_request', hidden: true },
  { name: 'domain', ofContact: false },
];

function setUp() {
  const [forms, store] = [createMemoryForms([formWith(FIELDS)]), createMemoryFormStore()];
  const openForm = createOpenForm({ forms, store, portalId: async () => PORTAL, now: () => NOW });
  return { store, open: (more: object = {}) => openForm({ form: FORM, kind: 'demo_requested', ...more }) };
}

describe('opening a form to submissions', () => {
  it('takes the fields it has, and none that others decide', async () => {
    const { store, open } = setUp();

    const opened = await open();

    expect(opened).toEqual({
      ...{ portalId: PORTAL, form: FORM, signal: 'demo_requested', until: NOW + 365 * DAY },
      fields: ['email', 'company'],
    });
    expect(store.rows.get(FORM)).toEqual(opened);
  });

  it('takes fewer when told so', async () => {
    expect(await setUp().open({ fields: ['email'], days: 1 })).toMatchObject({ fields: ['email'], until: NOW + DAY });
  });

  it.each([
    ['a field it does not have', { fields: ['email', 'phone'] }, 'INVALID_INPUT'],
    ['the stage (P5)', { fields: ['email', 'lifecyclestage'] }, 'INVALID_INPUT'],
    ['a field of a company', { fields: ['domain'] }, 'INVALID_INPUT'],
    ['an id that is none', { form: 'demo' }, 'INVALID_INPUT'],
    ['a kind that is none', { kind: 'Demo!' }, 'INVALID_INPUT'],
    ['a form HubSpot does not have', { form: FORM.replace('2c', '2d') }, 'NOT_FOUND'],
  ])('refuses %s', async (_name, order, code) => {
    const { store, open } = setUp();

    await expect(open(order)).rejects.toMatchObject({ code });
    expect(store.rows.size).toBe(0);
  });
});
