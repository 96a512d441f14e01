import type { Decision } from '../core/decide-stage.js';
import { fieldsOf, isStage, stageOf } from '../core/stages.js';
import type { Read } from './judgement.js';
import type { Move } from './outcome.js';
import type { PortalProfile } from './ports.js';

const placeOf = (order: readonly string[], id: string): number => order.indexOf(id === '' ? 'lead' : id);

/** The HubSpot fields of a stage in this portal; `undefined` when the portal cannot hold it. */
function fieldsHere(stage: string, profile: PortalProfile): Record<string, string> | undefined {
  if (!isStage(stage)) return undefined;
  const { lifecyclestage, hs_lead_status: status } = fieldsOf(stage);
  if (lifecyclestage !== undefined && !profile.stageOrder.includes(lifecyclestage)) return undefined;
  const heldByStatus = lifecyclestage === undefined || stage === 'sal' || stage === 'mal' || stage === 'recycled';
  const knowsStatus = status !== undefined && profile.leadStatuses.has(status);
  if (heldByStatus && !knowsStatus) return undefined;
  return {
    ...(lifecyclestage === undefined ? {} : { lifecyclestage }),
    ...(knowsStatus ? { hs_lead_status: status } : {}),
  };
}

/** Where the contact is seen with these fields written: where an option is missing, it may read as before. */
function stageWith(fields: Read['properties'], { properties }: Read): string {
  const after = { ...properties, ...fields };
  return stageOf(after['lifecyclestage'], after['hs_lead_status']);
}

/** A move towards `decision.to`, or the decision to stay where this portal has no way there. */
export function planMove(
  decision: Decision,
  read: Read,
  because: readonly string[],
): { decision: Decision; move?: Move } {
  if (decision.to === decision.from || !isStage(decision.to)) return { decision };
  const fields = fieldsHere(decision.to, read.profile);
  const from = stageWith({}, read);
  if (!fields || stageWith(fields, read) === from)
    return { decision: { ...stay(decision), rule: 'stage-not-in-portal' } };
  const current = read.properties['lifecyclestage'] ?? '';
  const target = fields['lifecyclestage'] ?? current;
  const back =
    target !== current && placeOf(read.profile.stageOrder, target) < placeOf(read.profile.stageOrder, current);
  if (back && decision.kind !== 'recycle') return { decision: { ...stay(decision), rule: 'would-go-back' } };
  const passed = decision.kind === 'advance' ? decision.passed : [];
  return {
    decision,
    // What the portal shows, not the model's word for it: a model without MAL calls that a lead.
    move: { from, was: current, to: decision.to, clearFirst: back, fields, because, passed },
  };
}

const stay = ({ from, rule, missing }: Decision): Decision & { kind: 'hold' } => ({
  kind: 'hold',
  from,
  to: from,
  rule,
  missing,
  flags: [],
});
