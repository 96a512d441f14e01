import { dateOf } from '../core/date.js';
import type { EngagementStore } from './ports.js';

type Contact = { readonly portalId: number; readonly contactId: string };

/**
 * When people at the contact's company were last active, itself included; what this contact adds is kept for the others.
 *
 * @param properties as read, `associatedcompanyid` and `hs_analytics_last_timestamp` among them
 * @returns `undefined`: nobody knows its company
 */
export async function engagedColleagues(
  engagements: EngagementStore,
  { portalId, contactId }: Contact,
  properties: Readonly<Record<string, string | null>>,
): Promise<readonly number[] | undefined> {
  const companyId = properties['associatedcompanyid']?.trim();
  if (!companyId) return undefined;
  const lastSeen = dateOf(properties['hs_analytics_last_timestamp'] ?? '');
  const own = Number.isFinite(lastSeen) ? [lastSeen] : [];
  const colleagues = await engagements.meet({ portalId, companyId, contactId, at: own[0] });
  return [...colleagues, ...own];
}
