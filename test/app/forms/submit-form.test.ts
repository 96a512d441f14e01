import { createSubmitForm } from '../../../src/app/forms/submit-form.js';
import type { Submitted } from '../../../src/app/forms/form.js';
import {
  createMemoryForms,
  createMemoryFormStore,
  DAY,
  FORM,
  NOW,
  OTHER_FORM,
  PORTAL,
  sign,
  tokenFor,
} from '../../fakes/memory-forms.js';

const EMAIL = { name: 'email', value: 'ada@example.com' };
const STALE: Submitted = { kind: 'refused', problems: [{ problem: 'INVALID_HUTK' }] };

async function setUp(until = NOW + DAY) {
  const [forms, store] = [createMemoryForms(), createMemoryFormStore()];
  await store.open({ portalId: PORTAL, form: FORM, signal: 'demo_requested', fields: ['email', 'company'], until });
  const submit = createSubmitForm({ forms, store, sign, portalId: async () => PORTAL, now: () => NOW });
  return { forms, submit };
}

describe('submitting a form through the service', () => {
  it('hands it on with a request signed for a day', async () => {
    const { forms, submit } = await setUp();
    const context = { pageUri: 'https://acme.example/demo', hutk: 'abc' };

    const done = await submit(FORM, { fields: [EMAIL, { name: 'company', value: 'Acme' }], context });

    expect(done).toEqual({ kind: 'taken', message: 'Thanks' });
    const request = { name: 'handoff_request', value: tokenFor({ expiresAt: NOW + DAY }) };
    expect(forms.submitted).toEqual([
      { form: FORM, submission: { fields: [EMAIL, { name: 'company', value: 'Acme' }, request], context } },
    ]);
  });

  it.each(['lifecyclestage', 'handoff_request', 'handoff_score', 'hubspot_owner_id', 'hs_object_id', 'phone'])(
    'takes no %s, and hands nothing on (P5)',
    async (name) => {
      const { forms, submit } = await setUp();

      expect(await submit(FORM, { fields: [EMAIL, { name, value: 'salesqualifiedlead' }] })).toEqual({
        kind: 'refused',
        problems: [{ field: name, problem: 'FIELD_NOT_IN_FORM_DEFINITION' }],
      });
      expect(forms.submitted).toEqual([]);
    },
  );

  it.each([
    ['no address', []],
    ['a blank one', [{ name: 'email', value: '  ' }]],
  ])('asks for the address when there is %s', async (_name, fields) => {
    const { submit } = await setUp();

    expect(await submit(FORM, { fields })).toEqual({
      kind: 'refused',
      problems: [{ field: 'email', problem: 'REQUIRED_FIELD' }],
    });
  });

  it.each([
    ['was never opened', OTHER_FORM, NOW + DAY],
    ['is open no longer', FORM, NOW],
  ])('knows no form that %s', async (_name, form, until) => {
    const { submit } = await setUp(until);

    await expect(submit(form, { fields: [EMAIL] })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('tries without the cookie when HubSpot does not know the browser', async () => {
    const { forms, submit } = await setUp();
    forms.answers.push(STALE);

    const done = await submit(FORM, { fields: [EMAIL], context: { hutk: 'old', pageName: 'Demo' } });

    expect(done.kind).toBe('taken');
    expect(forms.submitted.map(({ submission }) => submission.context)).toEqual([
      { hutk: 'old', pageName: 'Demo' },
      { pageName: 'Demo' },
    ]);
  });

  it('tries once only, and not for what somebody must change', async () => {
    const { forms, submit } = await setUp();
    const wrong: Submitted = {
      kind: 'refused',
      problems: [{ problem: 'INVALID_HUTK' }, { field: 'email', problem: 'INVALID_EMAIL' }],
    };
    forms.answers.push(wrong, STALE, STALE);

    expect(await submit(FORM, { fields: [EMAIL], context: { hutk: 'old' } })).toEqual(wrong);
    expect(await submit(FORM, { fields: [EMAIL] })).toEqual(STALE);
    expect(forms.submitted).toHaveLength(2);
  });
});
