import { StepIndicator } from '@hubspot/ui-extensions';
import type { CardStage } from './contract';
import { stageName } from './stage-view';
import type { Say } from './texts';

/** The journey and where the lead is on it. A lead that is out or stands aside is on none of its steps. */
export function StageSteps({ stage, say }: { readonly stage: CardStage; readonly say: Say }) {
  if (stage.current === undefined) return null;
  return (
    <StepIndicator
      stepNames={stage.steps.map((step) => stageName(step.stage, stage.steps, say))}
      currentStep={stage.current}
      circleSize="xs"
      variant="flush"
    />
  );
}
