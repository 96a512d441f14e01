import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FormToken } from '../app/forms/form-request.js';
import { REQUEST_FIELD } from '../app/forms/form.js';

const VERSION = 'h1';
const SHAPE = /^h1\.([1-9]\d{0,15})\.([a-z][a-z0-9_]{0,63})\.([0-9a-f-]{36})\.([0-9a-z]{1,12})\.([A-Za-z0-9_-]{43})$/;

export interface FormTokens {
  /** The value of the hidden field: letters, digits, dots, dashes and underscores, at most 190 of them. */
  readonly sign: (token: FormToken) => string;
  /** `undefined`: not signed with this key, or altered. */
  readonly read: (value: string) => FormToken | undefined;
}

/**
 * Values of the hidden field, each bound to portal, form, field, kind of request and expiry. Anybody can read one off the page:
 * it proves that a form of ours asked, not who filled it in.
 *
 * @param key 32 bytes, used for nothing else
 */
export function createFormTokens(key: Buffer): FormTokens {
  // What is signed for one field is nothing in another.
  const macOf = (claim: string): Buffer => createHmac('sha256', key).update(`${REQUEST_FIELD}\n${claim}`).digest();

  return {
    sign({ portalId, form, signal, expiresAt }) {
      const claim = [VERSION, portalId, signal, form, Math.floor(expiresAt / 1_000).toString(36)].join('.');
      return `${claim}.${macOf(claim).toString('base64url')}`;
    },
    read(value) {
      const text = value.trim();
      const [, portal, signal, form, expiry, signature] = SHAPE.exec(text) ?? [];
      if (signature === undefined || signal === undefined || form === undefined) return undefined;
      const given = Buffer.from(signature, 'base64url');
      const mac = macOf(text.slice(0, -signature.length - 1));
      // The last letter of a signature has two bits to spare: only the one spelling is ours.
      const genuine = given.length === mac.length && timingSafeEqual(given, mac);
      if (!genuine || mac.toString('base64url') !== signature) return undefined;
      return { portalId: Number(portal), form, signal, expiresAt: Number.parseInt(expiry ?? '', 36) * 1_000 };
    },
  };
}
