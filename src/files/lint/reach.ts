import type { Axis, AxisModel, Model, PropertyCondition, Rule } from '../../core/model.js';
import { AXES, STAGES } from '../../core/model.js';
import { rankOf } from '../../core/stages.js';
import { leavesOf } from './branches.js';
import { isMultiValued, valuesFor } from './candidates.js';
import { judgeOf, possible, type Reach } from './possible.js';

/** The most any lead can have under this model, with caps, clamps, and rules that exclude each other taken into account. */
export function reachOf(model: Model): Reach {
  const exact = new Map(model.axes.map(({ axis, model: rules }) => [axis, axisReach(rules)]));
  const whole = (axis: Axis): number | null => {
    const value = exact.get(axis);
    return value === undefined ? null : rounded(value);
  };
  return {
    fit: whole('fit'),
    intent: whole('intent'),
    timing: whole('timing'),
    score: rounded(weightedMean(exact, model)),
    evidence: Object.values(model.evidence.answers).filter((properties) => properties.length > 0).length,
    stages: STAGES.filter((stage) => rankOf(stage) !== undefined),
  };
}

/** Without a stage in mind: for conditions that do not ask about scores or stages. */
export const ANYWHERE: Reach = { fit: 100, intent: 100, timing: 100, score: 100, evidence: 0, stages: [] };

function weightedMean(exact: ReadonlyMap<Axis, number>, { weights }: Model): number {
  const axes = AXES.filter((axis) => exact.has(axis));
  const total = axes.reduce((sum, axis) => sum + weights[axis], 0);
  const weightOf = (axis: Axis): number => (total === 0 ? 1 / axes.length : weights[axis] / total);
  return axes.reduce((sum, axis) => sum + weightOf(axis) * (exact.get(axis) ?? 0), 0);
}

function axisReach({ max, rules, groups }: AxisModel): number {
  const grouped = new Set(groups.flatMap((group) => group.rules));
  const free = mostPoints(rules.filter(({ id }) => !grouped.has(id)));
  const capped = groups.map((group) =>
    Math.min(group.max, mostPoints(rules.filter(({ id }) => group.rules.includes(id)))),
  );
  const points = [free, ...capped].reduce((sum, more) => sum + more, 0);
  return (Math.min(Math.max(points, 0), max) / max) * 100;
}

/** Rules on one and the same value exclude each other; the rest is taken to hit together. */
function mostPoints(rules: readonly Rule[]): number {
  const byProperty = new Map<string, Rule[]>();
  let sum = 0;
  for (const rule of rules) {
    const property = soleProperty(rule);
    if (property !== undefined) byProperty.set(property, [...(byProperty.get(property) ?? []), rule]);
    else if (rule.points > 0 && possible([[rule.when, 'hit']], ANYWHERE)) sum += rule.points;
  }
  for (const [property, sharing] of byProperty) sum += mostOfOne(property, sharing);
  return sum;
}

function mostOfOne(property: string, rules: readonly Rule[]): number {
  const judge = judgeOf(rules.map(({ when }) => when));
  const leaves = rules
    .flatMap(({ when }) => leavesOf(when))
    .filter((leaf): leaf is PropertyCondition => 'property' in leaf);
  const sums = valuesFor(leaves, property).map((value) => {
    const verdicts = judge({ properties: { [property]: value }, signals: {}, unlistedSignals: 'never', company: {} });
    return rules.reduce((sum, { points }, index) => sum + (verdicts[index] === 'hit' ? points : 0), 0);
  });
  return Math.max(0, ...sums);
}

/** The one property a rule asks about, where one value at a time can be tried for it. */
function soleProperty({ when }: Rule): string | undefined {
  const leaves = leavesOf(when);
  const [first] = leaves;
  if (!first || !('property' in first) || isMultiValued(first.property)) return undefined;
  const alike = leaves.every((leaf) => 'property' in leaf && leaf.property === first.property && !('contains' in leaf));
  return alike ? first.property : undefined;
}

/** Half up, as scores are. */
function rounded(value: number): number {
  return Math.round(Number(value.toFixed(9)));
}
