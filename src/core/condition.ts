import { compileCompany, compileSequence, compileSignal } from './act-test.js';
import type { Facts } from './facts.js';
import type { Condition } from './model.js';
import { compileProperty } from './property-test.js';
import { allOf, anyOf, type Compiled, notOf } from './verdict.js';

/** Makes a condition ready to run against `facts`, as often as these begin on another contact. */
export function compileCondition(condition: Condition, facts: Facts): Compiled {
  if ('all' in condition) return allOf(condition.all.map((part) => compileCondition(part, facts)));
  if ('any' in condition) return anyOf(condition.any.map((part) => compileCondition(part, facts)));
  if ('not' in condition) return notOf(compileCondition(condition.not, facts));
  if ('signal' in condition) return compileSignal(condition, facts);
  if ('sequence' in condition) return compileSequence(condition, facts);
  if ('company' in condition) return compileCompany(condition, facts);
  return compileProperty(condition, facts);
}
