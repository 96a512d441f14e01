import { createTestForm } from '../../../src/app/forms/test-form.js';
import type { DecisionRow } from '../../../src/app/ports.js';
import type { Held } from '../../../src/app/sync/quarantine.js';
import { createMemoryForms, FORM, formWith, NOW, PORTAL, readToken, tokenFor } from '../../fakes/memory-forms.js';

const EMAIL = 'you+test@example.com';
const REQUEST = { name: 'handoff_request', hidden: true, value: tokenFor() };
const FIELDS = [{ name: 'email', required: true, fieldType: 'email' }, REQUEST];
const BY_FORM: DecisionRow = {
  ...{ portalId: PORTAL, contactId: '77', key: 'k', way: 'form', kind: 'advance', from: 'lead', to: 'sql' },
  ...{ rule: 'direct:demo_requested', score: 80, model: 'saas', state: 'settled', at: NOW },
};
const HELD = { code: 'other-form', because: 'The value was made for another form' } as Held;

interface World {
  readonly fields?: Parameters<typeof formWith>[0];
  /** Looks at the contact until it is there; never, when absent. */
  readonly madeAfter?: number;
  readonly known?: boolean;
  readonly decisions?: readonly DecisionRow[];
  readonly held?: Held;
}

function setUp({ fields = FIELDS, madeAfter, known = false, decisions = [], held }: World) {
  const forms = createMemoryForms([formWith(fields)]);
  let now = NOW;
  let looks = -1;
  const testForm = createTestForm({
    forms,
    crm: {
      findByEmail: async () => {
        looks += 1;
        if (known) return '1';
        return looks > 0 && madeAfter !== undefined && looks > madeAfter ? '77' : undefined;
      },
    },
    logs: {
      async *decisions() {
        yield* decisions;
      },
    },
    quarantine: { openOf: async () => held },
    readToken,
    portalId: async () => PORTAL,
    now: () => now,
    pause: async (ms) => void (now += ms),
  });
  return { forms, test: () => testForm({ form: FORM, email: EMAIL }), waited: () => now - NOW };
}

const short = ({ steps }: { readonly steps: readonly { readonly step: string; readonly ok: boolean }[] }) =>
  steps.map(({ step, ok }) => `${step}: ${ok ? 'ok' : 'failed'}`);

describe('testing a form from end to end (P6)', () => {
  it('submits it as a visitor would, and waits until it ended in a decision in its name', async () => {
    const { forms, test, waited } = setUp({ madeAfter: 2, decisions: [{ ...BY_FORM, way: 'sync' }, BY_FORM] });

    const tested = await test();

    expect(tested).toMatchObject({ ok: true, contactId: '77' });
    expect(tested.steps.map(({ said }) => said)).toEqual([
      'Nothing on it sets a stage by itself',
      'Proves demo_requested until 2027-11-21',
      'HubSpot took it',
      '77',
      'advance: lead → sql (direct:demo_requested)',
    ]);
    expect(forms.submitted[0]?.submission.fields).toEqual([
      { name: 'email', value: EMAIL },
      { name: 'handoff_request', value: tokenFor() },
    ]);
    expect(waited()).toBe(2_000);
  });

  it('fills in what must be, each with something it takes, and nothing else', async () => {
    const { forms, test } = setUp({
      madeAfter: 0,
      decisions: [BY_FORM],
      fields: [
        ...FIELDS,
        { name: 'jobtitle' },
        { name: 'company', required: true },
        { name: 'industry', required: true, fieldType: 'dropdown', options: ['TOYS', 'FOOD'] },
        { name: 'numemployees', required: true, fieldType: 'number' },
        { name: 'terms', required: true, fieldType: 'single_checkbox' },
        { name: 'campaign', hidden: true, value: 'spring' },
        { name: 'domain', required: true, ofContact: false },
      ],
    });
    await test();

    expect(forms.submitted[0]?.submission.fields.slice(1)).toEqual([
      { name: 'handoff_request', value: tokenFor() },
      { name: 'company', value: 'Form test' },
      { name: 'industry', value: 'TOYS' },
      { name: 'numemployees', value: '1' },
      { name: 'terms', value: 'true' },
      { name: 'campaign', value: 'spring' },
    ]);
  });

  it.each<[string, World, readonly string[]]>([
    ['without the hidden field', { fields: [{ name: 'email' }] }, ['settings: ok', 'hidden field: failed']],
    [
      'whose value has expired',
      { fields: [{ ...REQUEST, value: tokenFor({ expiresAt: NOW }) }] },
      ['settings: ok', 'hidden field: failed'],
    ],
    ['whose contact never comes', {}, ['settings: ok', 'hidden field: ok', 'submission: ok', 'contact: failed']],
    [
      'that nobody tells us of',
      { madeAfter: 0 },
      ['settings: ok', 'hidden field: ok', 'submission: ok', 'contact: ok', 'decision: failed'],
    ],
    [
      'whose request is not believed',
      { madeAfter: 0, held: HELD },
      ['settings: ok', 'hidden field: ok', 'submission: ok', 'contact: ok', 'decision: failed'],
    ],
    [
      'that sets the stage itself',
      { madeAfter: 0, decisions: [BY_FORM], fields: [...FIELDS, { name: 'lifecyclestage', hidden: true }] },
      ['settings: failed', 'hidden field: ok', 'submission: ok', 'contact: ok', 'decision: ok'],
    ],
  ])('says how far a form comes %s', async (_name, world, steps) => {
    const tested = await setUp(world).test();

    expect(short(tested)).toEqual(steps);
    expect(tested.ok).toBe(false);
  });

  it('says what HubSpot found fault with', async () => {
    const { forms, test } = setUp({});
    forms.answers.push({ kind: 'refused', problems: [{ field: 'email', problem: 'BLOCKED_EMAIL' }] });

    expect((await test()).steps.at(-1)).toEqual({ step: 'submission', ok: false, said: 'email: BLOCKED_EMAIL' });
  });

  it('waits a minute, and no longer', async () => {
    const { test, waited } = setUp({});
    await test();

    expect(waited()).toBe(60_000);
  });

  it('moves nobody who is there already', async () => {
    const { forms, test } = setUp({ known: true });

    await expect(test()).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(forms.submitted).toEqual([]);
  });
});
