import { compileCondition } from './condition.js';
import { DAY_MS } from './duration.js';
import type { Facts } from './facts.js';
import type { Axis, AxisModel, Group, Rule } from './model.js';
import { roundHalfUp } from './round.js';
import type { Reason } from './score-contact.js';
import { UNDATED, type Verdict } from './verdict.js';

// Taken once: as built, an imported name is looked up anew at every use, and these are used for every rule that hits.
const round = roundHalfUp;
const undated = UNDATED;

/** What scoring finds out on its way through the rules; lists that leave with the score are new ones per contact. */
export interface Findings {
  /** Strongest first; equals in file order. */
  reasons: Reason[];
  /** |points after fading|, unrounded, of the reason at the same place; room for every rule. */
  readonly strengths: Float64Array;
  /** Ids in file order. */
  unknown: string[];
  /** Σ|points| of the rules without a verdict. */
  unknownPoints: number;
}

/** Adds up one axis of the contact the facts are about. @returns 0..100, unrounded */
export type AxisSum = (findings: Findings) => number;

/** Rules that share a cap. */
interface Bucket {
  readonly max: number;
  sum: number;
}

interface CompiledRule {
  readonly rule: Rule;
  readonly bucket: Bucket;
  readonly test: () => Verdict;
  /** Of a rule that hit: its points after fading; NaN when the date it fades from is unknown. */
  readonly worth: () => number;
}

/**
 * Makes one axis ready to run.
 *
 * A group caps the sum of its rules from above; what is below zero counts in full. A rule named by several groups belongs
 * to the first.
 */
export function compileAxis(axis: Axis, model: AxisModel, facts: Facts): AxisSum {
  const free: Bucket = { max: Infinity, sum: 0 };
  const groups = model.groups.map((group) => ({ group, bucket: { max: group.max, sum: 0 } }));
  const buckets = [free, ...groups.map(({ bucket }) => bucket)];
  const rules = model.rules.map((rule) => compileRule(rule, bucketOf(rule, groups) ?? free, facts));
  return (findings) => {
    for (const bucket of buckets) bucket.sum = 0;
    for (const rule of rules) applyRule(rule, axis, findings);
    let sum = 0;
    for (const bucket of buckets) sum += Math.min(bucket.sum, bucket.max);
    return (Math.min(Math.max(sum, 0), model.max) / model.max) * 100;
  };
}

function bucketOf(
  rule: Rule,
  groups: readonly { readonly group: Group; readonly bucket: Bucket }[],
): Bucket | undefined {
  return groups.find(({ group }) => group.rules.includes(rule.id))?.bucket;
}

function compileRule(rule: Rule, bucket: Bucket, facts: Facts): CompiledRule {
  const condition = compileCondition(rule.when, facts);
  return { rule, bucket, test: condition.test, worth: compileWorth(rule, condition.newest, facts) };
}

/** @source points · 2^(−age ÷ half-life); a rule that hits without any dated act counts in full */
function compileWorth({ points, halfLifeDays, since }: Rule, newest: () => number, facts: Facts): () => number {
  if (halfLifeDays === undefined) return () => points;
  const halfLifeMs = halfLifeDays * DAY_MS;
  const slot = since === undefined ? undefined : facts.slot(since);
  return () => {
    const at = slot === undefined ? newest() : slot.date();
    if (at === undated) return points;
    return points * remaining(Math.max(0, facts.now() - at) / halfLifeMs);
  };
}

/** 2^(−halvings). `Math.exp` takes a quarter of the time of `**`, which is kept where the answer is a whole power of two. */
function remaining(halvings: number): number {
  return Number.isInteger(halvings) ? 2 ** -halvings : Math.exp(-halvings * Math.LN2);
}

function applyRule({ rule, bucket, test, worth }: CompiledRule, axis: Axis, findings: Findings): void {
  const verdict = test();
  if (verdict === 'miss') return;
  const points = verdict === 'hit' ? worth() : NaN;
  if (Number.isNaN(points)) {
    findings.unknown.push(rule.id);
    findings.unknownPoints += Math.abs(rule.points);
    return;
  }
  bucket.sum += points;
  addReason({ rule: rule.id, axis, points: round(points, 1), because: rule.because }, Math.abs(points), findings);
}

/** Slides the new reason up past weaker ones; rules come in file order, so equals stay in it. */
function addReason(reason: Reason, strength: number, { reasons, strengths }: Findings): void {
  let at = reasons.length;
  for (; at > 0; at -= 1) {
    const before = reasons[at - 1];
    const strengthBefore = strengths[at - 1] ?? NaN;
    if (before === undefined || strengthBefore >= strength) break;
    reasons[at] = before;
    strengths[at] = strengthBefore;
  }
  reasons[at] = reason;
  strengths[at] = strength;
}
