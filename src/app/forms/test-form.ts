import { AppError } from '../errors.js';
import type { ReadFormToken } from './form-request.js';
import type { Crm, DecisionRow, LogStore } from '../ports.js';
import type { Held, QuarantineStore } from '../sync/quarantine.js';
import { auditForms } from './audit-forms.js';
import { REQUEST_FIELD, type Form, type FormField, type FormsPortal, type SubmittedField } from './form.js';
import { proofInForm } from './proof-in-form.js';

export interface TestFormDeps {
  readonly forms: Pick<FormsPortal, 'get' | 'submit'>;
  readonly crm: Pick<Crm, 'findByEmail'>;
  readonly logs: Pick<LogStore, 'decisions'>;
  readonly quarantine: Pick<QuarantineStore, 'openOf'>;
  readonly readToken: ReadFormToken;
  /** @throws {AppError} PORTAL_UNKNOWN */
  readonly portalId: () => Promise<number>;
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<unknown>;
}

/** What was looked at, in this order, up to the first that failed. */
export interface TestStep {
  readonly step: 'settings' | 'hidden field' | 'submission' | 'contact' | 'decision';
  readonly ok: boolean;
  readonly said: string;
}

export interface FormTest {
  readonly ok: boolean;
  readonly steps: readonly TestStep[];
  /** Made by the test; it stays in the portal. */
  readonly contactId?: string;
}

export interface TestFormOrder {
  readonly form: string;
  /** Of nobody in the portal. */
  readonly email: string;
}

/** How long HubSpot may take to write the contact, and then to tell us. */
const WAIT_MS = 60_000;
const LOOK_EVERY_MS = 1_000;

/** Something the field takes. */
function answerTo({ fieldType, options, value }: FormField, email: string): string {
  if (fieldType === 'email') return email;
  if (value !== undefined) return value;
  return options[0] ?? (/number|phone/.test(fieldType) ? '1' : /checkbox/.test(fieldType) ? 'true' : 'Form test');
}

/** As a visitor would fill it in: what is hidden, and what must be said. */
function filledIn({ fields }: Form, email: string): readonly SubmittedField[] {
  const wanted = fields.filter(({ ofContact, hidden, required }) => ofContact && (hidden || required));
  const others = wanted.filter(({ name }) => name !== 'email');
  return [{ name: 'email', value: email }, ...others.map((one) => ({ name: one.name, value: answerTo(one, email) }))];
}

/**
 * Submits a form as a visitor does, and looks whether it ends where it should: with a decision of ours, in the form's name. Whatever
 * the model decides is carried out, and told, as for anybody.
 *
 * @throws {AppError} NOT_FOUND without such a form; INVALID_INPUT when the address is somebody's; of HubSpot and the store
 */
export function createTestForm(deps: TestFormDeps) {
  const { forms, crm, logs, quarantine, readToken, now, pause } = deps;

  async function soon<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
    for (const until = now() + WAIT_MS; ; await pause(LOOK_EVERY_MS)) {
      const found = await look();
      if (found !== undefined || now() >= until) return found;
    }
  }

  function look(portalId: number, form: Form): readonly TestStep[] {
    const found = auditForms([form], { portalId, readToken, now: now() });
    const settings = found.filter(({ what }) => what !== REQUEST_FIELD);
    const said = settings.map(({ what, advice }) => `${what}: ${advice}`).join('. ');
    const proof = proofInForm(form, { portalId, readToken, now: now() });
    return [
      { step: 'settings', ok: settings.length === 0, said: said || 'Nothing on it sets a stage by itself' },
      proof?.ok
        ? { step: 'hidden field', ok: true, said: `Proves ${proof.signal} until ${isoDay(proof.expiresAt)}` }
        : { step: 'hidden field', ok: false, said: proof?.because ?? `It has no hidden field ${REQUEST_FIELD}` },
    ];
  }

  async function submit(portalId: number, form: Form, email: string): Promise<TestStep> {
    const done = await forms.submit(portalId, form.id, { fields: filledIn(form, email) });
    if (done.kind === 'taken') return { step: 'submission', ok: true, said: 'HubSpot took it' };
    const said = done.problems.map(({ field = 'form', problem }) => `${field}: ${problem}`).join(', ');
    return { step: 'submission', ok: false, said };
  }

  async function decisionOn(portalId: number, contactId: string): Promise<DecisionRow | Held | undefined> {
    for await (const row of logs.decisions({ portalId, contactId }))
      if (row.way === 'form' && row.kind !== null) return row;
    return quarantine.openOf(portalId, contactId);
  }

  async function heard(portalId: number, contactId: string): Promise<TestStep> {
    const found = await soon(() => decisionOn(portalId, contactId));
    const step = 'decision';
    if (!found) {
      const said = `Nothing was heard of it within ${WAIT_MS / 1_000} s: does the app in HubSpot listen to changes of ${REQUEST_FIELD}?`;
      return { step, ok: false, said };
    }
    if ('code' in found) return { step, ok: false, said: `Held in quarantine: ${found.because}` };
    const { kind, from, to, rule } = found;
    return { step, ok: true, said: `${kind}: ${from === to ? `stays ${from}` : `${from} → ${to}`} (${rule})` };
  }

  return async function testForm({ form: id, email }: TestFormOrder): Promise<FormTest> {
    const portalId = await deps.portalId();
    const form = await forms.get(portalId, id);
    if (!form) throw new AppError('NOT_FOUND', 'HubSpot has no such form.');
    if ((await crm.findByEmail(portalId, email, 'later')) !== undefined)
      throw new AppError('INVALID_INPUT', 'A contact has this address: give one that nobody has.');
    const steps = [...look(portalId, form)];
    const ended = (contactId?: string): FormTest => {
      const test = { ok: steps.every(({ ok }) => ok), steps };
      return contactId === undefined ? test : { ...test, contactId };
    };
    if (steps.some(({ step, ok }) => step === 'hidden field' && !ok)) return ended();
    const submitted = await submit(portalId, form, email);
    steps.push(submitted);
    if (!submitted.ok) return ended();
    const contactId = await soon(() => crm.findByEmail(portalId, email, 'later'));
    steps.push({
      step: 'contact',
      ok: contactId !== undefined,
      said: contactId ?? `HubSpot made none of ${email} within ${WAIT_MS / 1_000} s`,
    });
    if (contactId === undefined) return ended();
    steps.push(await heard(portalId, contactId));
    return ended(contactId);
  };
}

export type TestForm = ReturnType<typeof createTestForm>;

function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
