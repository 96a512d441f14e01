import { AppError } from '../errors.js';
import { isDecidedElsewhere } from './decided-fields.js';
import { isFormId, type FormStore, type FormsPortal, type OpenForm } from './form.js';
import { requireKind } from './make-form-token.js';

export interface OpenFormDeps {
  readonly forms: Pick<FormsPortal, 'get'>;
  readonly store: FormStore;
  /** @throws {AppError} PORTAL_UNKNOWN */
  readonly portalId: () => Promise<number>;
  readonly now: () => number;
}

export interface OpenFormOrder {
  readonly form: string;
  /** The signal that submitting it proves. */
  readonly kind: string;
  /** Absent: what the form has in HubSpot. */
  readonly fields?: readonly string[];
  /** Default a year. */
  readonly days?: number;
}

const DAY_MS = 86_400_000;

/**
 * Opens a form to submissions through this service, for the fields it has in HubSpot or fewer; a second time replaces the first.
 *
 * @throws {AppError} INVALID_INPUT when the form is no GUID, the kind no name of a signal, or a field is none that may be
 *   submitted; NOT_FOUND when HubSpot has no such form
 */
export function createOpenForm({ forms, store, portalId: ask, now }: OpenFormDeps) {
  return async function openForm({ form, kind, fields, days = 365 }: OpenFormOrder): Promise<OpenForm> {
    if (!isFormId(form)) throw new AppError('INVALID_INPUT', 'The form is named by its GUID, as in its address.');
    requireKind(kind);
    const portalId = await ask();
    const definition = await forms.get(portalId, form);
    if (!definition) throw new AppError('NOT_FOUND', 'HubSpot has no such form.');
    const ofForm = definition.fields.filter(({ ofContact }) => ofContact).map(({ name }) => name);
    const taken = [...new Set(ofForm)].filter((name) => !isDecidedElsewhere(name));
    const wrong = (fields ?? []).filter((name) => !taken.includes(name));
    if (wrong.length > 0)
      throw new AppError('INVALID_INPUT', `Not on the form, or not for a form to say: ${wrong.join(', ')}`);
    const open = { portalId, form, signal: kind, fields: fields ?? taken, until: now() + days * DAY_MS };
    await store.open(open);
    return open;
  };
}

export type OpenFormFor = ReturnType<typeof createOpenForm>;
