import type { Decision } from './decide-stage.js';
import { fieldsOf, isStage, stageOf } from './stages.js';

/** What differs per portal about stages. */
export interface PortalStages {
  /** Ids of `lifecyclestage`, in this portal's order; "forward" means this order. */
  readonly stageOrder: readonly string[];
  /** Options of `hs_lead_status` here. */
  readonly leadStatuses: ReadonlySet<string>;
}

/** How a contact gets to the stage that was decided. */
export interface Step {
  /** What the portal shows, not the model's word for it: a model without MAL calls that a lead. */
  readonly from: string;
  /** The HubSpot fields that are the stage: `lifecyclestage`, `hs_lead_status`. */
  readonly fields: Readonly<Record<string, string>>;
  /** Backward in this portal's order: HubSpot wants the stage cleared first, in a request of its own. */
  readonly clearFirst: boolean;
}

type Properties = Readonly<Record<string, string | null | undefined>>;

/** A step towards `decision.to`, or the decision to stay where this portal has no way there. */
export function planStep(
  decision: Decision,
  properties: Properties,
  portal: PortalStages,
): { readonly decision: Decision; readonly step?: Step } {
  if (decision.to === decision.from) return { decision };
  const fields = fieldsHere(decision.to, portal);
  const from = stageWith({}, properties);
  if (!fields || stageWith(fields, properties) === from) return { decision: stay(decision, 'stage-not-in-portal') };
  const clearFirst = isBack(fields['lifecyclestage'], properties['lifecyclestage']?.trim() ?? '', portal);
  if (clearFirst && decision.kind !== 'recycle') return { decision: stay(decision, 'would-go-back') };
  return { decision, step: { from, fields, clearFirst } };
}

/** The HubSpot fields of a stage in this portal; `undefined` when the portal cannot hold it. */
export function fieldsHere(
  stage: string,
  { stageOrder, leadStatuses }: PortalStages,
): Record<string, string> | undefined {
  if (!isStage(stage)) return undefined;
  const { lifecyclestage, hs_lead_status: status } = fieldsOf(stage);
  if (lifecyclestage !== undefined && !stageOrder.includes(lifecyclestage)) return undefined;
  const heldByStatus = lifecyclestage === undefined || stage === 'sal' || stage === 'mal' || stage === 'recycled';
  const knowsStatus = status !== undefined && leadStatuses.has(status);
  if (heldByStatus && !knowsStatus) return undefined;
  return {
    ...(lifecyclestage === undefined ? {} : { lifecyclestage }),
    ...(knowsStatus ? { hs_lead_status: status } : {}),
  };
}

/** Where the contact is seen with these fields written: where an option is missing, it may read as before. */
function stageWith(fields: Properties, properties: Properties): string {
  const after = { ...properties, ...fields };
  return stageOf(after['lifecyclestage'], after['hs_lead_status']);
}

/** Blank counts as `lead`, which is what HubSpot makes of a new contact. */
function isBack(target: string | undefined, current: string, { stageOrder }: PortalStages): boolean {
  if (target === undefined || target === current) return false;
  return stageOrder.indexOf(target) < stageOrder.indexOf(current === '' ? 'lead' : current);
}

function stay({ from, missing }: Decision, rule: string): Decision {
  return { kind: 'hold', from, to: from, rule, missing, flags: [] };
}
