import type { CardReason, CardView } from './contract';
import type { Say } from './texts';

export interface ScoreView {
  /** 0..100, whole */
  readonly score: number;
  readonly verdict: { readonly text: string; readonly tone: 'success' | 'warning' | 'default' | 'danger' };
  readonly axes: readonly AxisView[];
}

export interface AxisView {
  readonly name: string;
  /** Absent: the model has no such axis. */
  readonly value?: number;
  /** Absent: good. */
  readonly weak?: 'warning' | 'danger';
}

const TONES = { ready: 'success', 'ask-first': 'warning', 'not-yet': 'default' } as const;
const AXES = ['fit', 'intent', 'timing'] as const;

export function scoreView({ score, brief, stage }: CardView, say: Say): ScoreView {
  const { recommendation } = brief;
  const out = stage.at === 'disqualified';
  return {
    score: Math.min(100, Math.max(0, Math.round(score.score))),
    verdict: out
      ? { text: say('recommendation.out'), tone: 'danger' }
      : { text: say(`recommendation.${recommendation}`), tone: TONES[recommendation] },
    axes: AXES.map((axis) => ({ name: say(`axis.${axis}`), ...valueOf(score[axis]) })),
  };
}

/** Below a third it speaks against the lead, below two thirds for nothing. */
const WEAK = 34;
const FAIR = 67;

function valueOf(value: number | undefined): Pick<AxisView, 'value' | 'weak'> {
  if (value === undefined) return {};
  return value >= FAIR ? { value } : { value, weak: value < WEAK ? 'danger' : 'warning' };
}

export interface ReasonView {
  readonly key: string;
  /** `+25`, `−15`, `+0.5` */
  readonly points: string;
  readonly against: boolean;
  readonly text: string;
  readonly axis: string;
}

/** In the service's order: the strongest first, those against the lead among them. */
export function reasonViews(reasons: readonly CardReason[], say: Say): readonly ReasonView[] {
  return reasons.map(({ rule, axis, points, because }) => ({
    key: rule,
    points: `${points < 0 ? '−' : '+'}${Math.abs(points)}`,
    against: points < 0,
    text: because,
    axis: say(`axis.${axis}`),
  }));
}
