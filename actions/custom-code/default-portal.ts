import type { PortalStages } from '../../src/core/plan-step.js';

/**
 * Stages and Lead Status as HubSpot makes them. Where a portal has another order HubSpot's own step never sets a stage back.
 *
 * @source HubSpot's default contact properties
 */
export const DEFAULT_PORTAL: PortalStages = {
  stageOrder: [
    'subscriber',
    'lead',
    'marketingqualifiedlead',
    'salesqualifiedlead',
    'opportunity',
    'customer',
    'evangelist',
    'other',
  ],
  leadStatuses: new Set([
    'NEW',
    'OPEN',
    'IN_PROGRESS',
    'OPEN_DEAL',
    'UNQUALIFIED',
    'ATTEMPTED_TO_CONTACT',
    'CONNECTED',
    'BAD_TIMING',
  ]),
};
