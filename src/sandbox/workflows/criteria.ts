import { z } from 'zod';
import { FilterBranch, meets, propertiesOf } from './filters.js';

/** Who a flow takes in by itself. */
export interface Criteria {
  /** Absent: only who is enrolled by hand, or by an event. */
  readonly filter: FilterBranch | undefined;
  /** A change of one of these, to a value that meets its branch, takes a contact in again. */
  readonly triggers: readonly FilterBranch[];
  readonly again: boolean;
  /** Each trigger counts from the first time on, whether or not the contact met the filter before. */
  readonly byEvent: boolean;
}

/** @source Automation API: the form-submission event; the date moves with every submission. */
const FORM_SUBMITTED = '4-1639801';
const FORM_FILTER: FilterBranch = {
  filterBranchType: 'AND',
  filterBranches: [],
  filters: [{ property: 'recent_conversion_date', operation: { byClock: false, passes: (got) => got !== '' } }],
};

const ByList = z
  .object({
    type: z.literal('LIST_BASED'),
    listFilterBranch: FilterBranch,
    shouldReEnroll: z.boolean().default(false),
    reEnrollmentTriggersFilterBranches: z.array(FilterBranch).default([]),
    unEnrollObjectsNotMeetingCriteria: z.literal(false, { error: 'only false is played here' }).default(false),
  })
  .transform((list): Criteria => {
    const triggers = list.reEnrollmentTriggersFilterBranches;
    const filter = list.listFilterBranch;
    return { filter, again: list.shouldReEnroll, triggers: triggers.length > 0 ? triggers : [filter], byEvent: false };
  });

const ByEvent = z
  .object({
    type: z.literal('EVENT_BASED'),
    eventFilterBranches: z
      .array(z.object({ eventTypeId: z.literal(FORM_SUBMITTED, { error: 'only form submissions are played here' }) }))
      .min(1),
    shouldReEnroll: z.boolean().default(false),
  })
  .transform(({ shouldReEnroll }): Criteria => {
    return { filter: FORM_FILTER, triggers: [FORM_FILTER], again: shouldReEnroll, byEvent: true };
  });

/** Nobody comes in by himself. */
export const BY_HAND: Criteria = { filter: undefined, triggers: [], again: true, byEvent: false };
const ByHand = z.object({ type: z.literal('MANUAL') }).transform((): Criteria => BY_HAND);

/** `enrollmentCriteria` of HubSpot's Automation API. */
export const Criteria = z.discriminatedUnion('type', [ByList, ByEvent, ByHand], {
  error: 'expected LIST_BASED, EVENT_BASED or MANUAL',
});

/** Does a change of these properties set off a trigger, the record being as it is now? */
export function triggered(
  criteria: Criteria,
  changed: ReadonlySet<string>,
  record: { readonly values: Readonly<Record<string, string>>; readonly now: number },
): boolean {
  return criteria.triggers.some(
    (branch) =>
      propertiesOf(branch).some((property) => changed.has(property)) && meets(branch, record.values, record.now),
  );
}
