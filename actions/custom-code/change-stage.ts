import { decideRequest } from '../../src/core/decide-request.js';
import type { Stage } from '../../src/core/model.js';
import { planStep, type Step } from '../../src/core/plan-step.js';
import { fieldsOf, stageOf } from '../../src/core/stages.js';
import { keptText } from '../../src/core/texts.js';
import type { Portal, Properties } from './open-portal.js';
import type { Outputs } from './outputs.js';

export interface StageAsk {
  readonly stage: Stage;
  readonly reason: string;
  readonly allowBackward: boolean;
  readonly protect: readonly Stage[];
}

const stageIn = (seen: Properties): string => stageOf(seen['lifecyclestage'], seen['hs_lead_status']);
const isEmpty = (seen: Properties): boolean => (seen['lifecyclestage']?.trim() ?? '') === '';
const outputs = (result: 'applied' | 'ignored' | 'refused', stage: string, because: string): Outputs => ({
  result,
  stage,
  because,
});

/**
 * Sets one stage and looks whether HubSpot did it. A step back is two requests, clear and set. An attempt that was cut off
 * between them leaves a contact without a stage: the next one finds it so and sets it.
 *
 * @returns the outputs of the app's action of this name
 * @throws what the portal throws
 */
export async function changeStage(ask: StageAsk, portal: Portal): Promise<Outputs> {
  const stages = await portal.stages();
  const before = await portal.look();
  const asked = decideRequest({
    from: stageIn(before),
    to: ask.stage,
    order: stages.stageOrder,
    lifecyclestage: before['lifecyclestage'],
    protect: ask.protect,
    allowBackward: ask.allowBackward,
  });
  const { decision, step } = planStep(asked, before, stages);
  if (step) return take(step, before, ask, portal);
  if (decision.rule === 'already-there' && isEmpty(before)) return take(repair(ask.stage), before, ask, portal);
  const result = decision.rule === 'already-there' ? 'ignored' : 'refused';
  return outputs(result, decision.from, keptText(decision.rule, decision.from));
}

/** A contact without a stage reads as a lead; asked to be one, it still needs the stage set. */
function repair(stage: Stage): Step {
  const { lifecyclestage = 'lead' } = fieldsOf(stage);
  return { from: stage, fields: { lifecyclestage }, clearFirst: false };
}

async function take(step: Step, before: Properties, { stage, reason }: StageAsk, portal: Portal): Promise<Outputs> {
  try {
    if (step.clearFirst && !isEmpty(before)) await portal.write({ lifecyclestage: '' });
    await portal.write(step.fields);
  } catch (error) {
    await putBack(before, portal);
    throw error;
  }
  const after = await portal.look();
  if (isEmpty(after)) await putBack(before, portal);
  const arrived = !isEmpty(after) && (stageIn(after) === stage || holds(after, step.fields));
  if (arrived) return outputs('applied', stageIn(after), reason);
  return outputs('ignored', stageIn(after), 'HubSpot accepted the write and did not change the stage');
}

function holds(seen: Properties, fields: Step['fields']): boolean {
  return Object.entries(fields).every(([name, value]) => seen[name] === value);
}

/** Nobody is left without a stage, if HubSpot lets us; what stopped the move is what is told, not what stopped this. */
async function putBack(before: Properties, portal: Portal): Promise<void> {
  try {
    if (isEmpty(await portal.look()))
      await portal.write({ lifecyclestage: before['lifecyclestage']?.trim() || 'lead' });
  } catch {
    // Left as it is: where HubSpot runs this again, the next attempt sets the stage.
  }
}
