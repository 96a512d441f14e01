import type { Budget } from '../app/ports.js';
import { connectCall, type HubspotDeps } from './gateway.js';
import { AccountDetails } from './wire.js';

export interface Account {
  readonly portalId: number;
  /** IANA name; absent where HubSpot does not say. */
  readonly timeZone?: string;
  /** Where people open HubSpot, without a scheme; absent where HubSpot does not say. */
  readonly uiDomain?: string;
}

/** No portal is known yet, so there is no row to ask; one call at connecting time. */
export const NO_BUDGET: Budget = { take: () => Promise.resolve(), pause: () => Promise.resolve() };
const NO_PORTAL = 0;

/**
 * Asks HubSpot whose a token is.
 *
 * @throws {AppError} `HUBSPOT_UNAUTHORIZED` when HubSpot does not know the token, else as every call
 */
export function createAccountInfo(deps: Omit<HubspotDeps, 'tokenOf' | 'budget'>) {
  return async function accountInfo(token: string): Promise<Account> {
    const call = connectCall({ ...deps, budget: NO_BUDGET, tokenOf: () => Promise.resolve(token) });
    const { portalId, timeZone, uiDomain } = await call({
      portalId: NO_PORTAL,
      operation: 'account.details',
      answer: AccountDetails,
      admit: () => Promise.resolve(),
    });
    return { portalId, ...(timeZone ? { timeZone } : {}), ...(uiDomain ? { uiDomain } : {}) };
  };
}
