import { StepIndicator } from '@hubspot/ui-extensions';
import type { CardStage } from './contract';

/** The journey and where the lead is on it. A lead that is out or stands aside is on none of its steps. */
export function StageSteps({ stage }: { readonly stage: CardStage }) {
  if (stage.current === undefined) return null;
  return (
    <StepIndicator
      stepNames={stage.steps.map(({ label }) => label)}
      currentStep={stage.current}
      circleSize="xs"
      variant="flush"
    />
  );
}
