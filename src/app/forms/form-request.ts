import type { NoticeSource } from '../sync/notices.js';
import type { Doubt } from '../sync/quarantine.js';
import type { SeenContact, Version } from '../sync/seen-contact.js';
import { formIdIn } from './form.js';

/* What the hidden field of a form proves. */

/** What a genuine value says. */
export interface FormToken {
  readonly portalId: number;
  /** GUID, lower case. */
  readonly form: string;
  readonly signal: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** `undefined`: not one of ours, or altered. */
export type ReadFormToken = (value: string) => FormToken | undefined;

export type Proof =
  | { readonly ok: true; readonly form: string; readonly signal: string }
  | { readonly ok: false; readonly code: Doubt; readonly form: string; readonly signal?: string };

/** A value of the hidden field, as it came to the contact. */
export interface Brought {
  readonly portalId: number;
  readonly value: string;
  readonly at: number;
  readonly source: NoticeSource;
}

/** A submission and what it wrote are dated apart by HubSpot. */
const NEAR_MS = 10 * 60_000;

interface Submission {
  readonly form: string;
  readonly at: number;
}

/** @source recorded values of `hs_calculated_form_submissions`, which HubSpot does not document: `<guid>:<page>:<time>;…` */
function submissionsOf({ properties }: SeenContact): readonly Submission[] {
  const entries = (properties['hs_calculated_form_submissions'] ?? '').split(';');
  return entries.flatMap((entry) => {
    const form = formIdIn(entry);
    const at = Number(/:(\d{13})$/.exec(entry.trim())?.[1] ?? NaN);
    return form === undefined ? [] : [{ form, at }];
  });
}

/**
 * Did it come from this form? HubSpot does not say what it writes as the source of a form's value. Where the source names a
 * form, that decides. Where it does not, the contact's own list of submissions does: those near the time, else the newest.
 * Where there is no such list either, a submission of any form near the time must do: the value itself is signed for one form.
 */
function cameFrom(form: string, { source, at }: Brought, seen: SeenContact): true | Doubt {
  const named = formIdIn(source.sourceId);
  if (named !== undefined) return named === form || 'other-form';
  const all = submissionsOf(seen);
  const near = all.filter((one) => Math.abs(one.at - at) <= NEAR_MS);
  const newest = [...all].sort((one, other) => (other.at || 0) - (one.at || 0)).slice(0, 1);
  const telling = near.length > 0 ? near : newest;
  if (telling.length > 0) return telling.some((one) => one.form === form) || 'other-form';
  const converted = Date.parse(seen.properties['recent_conversion_date'] ?? '');
  return Math.abs(converted - at) <= NEAR_MS || 'form-unknown';
}

/** Judges a value of the hidden field. What does not hold proves nothing, whatever it claims. */
export function proofOf(brought: Brought, seen: SeenContact, readToken: ReadFormToken): Proof {
  const token = readToken(brought.value);
  const named = formIdIn(brought.source.sourceId) ?? brought.source.sourceId;
  if (!token) return { ok: false, code: 'forged', form: named };
  const { form, signal } = token;
  const no = (code: Doubt): Proof => ({ ok: false, code, form, signal });
  if (token.portalId !== brought.portalId) return no('other-portal');
  if (brought.source.changeSource !== 'FORM') return no('not-from-a-form');
  const origin = cameFrom(form, brought, seen);
  if (origin !== true) return no(origin);
  return brought.at > token.expiresAt ? no('expired') : { ok: true, form, signal };
}

/** One submission writes its values at one moment. */
const TOGETHER_MS = 60_000;

/** The value that came with something else a form wrote at this time; `undefined`: none did. */
export function broughtWith(seen: SeenContact, at: number): Version | undefined {
  const values = seen.history['handoff_request'] ?? [];
  return values.findLast((version) => version.value !== '' && Math.abs(version.at - at) <= TOGETHER_MS);
}

/** Why a request is not believed, for people. */
export const DOUBTS: Readonly<Record<Doubt, string>> = {
  'no-proof': 'A form set the stage, and nothing shows that it was asked to',
  forged: 'The hidden field holds nothing that Handoff signed',
  expired: 'The value of the hidden field has expired: make a new one with handoff forms token',
  'other-portal': 'The value of the hidden field was made for another portal',
  'other-form': 'The value of the hidden field was made for another form',
  'not-from-a-form': 'The value was not brought by a form',
  'form-unknown': 'HubSpot does not show that a form was submitted',
};
