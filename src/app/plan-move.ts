import type { Decision } from '../core/decide-stage.js';
import { planStep } from '../core/plan-step.js';
import { isStage } from '../core/stages.js';
import type { Read } from './judgement.js';
import type { Move } from './outcome.js';

/** A move towards `decision.to`, or the decision to stay where this portal has no way there. */
export function planMove(
  decided: Decision,
  { properties, profile }: Read,
  because: readonly string[],
): { decision: Decision; move?: Move } {
  const { decision, step } = planStep(decided, properties, profile);
  if (!step || !isStage(decision.to)) return { decision };
  const passed = decision.kind === 'advance' ? decision.passed : [];
  const { from, fields, clearFirst } = step;
  const was = properties['lifecyclestage'] ?? '';
  return { decision, move: { from, fields, clearFirst, was, to: decision.to, because, passed } };
}
