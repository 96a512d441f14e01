import type { Sent } from '../app/announcements/delivery.js';
import type { Posted } from './outbound.js';

/** Who was called, in words for people, and the setting that holds his address. */
export interface Receiver {
  readonly name: string;
  readonly setting: string;
}

const TOO_MANY = 429;
/** Statuses below 500 that say "not now". @source RFC 9110 and 8470 */
const NOT_NOW: ReadonlySet<number> = new Set([408, 425, TOO_MANY]);

/** What a way out says that nobody has set up. */
export const notConfigured = (...settings: readonly string[]): Sent => ({
  kind: 'unset',
  because: `not configured: set ${settings.join(' and ')}`,
});

/** A message of another channel came here: a mistake of ours. */
export const misdirected: Sent = { kind: 'refused', because: 'this is a message for another channel' };

/** What an HTTP call means for the delivery it carried. */
export function judgeAnswer(posted: Posted, { name, setting }: Receiver): Sent {
  switch (posted.kind) {
    case 'barred':
      return { kind: 'refused', because: `${setting} may not be called: ${posted.because}` };
    case 'broken':
      return posted.sent
        ? { kind: 'uncertain', because: `${name} did not answer: it may have arrived` }
        : { kind: 'later', because: `${name} cannot be reached` };
    case 'answered':
      return judgeStatus(posted, { name, setting });
  }
}

function judgeStatus(posted: Extract<Posted, { kind: 'answered' }>, { name, setting }: Receiver): Sent {
  const { status, retryAfterMs } = posted;
  if (status >= 200 && status < 300) return { kind: 'sent' };
  if (status >= 500 || NOT_NOW.has(status)) {
    const because = status === TOO_MANY ? `${name} asked us to wait` : `${name} answered ${status}`;
    return { kind: 'later', because, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  }
  if (status >= 300 && status < 400) {
    return { kind: 'refused', because: `${name} sends us elsewhere, where we do not go: correct ${setting}` };
  }
  return { kind: 'refused', because: `${name} answered ${status}: check ${setting}` };
}
