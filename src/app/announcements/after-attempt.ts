import type { ClaimedDelivery, DeliveryState, Sent } from './delivery.js';
import { retryDelayMs, type Backoff } from '../retry-delay.js';

/** How an attempt is kept; with `retryInMs` there is another one. */
export interface Kept {
  readonly state: DeliveryState;
  readonly because: string;
  readonly retryInMs?: number;
  /** No news to whoever runs this: said quietly. */
  readonly expected?: true;
}

/** With the delays between them, about an hour. */
export const MAX_ATTEMPTS = 12;
export const DELIVERY_BACKOFF: Backoff = { firstMs: 5_000, longestMs: 15 * 60_000 };
/** Longer than that is no wait but a refusal, or a mistake. */
const LONGEST_WAIT_MS = 60 * 60_000;

type Attempt = Pick<ClaimedDelivery, 'attempts' | 'maybeSent' | 'cutShort'>;

/** A process that dies again and again must not use up a delivery's attempts; one that dies over it each time must. */
const MOST_CUT_SHORT = 60;
const tried = ({ attempts, cutShort }: Attempt): number => attempts - Math.min(cutShort, MOST_CUT_SHORT);

/** Over, without the other side's yes: whoever looks must see whether it may have arrived all the same. */
function givenUp(because: string, { maybeSent }: Pick<Attempt, 'maybeSent'>): Kept {
  return maybeSent ? { state: 'uncertain', because } : { state: 'refused', because };
}

/** @returns what to keep of one that was tried too often to be tried again; absent: it may be sent */
export function beforeAttempt(attempt: Attempt): Kept | undefined {
  if (tried(attempt) <= MAX_ATTEMPTS) return undefined;
  return givenUp(`given up after ${MAX_ATTEMPTS} attempts`, attempt);
}

/**
 * What follows from one attempt. What may have arrived is repeated once, under the same key, and then left for people to
 * look at; what did not arrive, or is looked for before it is repeated, is tried up to twelve times.
 *
 * @param random 0..1
 */
export function afterAttempt(attempt: Attempt, sent: Sent, random: number, backoff: Backoff = DELIVERY_BACKOFF): Kept {
  const { maybeSent } = attempt;
  const attempts = tried(attempt);
  const delayMs = retryDelayMs(backoff, attempts, random);
  switch (sent.kind) {
    case 'sent':
      return { state: 'sent', because: '' };
    case 'refused': {
      const also = maybeSent ? '; an attempt before may have arrived' : '';
      return { state: 'refused', because: `${sent.because}${also}` };
    }
    case 'unset':
      return { state: 'refused', because: sent.because, expected: true };
    case 'uncertain':
      if ((maybeSent && !sent.looksFirst) || attempts >= MAX_ATTEMPTS)
        return { state: 'uncertain', because: sent.because };
      return { state: 'uncertain', because: sent.because, retryInMs: delayMs };
    case 'later': {
      if (attempts >= MAX_ATTEMPTS) return givenUp(`given up after ${attempts} attempts: ${sent.because}`, attempt);
      const asked = Math.min(sent.retryAfterMs ?? 0, LONGEST_WAIT_MS);
      return { state: 'retrying', because: sent.because, retryInMs: Math.max(delayMs, asked) };
    }
  }
}
