import type { Ask, RefusalCode } from './ask.js';
import { lateAt } from './await-acceptance.js';
import { isAppError, type AppError } from './errors.js';
import type { Outcome } from './outcome.js';

/* How an ask ends that is not decided. */

/** An ask nobody could decide is ended after so long; HubSpot itself waits a week at most. */
const GIVE_UP_MS = 3 * 86_400_000;
export const UNREACHED = 'HubSpot could not be reached for three days';

export const refused = (code: RefusalCode, because: string): Outcome => ({
  decision: { kind: 'refused', code, because },
});
export const NO_CONTACT = refused('contact-not-found', 'HubSpot has no such contact (any more)');

/** What the word to the caller is for errors that no repeat would heal. */
const REFUSALS: Readonly<Partial<Record<AppError['code'], Outcome>>> = {
  HUBSPOT_REJECTED: refused('hubspot-rejected', 'HubSpot refused the call'),
  HUBSPOT_UNREADABLE: refused('hubspot-rejected', 'HubSpot answered something this app cannot read'),
  HUBSPOT_UNAUTHORIZED: refused('hubspot-unauthorized', 'HubSpot no longer accepts our token: reconnect the portal'),
};

/** @returns `undefined`: a repeat may heal it, or it is ours */
export function refusalFor(error: unknown): Outcome | undefined {
  return isAppError(error) ? REFUSALS[error.code] : undefined;
}

const UNUSABLE: Readonly<Partial<Record<RefusalCode, string>>> = {
  'no-contact-given': 'The call names no enrolled contact',
  'not-a-contact': 'Only contacts can be qualified',
  'invalid-input': 'The input fields cannot be read',
};

/** An ask whose call could not be used. @param because where more is known than the code says */
export function unusable(code: RefusalCode, because: string | undefined): Outcome {
  return refused(code, because ?? UNUSABLE[code] ?? code);
}

/** From when on an ask can be overdue: one that waits for a rep only once its own clock has run out. */
const beganAt = ({ want, ...ask }: Ask): number =>
  want.kind === 'await-acceptance' ? lateAt({ ...ask, want }) : ask.at;

/** Has nobody been able to decide or finish it for three days? @param now epoch milliseconds */
export function isOverdue(ask: Ask, now: number): boolean {
  return now - beganAt(ask) > GIVE_UP_MS;
}
