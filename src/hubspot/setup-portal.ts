import { createAccountInfo, NO_BUDGET } from './account.js';
import type { HubspotDeps } from './gateway.js';
import { createProvisioning, type Provisioned } from './provisioning.js';

/**
 * Sets up the portal a token belongs to. A handful of calls by an operator, outside any store: no budget row is asked.
 *
 * @returns the portal, and one row per group and property @throws {AppError} as `accountInfo` and `createProvisioning` do
 */
export async function setUpPortal(
  deps: Omit<HubspotDeps, 'tokenOf' | 'budget'>,
  { token, dryRun }: { readonly token: string; readonly dryRun: boolean },
): Promise<{ readonly portalId: number; readonly rows: readonly Provisioned[] }> {
  const { portalId } = await createAccountInfo(deps)(token);
  const provision = createProvisioning({ ...deps, tokenOf: () => Promise.resolve(token), budget: NO_BUDGET });
  return { portalId, rows: await provision({ portalId, dryRun }) };
}
