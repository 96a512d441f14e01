import { HANDOFF_PROPERTIES } from '../handoff-properties.js';
import { REQUEST_FIELD } from './form.js';

export const STAGE_FIELD = 'lifecyclestage';

/** @source HubSpot's names of the stage, whose lead it is, what it is worth and which record it is */
const DECIDED: ReadonlySet<string> = new Set([
  STAGE_FIELD,
  'hs_lead_status',
  'hubspot_owner_id',
  'hubspot_team_id',
  'hubspotscore',
  'hs_object_id',
  'portalId',
]);
const ANSWERS: ReadonlySet<string> = new Set(
  HANDOFF_PROPERTIES.flatMap(({ name, onForms }) => (onForms ? [name] : [])),
);

/**
 * Is this for the model, sales or HubSpot to say, never for whoever fills in a form? Of our own properties, only answers are
 * his, and what he asks for counts by its signature alone.
 */
export function isDecidedElsewhere(field: string): boolean {
  if (DECIDED.has(field) || field.startsWith('hs_lifecyclestage_') || field.startsWith('hs_predictive')) return true;
  return field.startsWith('handoff_') && (field === REQUEST_FIELD || !ANSWERS.has(field));
}
