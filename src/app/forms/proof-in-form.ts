import { DOUBTS, type ReadFormToken } from './form-request.js';
import { REQUEST_FIELD, type Form } from './form.js';

export type ProofInForm =
  | { readonly ok: true; readonly signal: string; readonly expiresAt: number }
  | { readonly ok: false; readonly because: string; readonly signal?: string };

interface Given {
  readonly portalId: number;
  readonly readToken: ReadFormToken;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** What the hidden field of a form would prove if it were submitted now; `undefined`: it has no such field. */
export function proofInForm(
  { id, fields }: Pick<Form, 'id' | 'fields'>,
  { portalId, readToken, now }: Given,
): ProofInForm | undefined {
  const field = fields.find(({ name }) => name === REQUEST_FIELD);
  if (!field) return undefined;
  const token = readToken(field.value ?? '');
  if (!token) return { ok: false, because: DOUBTS.forged };
  const { signal, expiresAt } = token;
  const no = (because: string) => ({ ok: false, because, signal }) as const;
  if (token.portalId !== portalId) return no(DOUBTS['other-portal']);
  if (token.form !== id) return no(DOUBTS['other-form']);
  return expiresAt <= now ? no('The value of the hidden field has expired') : { ok: true, signal, expiresAt };
}
