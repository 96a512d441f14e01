import type { Contact } from '../../core/contact.js';
import type { CompanyCondition, Condition, Model, PropertyCondition, Rule, SignalCondition } from '../../core/model.js';
import { compileScorer } from '../../core/score-contact.js';
import { rankOf } from '../../core/stages.js';
import { branchesOf, joined, type Asked, type Leaf, type Literal, type Wanted } from './branches.js';
import { actsFor, NOW, valuesFor } from './candidates.js';

type Verdict = 'hit' | 'miss' | 'unknown';

/** What an entry condition can meet. Numbers are the highest there can be; `null`: the model has no such axis. */
export interface Reach {
  readonly fit: number | null;
  readonly intent: number | null;
  readonly timing: number | null;
  readonly score: number;
  /** Questions that have a property for their answer. */
  readonly evidence: number;
  /** Where contacts can be when they are looked at. */
  readonly stages: readonly string[];
}

/**
 * Can these conditions come out as wanted, all for one contact? Judged by the scorer itself on values picked for it.
 *
 * @returns true also when there are too many ways to try
 */
export function possible(wants: readonly (readonly [Asked, Wanted])[], reach: Reach): boolean {
  const parts = wants.map(([condition, wanted]) => branchesOf(condition, wanted));
  const known = parts.filter((part) => part !== undefined);
  const branches = known.length < parts.length ? undefined : joined(known);
  return branches?.some((branch) => branchPossible(branch, reach)) ?? true;
}

function branchPossible(branch: readonly Literal[], reach: Reach): boolean {
  const bySubject = new Map<string, Literal[]>();
  for (const literal of branch) {
    const subject = subjectOf(literal.leaf);
    bySubject.set(subject, [...(bySubject.get(subject) ?? []), literal]);
  }
  return [...bySubject.values()].every((literals) => anyWorld(literals, reach));
}

/** Conditions on different subjects do not get into each other's way. */
function subjectOf(leaf: Leaf): string {
  if ('property' in leaf) return `property ${leaf.property}`;
  if ('signal' in leaf) return `signal ${leaf.signal}`;
  if ('company' in leaf) return `company ${leaf.company}`;
  if ('sequence' in leaf) return `sequence ${leaf.sequence.join(' ')}`;
  return Object.keys(leaf).join(' ');
}

function anyWorld(literals: readonly Literal[], reach: Reach): boolean {
  const leaves = literals.map(({ leaf }) => leaf);
  const worlds = verdictsOn(leaves, reach);
  return worlds?.some((verdicts) => literals.every(({ wanted }, index) => meets(verdicts[index], wanted))) ?? true;
}

function meets(verdict: Verdict | undefined, wanted: Wanted): boolean {
  if (wanted === 'notHit') return verdict !== 'hit';
  return wanted === 'notMiss' ? verdict !== 'miss' : verdict === wanted;
}

/** The verdicts of conditions on one subject, in each world worth trying; `undefined`: not judged. */
function verdictsOn(leaves: readonly Leaf[], reach: Reach): Verdict[][] | undefined {
  const [first] = leaves;
  if (!first) return undefined;
  if ('property' in first) return propertyVerdicts(leaves.filter((leaf) => 'property' in leaf));
  if ('signal' in first)
    return actVerdicts(
      leaves.filter((leaf) => 'signal' in leaf),
      'signals',
      first.signal,
    );
  if ('company' in first)
    return actVerdicts(
      leaves.filter((leaf) => 'company' in leaf),
      'company',
      first.company,
    );
  if ('sequence' in first) return sequenceVerdicts(leaves.filter((leaf) => 'sequence' in leaf));
  return entryVerdicts(leaves, reach);
}

function propertyVerdicts(conditions: readonly PropertyCondition[]): Verdict[][] {
  const property = conditions[0]?.property ?? '';
  const judge = judgeOf(conditions);
  return valuesFor(conditions, property).map((value) => judge({ ...NOBODY, properties: { [property]: value } }));
}

function actVerdicts(
  conditions: readonly (SignalCondition | CompanyCondition)[],
  kind: 'signals' | 'company',
  name: string,
): Verdict[][] | undefined {
  const judge = judgeOf(conditions);
  return actsFor(conditions)?.map((acts) => judge({ ...NOBODY, [kind]: { [name]: acts } }));
}

/** Only whether there is room for the steps: what else is asked about their signals is not looked at. */
function sequenceVerdicts(
  conditions: readonly { readonly sequence: readonly string[]; readonly withinDays?: number }[],
) {
  const hopeless = conditions.some(
    ({ sequence, withinDays = 1 }) => withinDays < 0 || (withinDays === 0 && sequence.length > 1),
  );
  const verdicts: Verdict[] = hopeless ? ['miss', 'unknown'] : ['hit', 'miss', 'unknown'];
  return verdicts.map((verdict) => conditions.map(() => verdict));
}

const NOBODY: Contact = { properties: {}, signals: {}, unlistedSignals: 'never', company: {} };

/** The verdicts of the conditions on a contact, by the scorer: one rule each. */
export function judgeOf(conditions: readonly Condition[]): (contact: Contact) => Verdict[] {
  const rules = conditions.map((when, index): Rule => ({ id: String(index), when, points: 1, because: '' }));
  const score = compileScorer({ ...EMPTY, axes: [{ axis: 'fit', model: { max: 1, rules, groups: [] } }] });
  return (contact) => {
    const { reasons, unknown } = score(contact, NOW);
    const hits = new Set(reasons.map(({ rule }) => rule));
    const open = new Set(unknown);
    return rules.map(({ id }) => (hits.has(id) ? 'hit' : open.has(id) ? 'unknown' : 'miss'));
  };
}

const EMPTY: Model = {
  name: 'lint',
  version: 'lint@00000000',
  approvedBy: {},
  require: [],
  axes: [],
  weights: { fit: 1, intent: 0, timing: 0 },
  evidence: { framework: 'custom', answers: {}, timingWithinDays: 90 },
  stages: {},
  stall: '14d',
  followUps: [],
  protect: [],
  notify: {},
  teams: {},
  disqualifyReasons: [],
};

function entryVerdicts(leaves: readonly Leaf[], reach: Reach): Verdict[][] {
  const asked = leaves.flatMap((leaf): [string, string | number][] => Object.entries(leaf));
  const [subject] = asked[0] ?? [''];
  if (subject === 'stage') return reach.stages.map((at) => asked.map(([, stage]) => hitIf(reaches(at, String(stage)))));
  const numbers = asked.map(([, value]) => Number(value));
  const highest = highestOf(subject, reach);
  if (highest === null) return [numbers.map(() => 'unknown')];
  const values = [0, highest, ...numbers.flatMap((value) => [value - 1, value])].filter(
    (value) => value >= 0 && value <= highest,
  );
  return values.map((held) => numbers.map((value) => hitIf(held >= value)));
}

function highestOf(subject: string, reach: Reach): number | null {
  const highest: Readonly<Record<string, number | null>> = { ...reach, stages: null };
  return highest[subject] ?? null;
}

function hitIf(holds: boolean): Verdict {
  return holds ? 'hit' : 'miss';
}

function reaches(at: string, stage: string): boolean {
  return (rankOf(at) ?? -1) >= (rankOf(stage) ?? Infinity);
}
