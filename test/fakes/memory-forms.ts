import { AppError } from '../../src/app/errors.js';
import type { FormToken } from '../../src/app/forms/form-request.js';
import type { Form, FormsPortal, FormStore, Json, OpenForm, Submission, Submitted } from '../../src/app/forms/form.js';

export const FORM = '2c4d1f3e-0d6b-4f5a-9f0e-6f0a1b2c3d4e';
export const OTHER_FORM = '99999999-0d6b-4f5a-9f0e-6f0a1b2c3d4e';
export const PORTAL = 4401;
export const NOW = Date.UTC(2026, 10, 21, 12);
export const DAY = 86_400_000;

/** Tokens anybody can read: what is signed, as JSON. */
export const sign = (token: FormToken): string => JSON.stringify(token);
export const readToken = (value: string): FormToken | undefined =>
  value.startsWith('{') ? (JSON.parse(value) as FormToken) : undefined;
export const tokenFor = (more: Partial<FormToken> = {}): string =>
  sign({ portalId: PORTAL, form: FORM, signal: 'demo_requested', expiresAt: NOW + 365 * DAY, ...more });

/** A form as HubSpot's edge gives it. */
export const formWith = (
  fields: readonly (Partial<Form['fields'][number]> & { readonly name: string })[] = [],
): Form => ({
  id: FORM,
  name: 'Demo',
  groups: [],
  fields: fields.map((field) => ({
    ...{ ofContact: true, hidden: false, required: false, fieldType: 'single_line_text', options: [] },
    ...field,
  })),
});

export interface MemoryForms extends FormsPortal {
  readonly forms: Form[];
  readonly submitted: { readonly form: string; readonly submission: Submission }[];
  readonly made: Json[];
  /** What the next submissions come to; then all are taken. */
  readonly answers: Submitted[];
  /** The next form that is made is there, and its answer lost · never made. */
  lose: 'answer' | 'form' | undefined;
}

/** A portal with forms, in memory. */
export function createMemoryForms(forms: Form[] = []): MemoryForms {
  const memory: MemoryForms = {
    forms,
    ...{ submitted: [], made: [], answers: [], lose: undefined },
    list: async () => forms,
    get: async (_portal, id) => forms.find((form) => form.id === id),
    create: async (_portal, definition) => {
      const { lose } = memory;
      memory.lose = undefined;
      const lost = new AppError('HUBSPOT_UNCERTAIN', 'no answer');
      if (lose === 'form') throw lost;
      memory.made.push(definition);
      forms.push({ ...formOf(definition['fieldGroups'] as Json[]), name: String(definition['name']) });
      if (lose === 'answer') throw lost;
      return FORM;
    },
    replaceGroups: async (_portal, id, groups) => {
      const at = forms.findIndex((form) => form.id === id);
      const { name } = forms[at] ?? { name: '' };
      forms[at] = { ...formOf(groups), id, name };
    },
    submit: async (_portal, form, submission) => {
      memory.submitted.push({ form, submission });
      return memory.answers.shift() ?? { kind: 'taken', message: 'Thanks' };
    },
  };
  return memory;
}

function formOf(groups: readonly Json[]): Form {
  const fields = groups.flatMap(({ fields }) => fields as readonly Json[]);
  const read = fields.map(({ name, hidden, required, defaultValue }) => ({
    ...{ name: String(name), hidden: hidden === true, required: required === true },
    ...(typeof defaultValue === 'string' ? { value: defaultValue } : {}),
  }));
  return { ...formWith(read), groups };
}

/** Forms that are open to submissions, in memory. */
export function createMemoryFormStore(): FormStore & { readonly rows: Map<string, OpenForm> } {
  const rows = new Map<string, OpenForm>();
  return {
    rows,
    open: async (form) => void rows.set(form.form, form),
    close: async (_portal, form) => rows.delete(form),
    find: async (_portal, form) => rows.get(form),
    list: async () => [...rows.values()],
  };
}
