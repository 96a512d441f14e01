import type { PropertyDefinition, PropertyOption } from './property-definition.js';

/** One lifecycle stage of a portal. Custom ones have a number for an id. */
export interface StageDefinition {
  readonly id: string;
  readonly label: string;
}

/** @source HubSpot's eight default stages in their default order, and one made by an admin, as most portals have. */
export const DEFAULT_STAGES: readonly StageDefinition[] = [
  { id: 'subscriber', label: 'Subscriber' },
  { id: 'lead', label: 'Lead' },
  { id: 'marketingqualifiedlead', label: 'Marketing Qualified Lead' },
  { id: 'salesqualifiedlead', label: 'Sales Qualified Lead' },
  { id: '51439524', label: 'Discovery Held' },
  { id: 'opportunity', label: 'Opportunity' },
  { id: 'customer', label: 'Customer' },
  { id: 'evangelist', label: 'Evangelist' },
  { id: 'other', label: 'Other' },
];

/** `lifecyclestage` and the dates HubSpot keeps per stage, for a portal with these stages. */
export function stageProperties(stages: readonly StageDefinition[]): PropertyDefinition[] {
  const options = stages.map(({ id, label }) => ({ value: id, label }));
  return [lifecycleProperty(options), ...stages.flatMap(datesOf)];
}

function lifecycleProperty(options: readonly PropertyOption[]): PropertyDefinition {
  return {
    name: 'lifecyclestage',
    label: 'Lifecycle Stage',
    type: 'enumeration',
    fieldType: 'radio',
    groupName: 'contactinformation',
    readOnly: false,
    calculated: false,
    unique: false,
    options,
  };
}

function datesOf({ id, label }: StageDefinition): PropertyDefinition[] {
  const made = (name: string, text: string, type: 'datetime' | 'number'): PropertyDefinition => ({
    name,
    label: text,
    type,
    fieldType: type === 'number' ? 'number' : 'date',
    groupName: 'contactinformation',
    readOnly: true,
    calculated: false,
    unique: false,
    options: [],
  });
  return [
    made(`hs_lifecyclestage_${id}_date`, `Became a ${label} Date`, 'datetime'),
    made(`hs_v2_date_entered_${id}`, `Date entered "${label} (Lifecycle Stage Pipeline)"`, 'datetime'),
    made(`hs_v2_date_exited_${id}`, `Date exited "${label} (Lifecycle Stage Pipeline)"`, 'datetime'),
    made(`hs_v2_latest_time_in_${id}`, `Latest time in "${label} (Lifecycle Stage Pipeline)"`, 'number'),
    made(`hs_v2_cumulative_time_in_${id}`, `Cumulative time in "${label} (Lifecycle Stage Pipeline)"`, 'number'),
  ];
}
