import type { Activity } from './activity.js';
import type { Range, Weighted } from './chance.js';
import type { JobLevel } from './jobs.js';

/** fit: fifty people or more in a country the sample models serve · tiny: up to five · none: no company at all. */
export type CompanyWish = 'fit' | 'tiny' | 'any' | 'rival' | 'university' | 'none';

/** A kind of person sales meets. */
export interface Archetype {
  readonly job: Weighted<JobLevel>;
  readonly company: CompanyWish;
  /** `lifecyclestage` and `hs_lead_status`; `custom`: the portal's own stage, if it has one, else SQL. */
  readonly stages: Weighted<readonly [stage: string, status: string]>;
  readonly activity: Activity;
  /** Questions of the four answered. */
  readonly answers?: Range;
  readonly messages?: readonly string[];
  /** Share that has an owner. */
  readonly owned: number;
  readonly createdDays: Range;
  /** Share whose fit is on file: title, size, industry, country. Default 0.9. */
  readonly known?: number;
}
