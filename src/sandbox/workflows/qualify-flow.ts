import type { FlowBody } from './flow.js';

/** Properties whose change is an act of the lead: seen on the site, sent a form, clicked, replied, booked. */
const LAST_ACTIVITY = [
  'hs_analytics_last_timestamp',
  'recent_conversion_date',
  'hs_email_last_click_date',
  'hs_email_last_reply_date',
  'engagements_last_meeting_booked',
] as const;

/** Answers to what sales asks: each may be the one that was missing. */
const ANSWERS = [
  'handoff_need',
  'handoff_timing_answer',
  'handoff_timing_date',
  'handoff_budget',
  'handoff_capacity',
  'handoff_authority',
  'handoff_decision_maker_contact',
] as const;

/**
 * A ready flow: *Qualify lead* for every contact that is created, whose last activity changes, or who gives an answer; whoever just became an
 * SQL is notified in HubSpot.
 *
 * @param options.actionTypeId `1-<n>` of the qualify action in this portal
 * @param options.fields       what the marketer filled in; default: act, with the default model
 * @returns a body for `POST /automation/v4/flows`, switched off
 */
export function qualifyFlow(options: {
  readonly actionTypeId: string;
  readonly fields?: Readonly<Record<string, string>>;
}): FlowBody {
  const [moved, isSql] = [branch('2', 'moved', 'true', '3'), branch('3', 'stage', 'sql', '4')];
  const flow = {
    name: 'Qualify every new or active contact',
    type: 'CONTACT_FLOW' as const,
    flowType: 'WORKFLOW' as const,
    objectTypeId: '0-1' as const,
    isEnabled: false,
    startActionId: '1',
    actions: [step('1', options.actionTypeId, { ...(options.fields ?? { mode: 'act' }) }, '2'), moved, isSql, NOTIFY],
    enrollmentCriteria: {
      type: 'LIST_BASED' as const,
      shouldReEnroll: true,
      unEnrollObjectsNotMeetingCriteria: false as const,
      listFilterBranch: anyOf(['createdate']),
      reEnrollmentTriggersFilterBranches: [...LAST_ACTIVITY, ...ANSWERS].map((property) => known(property)),
    },
  };
  return flow;
}

const NOTIFY = step('4', '0-9', {
  user_ids: ['{{ contact.hubspot_owner_id }}'],
  delivery_method: 'APP',
  subject: 'New SQL',
  body: 'The reasons are on the contact.',
});

function step(actionId: string, actionTypeId: string, fields: Record<string, unknown>, next?: string) {
  const action = { type: 'SINGLE_CONNECTION' as const, actionId, actionTypeId, actionTypeVersion: 1, fields };
  return next === undefined ? action : { ...action, connection: connection(next) };
}

/** Goes on to `next` when an output of *Qualify lead* has this value, else ends. */
function branch(actionId: string, dataKey: string, branchValue: string, next: string) {
  return {
    type: 'STATIC_BRANCH' as const,
    actionId,
    inputValue: { type: 'FIELD_DATA' as const, actionId: '1', dataKey },
    staticBranches: [{ branchValue, connection: connection(next) }],
    defaultBranchName: 'Otherwise',
  };
}

function connection(nextActionId: string) {
  return { edgeType: 'STANDARD', nextActionId };
}

function anyOf(properties: readonly string[]) {
  return {
    filterBranchType: 'OR' as const,
    filterBranchOperator: 'OR',
    filters: [],
    filterBranches: properties.map((property) => known(property)),
  };
}

function known(property: string) {
  const operation = {
    operationType: 'ALL_PROPERTY',
    operator: 'IS_KNOWN' as const,
    includeObjectsWithNoValueSet: false,
  };
  const filters = [{ filterType: 'PROPERTY' as const, property, operation }];
  return { filterBranchType: 'AND' as const, filterBranchOperator: 'AND', filterBranches: [], filters };
}
