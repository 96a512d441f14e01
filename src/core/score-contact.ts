import { type AxisSum, compileAxis, type Findings } from './axis.js';
import type { Contact } from './contact.js';
import { createFacts } from './facts.js';
import type { Axis, Model } from './model.js';
import { roundHalfUp } from './round.js';

export interface Reason {
  readonly rule: string;
  readonly axis: Axis;
  /** After fading, one decimal. */
  readonly points: number;
  readonly because: string;
}

export interface Score {
  /** Weighted mean of the axes, 0..100, whole. */
  readonly score: number;
  /** 0..100, whole; `null` when the model has no such axis. */
  readonly fit: number | null;
  readonly intent: number | null;
  readonly timing: number | null;
  /** Share of the points whose rules had a verdict, 0..1, two decimals. */
  readonly coverage: number;
  /** Rules that hit, by |points after fading| descending, then file order. */
  readonly reasons: readonly Reason[];
  /** Ids of rules without a verdict, in file order. */
  readonly unknown: readonly string[];
}

/** Scores one contact at one moment. @param now epoch milliseconds */
export type Scorer = (contact: Contact, now: number) => Score;

// Taken once: as built, an imported name is looked up anew at every call, and this one is called for every number shown.
const round = roundHalfUp;

interface CompiledAxis {
  readonly axis: Axis;
  readonly weight: number;
  readonly sum: AxisSum;
}

/**
 * Makes a model ready to score contacts: the rules become closures over slots, so that each property is read at most once
 * per contact in each way. Compile once per model, not per contact.
 *
 * @returns a scorer that answers the same for the same contact and moment. Without axes the score is 0, the coverage 1.
 */
export function compileScorer(model: Model): Scorer {
  const facts = createFacts();
  const axes = compileAxes(model, facts);
  const allPoints = sumOf(model.axes.flatMap((axis) => axis.model.rules.map((rule) => Math.abs(rule.points))));
  const findings = createFindings(model);
  return (contact, now) => {
    facts.begin(contact, now);
    findings.reasons = [];
    findings.unknown = [];
    findings.unknownPoints = 0;
    const sums: Record<Axis, number | null> = { fit: null, intent: null, timing: null };
    let weighted = 0;
    for (const { axis, weight, sum } of axes) {
      const exact = sum(findings);
      weighted += exact * weight;
      sums[axis] = round(exact, 0);
    }
    const known = allPoints === 0 ? 1 : 1 - findings.unknownPoints / allPoints;
    return {
      score: round(weighted, 0),
      fit: sums.fit,
      intent: sums.intent,
      timing: sums.timing,
      coverage: round(known, 2),
      reasons: findings.reasons,
      unknown: findings.unknown,
    };
  };
}

function createFindings({ axes }: Model): Findings {
  const rules = axes.reduce((count, { model }) => count + model.rules.length, 0);
  return { reasons: [], strengths: new Float64Array(rules), unknown: [], unknownPoints: 0 };
}

/** Weights become shares of the axes the model has. Axes that all weigh nothing share alike. */
function compileAxes({ axes, weights }: Model, facts: ReturnType<typeof createFacts>): readonly CompiledAxis[] {
  const total = sumOf(axes.map(({ axis }) => weights[axis]));
  return axes.map(({ axis, model }) => ({
    axis,
    weight: total === 0 ? 1 / axes.length : weights[axis] / total,
    sum: compileAxis(axis, model, facts),
  }));
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
