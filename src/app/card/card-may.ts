import type { CardMay } from '../../http/card-contract.js';
import { fieldsHere } from '../../core/plan-step.js';
import { isUnmet, requirementsOf } from '../../core/requirements.js';
import { isStage, knowsLifecycle, rankOf, stageOf } from '../../core/stages.js';
import { contactOf, type Read } from '../judgement.js';
import { stageLabel } from '../stage-label.js';

const MQL_RANK = rankOf('mql') ?? 0;

/** What speaks against setting SQL by hand. `protect:<stage>` or the id of a requirement. */
export type Override = CardMay['overrides'][number];

/**
 * Which buttons a rep has for a contact as read. A protected stage is left by hand only, and with a reason; a stage we do
 * not know is left alone.
 *
 * @param now epoch milliseconds
 */
export function mayOf(read: Read, now: number): CardMay {
  const { properties, profile, compiled } = read;
  const { lifecyclestage, hs_lead_status: leadStatus } = properties;
  const at = stageOf(lifecyclestage, leadStatus);
  const known = isStage(at) && knowsLifecycle(lifecyclestage);
  const isHeld = (stage: string) => fieldsHere(stage, profile) !== undefined;
  const setSql = known && at !== 'sql' && isHeld('sql');
  const goesOut = stageOf(lifecyclestage, 'UNQUALIFIED') === 'disqualified' && at !== 'disqualified';
  return {
    accept: at === 'mql' || (at === 'sql' && leadStatus !== 'IN_PROGRESS'),
    setSql,
    recycle: known && at !== 'recycled' && (rankOf(at) ?? -1) >= MQL_RANK && isHeld('recycled'),
    disqualify: known && goesOut && isHeld('disqualified'),
    overrides: setSql ? overridesOf(read, at, now) : [],
    disqualifyReasons: compiled.model.disqualifyReasons,
  };
}

function overridesOf(read: Read, at: string, now: number): readonly Override[] {
  const { model } = read.compiled;
  const isProtected = model.protect.some((stage) => stage === at);
  const protection = { id: `protect:${at}`, because: `The stage ${stageLabel(at, read.profile)} is protected` };
  const unmet = requirementsOf(model.require, contactOf(read), now).filter(isUnmet);
  return [...(isProtected ? [protection] : []), ...unmet.map(({ requirement: { id, because } }) => ({ id, because }))];
}
