import type { Condition, EntryCondition, Model } from './model.js';

type Asked = Condition | EntryCondition;
type Leaf = Exclude<Asked, { readonly all: unknown } | { readonly any: unknown } | { readonly not: unknown }>;

/** Contact properties that say where a contact is; a decision always reads them. */
const STAGE_PROPERTIES = ['lifecyclestage', 'hs_lead_status'];

/** Whom a contact is assigned to. */
export const OWNER_PROPERTY = 'hubspot_owner_id';

/** Contact properties a model reads, each once, sorted: conditions, dates that fading starts from, answers, the stage. */
export function propertiesOf(model: Model): readonly string[] {
  const since = rulesOf(model).flatMap((rule) => rule.since ?? []);
  const answers = Object.values(model.evidence.answers).flat();
  return sortedSet([...propertiesIn(leavesOf(model)), ...since, ...answers, ...STAGE_PROPERTIES]);
}

/** What assigning somebody reads besides: the owner there is, and what the territories ask. Nothing where nobody is assigned. */
export function propertiesOfAssigning(model: Model): readonly string[] {
  return model.assign ? sortedSet([OWNER_PROPERTY, ...propertiesIn(territoryLeaves(model))]) : [];
}

/** Signals a model asks about, each once, sorted. */
export function signalsOf(model: Model): readonly string[] {
  const direct = directOf(model).filter((way) => typeof way === 'string');
  return sortedSet([...direct, ...signalsIn(leavesOf(model))]);
}

/** What of a contact has to be known. Each list without repeats, sorted. */
export interface Needs {
  readonly properties: readonly string[];
  readonly signals: readonly string[];
  readonly company: readonly string[];
}

/** What a decision by this model needs to know. */
export function needsOf(model: Model): Needs {
  return { properties: propertiesOf(model), signals: signalsOf(model), company: companyIn(leavesOf(model)) };
}

/** What its score alone needs to know: the rules ask, and nothing else. */
export function scoreNeedsOf(model: Model): Needs {
  const rules = rulesOf(model);
  const leaves = rules.flatMap(({ when }) => leavesIn(when));
  const since = rules.flatMap((rule) => rule.since ?? []);
  return needsIn(leaves, since);
}

/** What its hard requirements alone need to know. */
export function requirementNeedsOf(model: Model): Needs {
  return needsIn(model.require.flatMap(({ when }) => leavesIn(when)));
}

/** @param since dates that fading starts from */
function needsIn(leaves: readonly Leaf[], since: readonly string[] = []): Needs {
  return {
    properties: sortedSet([...propertiesIn(leaves), ...since]),
    signals: sortedSet(signalsIn(leaves)),
    company: companyIn(leaves),
  };
}

function propertiesIn(leaves: readonly Leaf[]): readonly string[] {
  return leaves.flatMap((leaf) => ('property' in leaf ? [leaf.property] : []));
}

function companyIn(leaves: readonly Leaf[]): readonly string[] {
  return sortedSet(leaves.flatMap((leaf) => ('company' in leaf ? [leaf.company] : [])));
}

function signalsIn(leaves: readonly Leaf[]): readonly string[] {
  return leaves.flatMap((leaf) => {
    if ('signal' in leaf) return [leaf.signal];
    return 'sequence' in leaf ? leaf.sequence : [];
  });
}

/** Does any condition ask about the company? */
export function asksCompany(model: Model): boolean {
  return companyIn([...leavesOf(model), ...territoryLeaves(model)]).length > 0;
}

function territoryLeaves({ assign }: Model): readonly Leaf[] {
  return (assign?.to ?? []).flatMap(({ when }) => (when ? leavesIn(when) : []));
}

function leavesOf(model: Model): readonly Leaf[] {
  const direct = directOf(model).flatMap((way) => (typeof way === 'string' ? [] : way));
  const entries = Object.values(model.stages).flatMap((stage) => stage.enter ?? []);
  const conditions = [...model.require, ...rulesOf(model)].map(({ when }) => when);
  return [...conditions, ...direct, ...entries].flatMap(leavesIn);
}

function leavesIn(condition: Asked): readonly Leaf[] {
  if ('all' in condition) return condition.all.flatMap(leavesIn);
  if ('any' in condition) return condition.any.flatMap(leavesIn);
  return 'not' in condition ? leavesIn(condition.not) : [condition];
}

function rulesOf(model: Model): readonly Model['axes'][number]['model']['rules'][number][] {
  return model.axes.flatMap((axis) => axis.model.rules);
}

function directOf(model: Model): readonly (string | Condition)[] {
  return model.stages.sql?.direct ?? [];
}

function sortedSet(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
