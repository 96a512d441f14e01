import { AppError } from './errors.js';
import type { FormToken } from './form-request.js';

/** A value for the hidden field of one form. */
export interface MadeFormToken {
  readonly portalId: number;
  readonly form: string;
  readonly kind: string;
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
  readonly value: string;
  /** The field as HubSpot's forms API takes it. */
  readonly field: Readonly<Record<string, unknown>>;
}

export interface MakeFormTokenDeps {
  readonly portalId: () => Promise<number | undefined>;
  readonly sign: (token: FormToken) => string;
  readonly isFormId: (text: string) => boolean;
  /** What the hidden field is called. */
  readonly field: string;
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

/**
 * Signs what the hidden field of a form is to hold.
 *
 * @throws {AppError} INVALID_INPUT when the form is no GUID or the kind no name of a signal; PORTAL_UNKNOWN when no portal is
 *   connected
 */
export function createMakeFormToken({ portalId: ask, sign, isFormId, field: name, now }: MakeFormTokenDeps) {
  return async function makeFormToken({ form, kind, days = 365 }: FormTokenOrder): Promise<MadeFormToken> {
    if (!isFormId(form)) throw new AppError('INVALID_INPUT', 'The form is named by its GUID, as in its address.');
    if (!KIND.test(kind)) throw new AppError('INVALID_INPUT', 'The kind is a signal such as demo_requested.');
    const portalId = await ask();
    if (portalId === undefined) throw new AppError('PORTAL_UNKNOWN', 'No portal is connected.');
    const expiresAt = now() + days * DAY_MS;
    const value = sign({ portalId, form, signal: kind, expiresAt });
    const field = {
      objectTypeId: '0-1',
      name,
      label: 'Handoff request',
      required: false,
      hidden: true,
      fieldType: 'single_line_text',
      defaultValue: value,
      dependentFields: [],
    };
    return { portalId, form, kind, expiresAt: new Date(expiresAt).toISOString(), value, field };
  };
}

export type MakeFormToken = ReturnType<typeof createMakeFormToken>;
