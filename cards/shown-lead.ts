import type { LeadState } from './lead-state';
import type { Told } from './notice-view';
import type { Lead } from './use-lead';

/** What every layout gets. */
export interface ShownLead {
  readonly lead: Lead;
  readonly state: Extract<LeadState, { kind: 'ready' }>;
  readonly told: Told;
}
