import type { CardTransition, CardView } from './contract';
import type { Moments } from './moments';
import { stageName } from './stage-view';
import { hasText, type Say } from './texts';

export interface TransitionView {
  readonly key: string;
  readonly at: string;
  /** `MQL → SQL` */
  readonly change: string;
  /** `By hand · sanne.de-wit@sales.example` */
  readonly by: string;
  readonly because: string;
}

export function historyViews(view: CardView, say: Say, moments: Moments): readonly TransitionView[] {
  const word = (stage: string): string => stageName(stage, view.stage.steps, say);
  return view.history.map((transition, index) => ({
    key: `${index}-${transition.at}`,
    at: moments.moment(transition.at),
    change: transition.from === '' ? word(transition.to) : `${word(transition.from)} → ${word(transition.to)}`,
    by: [wayText(transition, say), transition.actor].filter(Boolean).join(' · '),
    because: transition.because.join(' · '),
  }));
}

function wayText({ way }: CardTransition, say: Say): string {
  const key = `way.${way}`;
  return hasText(key) ? say(key) : way;
}
