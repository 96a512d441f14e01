import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from './app/errors.js';
import { auditForms } from './app/forms/audit-forms.js';
import { createCreateDemoForm } from './app/forms/create-demo-form.js';
import type { FormsPortal } from './app/forms/form.js';
import { createMakeFormToken } from './app/forms/make-form-token.js';
import { createOpenForm } from './app/forms/open-form.js';
import { createSubmitForm } from './app/forms/submit-form.js';
import { createTestForm } from './app/forms/test-form.js';
import type { Crm } from './app/ports.js';
import type { Config } from './config.js';
import { createFormTokens } from './hubspot/form-token.js';
import { deriveKey } from './notify/derive-key.js';
import type { Store } from './store/open-store.js';

/** A key for one purpose: of the key that is set, else one of this service's own. */
export function keyFor({ encryptionKey }: Config, store: Pick<Store, 'key'>, purpose: string): Promise<Buffer> {
  return encryptionKey ? Promise.resolve(deriveKey(encryptionKey, purpose)) : store.key(purpose);
}

export interface FormParts {
  readonly store: Store;
  readonly crm: Crm & { readonly forms: FormsPortal };
  readonly portalOfToken: () => Promise<number | undefined>;
}

/** Forms that ask for a stage: what signs and reads their requests, what an operator does about them, what is submitted through us. */
export async function joinForms({ config }: { readonly config: Config }, { store, crm, portalOfToken }: FormParts) {
  const tokens = createFormTokens(await keyFor(config, store, 'form-tokens'));
  const { forms } = crm;

  async function portalId(): Promise<number> {
    const known = await portalOfToken();
    if (known === undefined) throw new AppError('PORTAL_UNKNOWN', 'No portal is connected.');
    return known;
  }

  const now = Date.now;
  const shared = { forms, portalId, now, store: store.forms, sign: tokens.sign, readToken: tokens.read };
  const makeFormToken = createMakeFormToken(shared);
  const openForm = createOpenForm(shared);
  return {
    readToken: tokens.read,
    forms: {
      makeFormToken,
      openForm,
      createDemoForm: createCreateDemoForm({ ...shared, makeFormToken, openForm }),
      closeForm: async (form: string) => store.forms.close(await portalId(), form),
      openForms: async () => store.forms.list(await portalId()),
      auditForms: async () => {
        const portal = await portalId();
        return auditForms(await forms.list(portal), { portalId: portal, readToken: tokens.read, now: now() });
      },
      submitForm: createSubmitForm(shared),
      testForm: createTestForm({ ...shared, crm, logs: store.logs, quarantine: store.quarantine, pause }),
    },
  };
}
