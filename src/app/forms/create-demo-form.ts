import { isAppError } from '../errors.js';
import type { ReadFormToken } from './form-request.js';
import { demoForm, DEMO_FORM_NAME } from './demo-form.js';
import type { Form, FormsPortal, FormStore } from './form.js';
import { requireKind, type MakeFormToken } from './make-form-token.js';
import type { OpenFormFor } from './open-form.js';
import { proofInForm } from './proof-in-form.js';
import { withRequestField } from './request-field.js';

export interface CreateDemoFormDeps {
  readonly forms: FormsPortal;
  readonly store: Pick<FormStore, 'find'>;
  /** @throws {AppError} PORTAL_UNKNOWN */
  readonly portalId: () => Promise<number>;
  readonly makeFormToken: MakeFormToken;
  readonly readToken: ReadFormToken;
  readonly openForm: OpenFormFor;
  readonly now: () => number;
}

export interface DemoFormOrder {
  readonly kind: string;
  readonly days?: number;
}

/** created: new · completed: it was there, its hidden field proved nothing or something else · there: nothing was done */
export interface DemoForm {
  readonly state: 'created' | 'completed' | 'there';
  readonly form: string;
  readonly name: string;
  readonly kind: string;
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
}

/**
 * Makes a form that asks for a demo, with the hidden field that proves it, and opens it to submissions through this service. The
 * field is put in once the form has an id to be signed for; whatever breaks off in between is made up for the next time.
 *
 * @throws {AppError} INVALID_INPUT for a kind that is no name of a signal; of HubSpot and the store
 */
export function createCreateDemoForm(deps: CreateDemoFormDeps) {
  const { forms, store, makeFormToken, readToken, openForm, now } = deps;

  const demoFormIn = async (portalId: number): Promise<Form | undefined> =>
    (await forms.list(portalId)).find(({ name }) => name === DEMO_FORM_NAME);

  async function make(portalId: number): Promise<Form> {
    const definition = demoForm(new Date(now()).toISOString());
    try {
      const id = await forms.create(portalId, definition);
      return { id, name: DEMO_FORM_NAME, fields: [], groups: definition['fieldGroups'] as Form['groups'] };
    } catch (error) {
      const made = isAppError(error, 'HUBSPOT_UNCERTAIN') ? await demoFormIn(portalId) : undefined;
      if (made) return made;
      throw error;
    }
  }

  return async function createDemoForm({ kind, days }: DemoFormOrder): Promise<DemoForm> {
    requireKind(kind);
    const portalId = await deps.portalId();
    const known = await demoFormIn(portalId);
    const proof = known && proofInForm(known, { portalId, readToken, now: now() });
    const order = { kind, ...(days === undefined ? {} : { days }) };
    if (known && proof?.ok && proof.signal === kind) {
      if (!(await store.find(portalId, known.id))) await openForm({ form: known.id, ...order });
      const expiresAt = new Date(proof.expiresAt).toISOString();
      return { state: 'there', form: known.id, name: known.name, kind, expiresAt };
    }
    const { id, groups } = known ?? (await make(portalId));
    const { field, expiresAt } = await makeFormToken({ form: id, ...order });
    await forms.replaceGroups(portalId, id, withRequestField(groups, field));
    await openForm({ form: id, ...order });
    return { state: known ? 'completed' : 'created', form: id, name: DEMO_FORM_NAME, kind, expiresAt };
  };
}

export type CreateDemoForm = ReturnType<typeof createCreateDemoForm>;
