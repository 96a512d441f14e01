import { z } from 'zod';
import { WorkflowRefusal } from './refusal.js';
import { Action, waysOn } from './action.js';
import { BY_HAND, Criteria } from './criteria.js';

export interface Flow {
  readonly name: string;
  readonly startActionId: string;
  readonly actions: ReadonlyMap<string, Action>;
  readonly criteria: Criteria;
  readonly isEnabled: boolean;
}

/** What of HubSpot's flow body is played; time windows, blocked dates and suppression lists are not. */
const FlowBody = z
  .object({
    name: z.string().default('Unnamed workflow'),
    type: z.literal('CONTACT_FLOW', { error: 'only contact flows are played here' }),
    flowType: z.literal('WORKFLOW').default('WORKFLOW'),
    objectTypeId: z.literal('0-1').default('0-1'),
    isEnabled: z.boolean().default(false),
    startActionId: z.string().min(1),
    actions: z.array(Action).min(1),
    enrollmentCriteria: Criteria.default(BY_HAND),
  })
  .superRefine(({ actions, startActionId }, context) => {
    for (const message of brokenWays(startActionId, actions)) context.addIssue({ code: 'custom', message });
  })
  .transform(({ actions, enrollmentCriteria: criteria, name, startActionId, isEnabled }): Flow => ({
    name,
    startActionId,
    isEnabled,
    criteria,
    actions: new Map(actions.map((action) => [action.id, action])),
  }));

/** A flow as `POST /automation/v4/flows` takes it. */
export type FlowBody = z.input<typeof FlowBody>;

/**
 * Reads a flow in the Automation API's JSON.
 *
 * @throws {WorkflowRefusal} `INVALID_INPUT`, naming every place that cannot be played
 */
export function readFlow(body: unknown): Flow {
  const read = FlowBody.safeParse(body);
  if (read.success) return read.data;
  const places = read.error.issues.map(({ path, message }) => `${path.join('.') || 'flow'}: ${message}`);
  throw new WorkflowRefusal('INVALID_INPUT', `The flow cannot be played. ${places.join('; ')}`);
}

function brokenWays(start: string, actions: readonly Action[]): string[] {
  const ids = new Set(actions.map(({ id }) => id));
  const ways = [['startActionId', start], ...actions.flatMap((action) => waysOn(action).map((to) => [action.id, to]))];
  return [
    ...(ids.size < actions.length ? ['actions: two of them share an actionId'] : []),
    ...ways
      .filter(([, to]) => to !== undefined && !ids.has(to))
      .map(([from, to]) => `${from} leads to ${to}, which is not there`),
  ];
}
