import type { Log } from '../app/ports.js';

export interface SignatureHealth {
  /** Notes one check of a signature. */
  record(proven: boolean): void;
  /** False while most of the recent checks failed. */
  healthy(): boolean;
}

const REMEMBERED = 50;
const ENOUGH = 20;
/** Older checks are forgotten: a service taken out of rotation gets no requests by which it could recover. */
const RECENT_MS = 300_000;

/**
 * Watches whether HubSpot's signatures still hold. A wrong client secret or public URL fails every request, and HubSpot
 * does not repeat what was answered 401: an operator has to see it. Says so once in the log, and once when it is over.
 */
export function createSignatureHealth({
  now,
  log,
}: {
  readonly now: () => number;
  readonly log: Log;
}): SignatureHealth {
  const checks: { readonly proven: boolean; readonly at: number }[] = [];
  let saidHealthy = true;
  const healthy = (): boolean => {
    const recent = checks.filter(({ at }) => at > now() - RECENT_MS);
    return recent.length < ENOUGH || recent.filter(({ proven }) => !proven).length * 2 <= recent.length;
  };
  const say = (isHealthy: boolean): void => {
    saidHealthy = isHealthy;
    if (isHealthy) log.info('signatures hold again');
    else log.error('most signed requests fail: check HUBSPOT_CLIENT_SECRET and PUBLIC_URL', { count: checks.length });
  };
  return {
    record(proven) {
      if (checks.push({ proven, at: now() }) > REMEMBERED) checks.shift();
      // Only a check that could change the answer is worth the count.
      if (proven !== saidHealthy && healthy() !== saidHealthy) say(!saidHealthy);
    },
    healthy,
  };
}
