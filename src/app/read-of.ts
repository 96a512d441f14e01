import { engagedColleagues } from './engaged-colleagues.js';
import type { Read } from './judgement.js';
import type { EngagementStore } from './ports.js';
import type { ToldOf } from './signals/signals.js';
import { withTold } from './with-told.js';

type Contact = { readonly portalId: number; readonly contactId: string };

/** A contact as HubSpot shows it, with what we know of it besides: what was told of it, and its company where a model asks. */
export async function readOf(
  engagements: EngagementStore,
  contact: Contact,
  {
    profile,
    compiled,
    properties,
    told,
  }: Pick<Read, 'profile' | 'compiled' | 'properties'> & { told: ToldOf | undefined },
): Promise<Read> {
  const engaged = compiled.asksCompany ? await engagedColleagues(engagements, contact, properties) : undefined;
  return { profile, compiled, ...withTold(properties, told), ...(engaged ? { engaged } : {}) };
}
