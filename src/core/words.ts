import type { Condition, EntryCondition, PropertyCondition } from './model.js';

/**
 * A condition in the model's own words, for what a lead still misses.
 *
 * @example inWords({ property: 'country', in: ['Netherlands', 'Belgium'] }) // 'country in Netherlands, Belgium'
 */
export function inWords(condition: EntryCondition | Condition): string {
  if ('all' in condition) return condition.all.map(inWords).join(' and ');
  if ('any' in condition) return condition.any.map(inWords).join(' or ');
  if ('not' in condition) return `not (${inWords(condition.not)})`;
  if ('property' in condition) return propertyInWords(condition);
  if ('signal' in condition)
    return `${condition.atLeast ?? 1} ${condition.signal}${windowInWords(condition.withinDays)}`;
  if ('sequence' in condition) return `${condition.sequence.join(', then ')}${windowInWords(condition.withinDays)}`;
  if ('company' in condition) return companyInWords(condition.atLeast, condition.company, condition.withinDays);
  if ('stage' in condition) return `stage ${condition.stage}`;
  if ('evidence' in condition) return `${condition.evidence} answers`;
  return thresholdInWords(condition);
}

type Threshold = Extract<
  EntryCondition,
  { readonly fit: number } | { readonly intent: number } | { readonly timing: number } | { readonly score: number }
>;

function thresholdInWords(condition: Threshold): string {
  if ('fit' in condition) return `fit of ${condition.fit}`;
  if ('intent' in condition) return `intent of ${condition.intent}`;
  if ('timing' in condition) return `timing of ${condition.timing}`;
  return `score of ${condition.score}`;
}

function companyInWords(count: number, fact: string, withinDays: number | undefined): string {
  return `${count} ${fact} at the company${windowInWords(withinDays)}`;
}

function windowInWords(days: number | undefined): string {
  return days === undefined ? '' : ` within ${days} days`;
}

function propertyInWords(condition: PropertyCondition): string {
  const name = condition.property;
  if ('is' in condition) return `${name} is ${condition.is}`;
  if ('isNot' in condition) return `${name} is not ${condition.isNot}`;
  if ('in' in condition) return `${name} in ${condition.in.join(', ')}`;
  if ('notIn' in condition) return `${name} not in ${condition.notIn.join(', ')}`;
  if ('contains' in condition) return `${name} contains ${[condition.contains].flat().join(' or ')}`;
  if ('atLeast' in condition) return `${name} at least ${condition.atLeast}`;
  if ('atMost' in condition) return `${name} at most ${condition.atMost}`;
  if ('between' in condition) return `${name} between ${condition.between.join(' and ')}`;
  if ('known' in condition) return condition.known ? `value of ${name}` : `no value of ${name}`;
  if ('withinDays' in condition) return `${name} within ${condition.withinDays} days`;
  if ('notWithinDays' in condition) return `${name} more than ${condition.notWithinDays} days ago`;
  return `${name} in the next ${condition.inNextDays} days`;
}
