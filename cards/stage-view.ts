import type { CardStage } from './contract';
import { hasText, type Say } from './texts';

/**
 * What a stage is called where there is little room: our own short word, else the portal's, else its id.
 *
 * @param steps the stages the portal has a word for
 */
export function stageName(stage: string, steps: CardStage['steps'], say: Say): string {
  const key = `stage.${stage}`;
  if (hasText(key)) return say(key);
  return steps.find((step) => step.stage === stage)?.label ?? stage;
}
