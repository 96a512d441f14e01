import { AppError } from '../errors.js';
import type { FormToken } from './form-request.js';
import { isDecidedElsewhere } from './decided-fields.js';
import {
  REQUEST_FIELD,
  type FieldProblem,
  type FormsPortal,
  type FormStore,
  type OpenForm,
  type Submission,
  type Submitted,
} from './form.js';

export interface SubmitFormDeps {
  readonly forms: Pick<FormsPortal, 'submit'>;
  readonly store: Pick<FormStore, 'find'>;
  /** @throws {AppError} PORTAL_UNKNOWN */
  readonly portalId: () => Promise<number>;
  readonly sign: (token: FormToken) => string;
  readonly now: () => number;
}

/** It is on its way at once; a day covers the longest HubSpot was seen to take. */
const GOOD_FOR_MS = 86_400_000;
const STALE_BROWSER = 'INVALID_HUTK';

function problemsIn({ fields }: Submission, open: OpenForm): readonly FieldProblem[] {
  const strange = fields.filter(({ name }) => !open.fields.includes(name) || isDecidedElsewhere(name));
  const problems = strange.map(({ name }) => ({ field: name, problem: 'FIELD_NOT_IN_FORM_DEFINITION' }));
  const hasEmail = fields.some(({ name, value }) => name === 'email' && value.trim() !== '');
  return hasEmail ? problems : [...problems, { field: 'email', problem: 'REQUIRED_FIELD' }];
}

/**
 * Hands what somebody filled in on to HubSpot, with the request that this form proves signed anew. From there on it goes the way
 * of every form: HubSpot writes the contact, tells us, and the model decides.
 *
 * @throws {AppError} NOT_FOUND when the form is not open; HUBSPOT_BUSY: nothing happened, HUBSPOT_UNCERTAIN: it may have
 */
export function createSubmitForm({ forms, store, portalId: ask, sign, now }: SubmitFormDeps) {
  async function handOn(portalId: number, form: string, submission: Submission): Promise<Submitted> {
    const done = await forms.submit(portalId, form, submission);
    const stale = done.kind === 'refused' && done.problems.every(({ problem }) => problem === STALE_BROWSER);
    if (!stale || submission.context?.hutk === undefined) return done;
    // A cookie HubSpot does not know (any more) is no reason to lose somebody.
    const { hutk: _, ...context } = submission.context;
    return forms.submit(portalId, form, { ...submission, context });
  }

  return async function submitForm(form: string, submission: Submission): Promise<Submitted> {
    const portalId = await ask();
    const open = await store.find(portalId, form);
    if (!open || open.until <= now()) throw new AppError('NOT_FOUND', 'No such form is open to submissions.');
    const problems = problemsIn(submission, open);
    if (problems.length > 0) return { kind: 'refused', problems };
    const value = sign({ portalId, form, signal: open.signal, expiresAt: now() + GOOD_FOR_MS });
    const fields = [...submission.fields, { name: REQUEST_FIELD, value }];
    return handOn(portalId, form, { ...submission, fields });
  };
}

export type SubmitForm = ReturnType<typeof createSubmitForm>;
