import type { Condition, EntryCondition, PropertyCondition, Stage, Value } from '../core/model.js';

/** Words of a list: `a, b or c`. */
export function joinWords(words: readonly string[], last: 'and' | 'or'): string {
  return words.length < 2 ? (words[0] ?? 'nothing') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

/** Stages as people call them. */
export function stageName(stage: Stage): string {
  return ['mal', 'mql', 'sal', 'sql'].includes(stage) ? stage.toUpperCase() : stage;
}

/** A condition as half a sentence, to be put after "when": `country is Netherlands or Belgium`. */
export function explainCondition(condition: Condition | EntryCondition): string {
  if ('all' in condition) return condition.all.map(explainPart).join(', and ');
  if ('any' in condition) return condition.any.map(explainPart).join(', or ');
  if ('not' in condition) return `it is not so that ${explainPart(condition.not)}`;
  if ('property' in condition) return explainProperty(condition);
  if ('signal' in condition)
    return `${actsWords(condition.signal, condition.atLeast ?? 1)}${lastDays(condition.withinDays)}`;
  if ('sequence' in condition)
    return `${condition.sequence.join(', then ')} happened in this order${lastDays(condition.withinDays)}`;
  if ('company' in condition)
    return `the company has at least ${condition.atLeast} ${condition.company}${lastDays(condition.withinDays)}`;
  return explainEntry(condition);
}

/** Brackets where "and" and "or" would otherwise run together. */
function explainPart(condition: Condition | EntryCondition): string {
  const parts = 'all' in condition ? condition.all : 'any' in condition ? condition.any : [];
  const words = explainCondition(condition);
  return parts.length > 1 ? `(${words})` : words;
}

type EntryLeaf = Exclude<
  EntryCondition,
  Condition | { readonly all: unknown } | { readonly any: unknown } | { readonly not: unknown }
>;

function explainEntry(condition: EntryLeaf): string {
  if ('stage' in condition) return `the lead is at ${stageName(condition.stage)} or later`;
  if ('evidence' in condition) return `at least ${condition.evidence} questions are answered`;
  return Object.entries(condition)
    .map(([axis, threshold]) => `${axis} is at least ${threshold}`)
    .join(' and ');
}

function actsWords(signal: string, atLeast: number): string {
  return atLeast === 1 ? `${signal} happened` : `${signal} happened at least ${atLeast} times`;
}

function lastDays(days: number | undefined): string {
  return days === undefined ? '' : ` in the last ${daysWords(days)}`;
}

function daysWords(days: number): string {
  return days === 1 ? 'day' : `${days} days`;
}

function explainProperty(condition: PropertyCondition): string {
  const name = condition.property;
  if ('is' in condition) return `${name} is ${condition.is}`;
  if ('isNot' in condition) return `${name} is not ${condition.isNot}`;
  if ('in' in condition) return `${name} is ${choice(condition.in)}`;
  if ('notIn' in condition) return `${name} is not ${choice(condition.notIn)}`;
  if ('contains' in condition) return `${name} contains ${choice([condition.contains].flat())}`;
  if ('atLeast' in condition) return `${name} is at least ${condition.atLeast}`;
  if ('atMost' in condition) return `${name} is at most ${condition.atMost}`;
  if ('between' in condition) return `${name} is from ${condition.between[0]} to ${condition.between[1]}`;
  if ('known' in condition) return `${name} is ${condition.known ? 'known' : 'not known'}`;
  if ('withinDays' in condition) return `${name} was in the last ${daysWords(condition.withinDays)}`;
  if ('notWithinDays' in condition) return `${name} was more than ${condition.notWithinDays} days ago`;
  return `${name} is in the next ${daysWords(condition.inNextDays)}`;
}

function choice(values: readonly Value[]): string {
  return joinWords(values.map(String), 'or');
}
