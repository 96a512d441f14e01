import type { Path } from '../model-problem.js';
import type { Asked, Leaf } from './branches.js';
import { errorAt, type Finding } from './finding.js';
import { possible, type Reach } from './possible.js';

/**
 * Conditions, and parts of conditions, that can never hit or never do anything else. Only the innermost culprit is named.
 *
 * @param path where the condition stands in the model
 */
export function lintCondition(condition: Asked, path: Path, reach: Reach): Finding[] {
  const inside = partsOf(condition).flatMap(({ part, step }) => lintCondition(part, [...path, ...step], reach));
  if (inside.length > 0) return inside;
  if (!possible([[condition, 'hit']], reach)) return [errorAt(path, `can never hit: ${whyNever(condition, reach)}`)];
  const always = isLeaf(condition)
    ? !possible([[condition, 'miss']], reach)
    : !possible([[condition, 'notHit']], reach);
  return always ? [errorAt(path, whyAlways(condition))] : [];
}

function isLeaf(condition: Asked): condition is Leaf {
  return !('all' in condition) && !('any' in condition) && !('not' in condition);
}

function partsOf(condition: Asked): { readonly part: Asked; readonly step: Path }[] {
  if ('not' in condition) return [{ part: condition.not, step: ['not'] }];
  if ('all' in condition) return condition.all.map((part, index) => ({ part, step: ['all', index] }));
  return 'any' in condition ? condition.any.map((part, index) => ({ part, step: ['any', index] })) : [];
}

function whyNever(condition: Asked, reach: Reach): string {
  if ('between' in condition) return `${condition.between[0]} is above ${condition.between[1]}`;
  if (!isLeaf(condition)) return partsOf(condition).length === 0 ? 'the list is empty' : whyNeverTogether(condition);
  if ('in' in condition || 'contains' in condition) return 'the list is empty';
  if ('stage' in condition) return `nobody who is looked at here is at ${condition.stage} or later`;
  if ('evidence' in condition) return `only ${reach.evidence} questions have a property for their answer`;
  const axis = (['fit', 'intent', 'timing', 'score'] as const).find((name) => name in condition);
  if (!axis) return 'a number of days below 0, or steps without time between them';
  const most = reach[axis];
  return most === null ? `the model has no ${axis}` : `${axis} is at most ${most} under this model`;
}

function whyNeverTogether(condition: Asked): string {
  const twoWords = 'all' in condition && condition.all.filter((part) => 'property' in part && 'is' in part).length > 1;
  const hint = twoWords ? '; where a property holds several values, use contains' : '';
  return `its parts contradict each other${hint}`;
}

function whyAlways(condition: Asked): string {
  if ('notIn' in condition) return 'hits whatever the value: the list is empty';
  return 'always hits: it tells nobody apart';
}
