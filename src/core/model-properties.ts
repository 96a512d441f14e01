import type { Condition, EntryCondition, Model } from './model.js';

type Asked = Condition | EntryCondition;
type Leaf = Exclude<Asked, { readonly all: unknown } | { readonly any: unknown } | { readonly not: unknown }>;

/** Contact properties that say where a contact is; a decision always reads them. */
const STAGE_PROPERTIES = ['lifecyclestage', 'hs_lead_status'];

/** Contact properties a model reads, each once, sorted: conditions, dates that fading starts from, answers, the stage. */
export function propertiesOf(model: Model): readonly string[] {
  const asked = leavesOf(model).flatMap((leaf) => ('property' in leaf ? [leaf.property] : []));
  const since = rulesOf(model).flatMap((rule) => rule.since ?? []);
  const answers = Object.values(model.evidence.answers).flat();
  return sortedSet([...asked, ...since, ...answers, ...STAGE_PROPERTIES]);
}

/** Signals a model asks about, each once, sorted. */
export function signalsOf(model: Model): readonly string[] {
  const direct = directOf(model).filter((way) => typeof way === 'string');
  const asked = leavesOf(model).flatMap((leaf) => {
    if ('signal' in leaf) return [leaf.signal];
    return 'sequence' in leaf ? leaf.sequence : [];
  });
  return sortedSet([...direct, ...asked]);
}

/** Does any condition ask about the company? */
export function asksCompany(model: Model): boolean {
  return leavesOf(model).some((leaf) => 'company' in leaf);
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
