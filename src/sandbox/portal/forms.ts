import { createRandom, type Random } from '../random.js';
import { iso } from './lifecycle.js';
import type { SandboxPortal } from './portal.js';
import { contactOfSubmission } from './submitted-contact.js';

type Json = Readonly<Record<string, unknown>>;

/** A form as it is kept: what HubSpot adds, and everything else as it came. */
export interface StoredForm extends Json {
  /** GUID. */
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly archived: boolean;
}

export interface SubmittedValue {
  readonly objectTypeId: string;
  readonly name: string;
  readonly value: string;
}

/** What somebody sent. */
export interface FormSubmission {
  /** Epoch ms on the sandbox clock. */
  readonly submittedAt: number;
  readonly values: readonly SubmittedValue[];
  readonly pageUri?: string;
  readonly pageName?: string;
  /** Of a page that HubSpot keeps. */
  readonly pageId?: string;
}

/** The forms of a portal, and what was sent with them. */
export interface FormBook {
  /** Is the cookie of whoever submits one that HubSpot knows? */
  readonly knowsHutk: boolean;
  /** In order of creation. */
  list(archived: boolean): readonly StoredForm[];
  get(id: string): StoredForm | undefined;
  /** Keeps a definition as it is, refused by nobody: one of before March 2024 may hold a stage. */
  add(definition: Json): StoredForm;
  /** Puts these blocks in the place of those the form has. @returns `undefined`: no such form */
  change(id: string, blocks: Json): StoredForm | undefined;
  /** Puts this definition in the place of the whole form. @returns `undefined`: no such form */
  replace(id: string, definition: Json): StoredForm | undefined;
  archive(id: string): boolean;
  /** Takes a submission; the contact follows a little later. */
  submit(form: StoredForm, submission: FormSubmission): void;
  /** Newest first. */
  submissions(id: string): readonly FormSubmission[];
  /** Lets every submission that is still under way reach its contact now. */
  flush(): void;
  /** What has not reached its contact never does. */
  close(): void;
}

export interface FormBookOptions {
  readonly portal: Pick<SandboxPortal, 'portalId' | 'now' | 'contactWith' | 'createContact' | 'properties'>;
  /** How long a contact takes to follow, real milliseconds. HubSpot's own delay is not published. */
  readonly applyAfterMs: number;
  /** What stands as the source of a value that a form wrote: its GUID, or nothing that names it. HubSpot's way is not known. */
  readonly sourceId: 'form' | 'none';
  readonly knowsHutk: boolean;
  /** What a contact without a stage gets. */
  readonly defaultStage: string;
}

/** An account without forms. */
export function createFormBook({ portal, applyAfterMs, sourceId, ...options }: FormBookOptions): FormBook {
  const { defaultStage, knowsHutk } = options;
  const forms = new Map<string, StoredForm>();
  const sent = new Map<string, FormSubmission[]>();
  const random = createRandom(portal.portalId);
  const underWay = new Map<NodeJS.Timeout, () => void>();

  function store(form: StoredForm): StoredForm {
    forms.set(form.id, form);
    return form;
  }

  /** @param definition of the form as it was */
  function renew(id: string, definition: (form: StoredForm) => Json): StoredForm | undefined {
    const form = forms.get(id.toLowerCase());
    if (!form) return undefined;
    const { name, createdAt, archived } = form;
    return store({ name, ...definition(form), id: form.id, createdAt, archived, updatedAt: iso(portal.now()) });
  }

  function apply(form: StoredForm, submission: FormSubmission): void {
    const email = submission.values.find(({ name }) => name === 'email')?.value ?? '';
    // Without an address HubSpot goes by the browser's cookie, which here nobody has: nobody is written.
    if (email.trim() === '') return;
    const known = portal.contactWith(email);
    const held = known === undefined ? {} : (portal.properties(known) ?? {});
    const values = contactOfSubmission({ form, submission, held, defaultStage });
    const writer = { sourceType: 'FORM', ...(sourceId === 'form' ? { sourceId: form.id } : {}) };
    portal.createContact(values, writer);
  }

  return {
    knowsHutk,
    list: (archived) => [...forms.values()].filter((form) => form.archived === archived),
    get: (id) => forms.get(id.toLowerCase()),
    add: (definition) => {
      const at = iso(portal.now());
      const name = typeof definition['name'] === 'string' ? definition['name'] : '';
      return store({ ...definition, id: guid(random), name, createdAt: at, updatedAt: at, archived: false });
    },
    change: (id, blocks) => renew(id, (form) => ({ ...form, ...blocks })),
    replace: (id, definition) => renew(id, () => definition),
    archive: (id) => {
      const form = forms.get(id.toLowerCase());
      if (form?.archived !== false) return false;
      store({ ...form, archived: true, archivedAt: iso(portal.now()) });
      return true;
    },
    submit: (form, submission) => {
      sent.set(form.id, [submission, ...(sent.get(form.id) ?? [])]);
      const arrive = (): void => {
        underWay.delete(timer);
        apply(form, submission);
      };
      const timer = setTimeout(arrive, applyAfterMs);
      underWay.set(timer, arrive);
    },
    submissions: (id) => sent.get(id.toLowerCase()) ?? [],
    flush: () => {
      for (const [timer, arrive] of underWay) {
        clearTimeout(timer);
        arrive();
      }
    },
    close: () => {
      for (const timer of underWay.keys()) clearTimeout(timer);
      underWay.clear();
    },
  };
}

function guid(random: Random): string {
  const hex = (digits: number): string => Array.from({ length: digits }, () => random.int(16).toString(16)).join('');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
}
