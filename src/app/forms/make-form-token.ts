import { AppError } from '../errors.js';
import type { FormToken } from './form-request.js';
import { isFormId, type Json } from './form.js';
import { requestField } from './request-field.js';

/** A value for the hidden field of one form. */
export interface MadeFormToken {
  readonly portalId: number;
  readonly form: string;
  readonly kind: string;
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
  readonly value: string;
  /** The field as HubSpot's forms API takes it. */
  readonly field: Json;
}

export interface MakeFormTokenDeps {
  /** @throws {AppError} PORTAL_UNKNOWN */
  readonly portalId: () => Promise<number>;
  readonly sign: (token: FormToken) => string;
  readonly now: () => number;
}

export interface FormTokenOrder {
  readonly form: string;
  readonly kind: string;
  /** Default a year. */
  readonly days?: number;
}

const DAY_MS = 86_400_000;
const KIND = /^[a-z][a-z0-9_]{0,63}$/;

/** @throws {AppError} INVALID_INPUT when it is no name of a signal */
export function requireKind(kind: string): void {
  if (!KIND.test(kind)) throw new AppError('INVALID_INPUT', 'The kind is a signal such as demo_requested.');
}

/**
 * Signs what the hidden field of a form is to hold.
 *
 * @throws {AppError} INVALID_INPUT when the form is no GUID or the kind no name of a signal; PORTAL_UNKNOWN when no portal is
 *   connected
 */
export function createMakeFormToken({ portalId: ask, sign, now }: MakeFormTokenDeps) {
  return async function makeFormToken({ form, kind, days = 365 }: FormTokenOrder): Promise<MadeFormToken> {
    if (!isFormId(form)) throw new AppError('INVALID_INPUT', 'The form is named by its GUID, as in its address.');
    requireKind(kind);
    const portalId = await ask();
    const expiresAt = now() + days * DAY_MS;
    const value = sign({ portalId, form, signal: kind, expiresAt });
    return { portalId, form, kind, expiresAt: new Date(expiresAt).toISOString(), value, field: requestField(value) };
  };
}

export type MakeFormToken = ReturnType<typeof createMakeFormToken>;
