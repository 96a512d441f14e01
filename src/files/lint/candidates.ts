import type { CompanyCondition, PropertyCondition, SignalCondition } from '../../core/model.js';

/** A moment to judge by; which one does not matter. */
export const NOW = Date.UTC(2027, 0, 15);
const DAY_MS = 86_400_000;
/** A word no model mentions. */
const OTHER = '\u2603';
/** Contact properties of HubSpot's own that hold several values. @source the default properties, field type checkbox */
const MULTI_VALUED: ReadonlySet<string> = new Set(['hs_buying_role', 'hs_legal_basis']);

/** May a value of this property be several at once? A custom property is taken to hold one. */
export function isMultiValued(property: string): boolean {
  return MULTI_VALUED.has(property);
}

/**
 * Values that tell these conditions on one property apart: what they mention, what lies just beside, something else, and
 * nothing. Whatever combination of verdicts is possible at all, one of these shows it.
 */
export function valuesFor(conditions: readonly PropertyCondition[], property: string): (string | undefined)[] {
  const texts = [...new Set(conditions.flatMap(textsIn))];
  const beside = texts.flatMap((text) => [text, `${text} ${OTHER}`]);
  const several = isMultiValued(property) ? [texts.join(';'), ...pairs(texts).map((pair) => pair.join(';'))] : [];
  const inside = containing(conditions);
  const numbers = around(conditions.flatMap(numbersIn)).map(String);
  const dates = around(conditions.flatMap(agesIn)).map(dateTextAt);
  return [undefined, OTHER, 'true', 'false', ...beside, ...several, ...inside, ...numbers, ...dates];
}

function textsIn(condition: PropertyCondition): string[] {
  if ('is' in condition) return [String(condition.is)];
  if ('isNot' in condition) return [String(condition.isNot)];
  if ('in' in condition) return condition.in.map(String);
  if ('notIn' in condition) return condition.notIn.map(String);
  return 'contains' in condition ? [condition.contains].flat().map(String) : [];
}

function numbersIn(condition: PropertyCondition): number[] {
  if ('atLeast' in condition) return [condition.atLeast];
  if ('atMost' in condition) return [condition.atMost];
  if ('between' in condition) return [...condition.between];
  return textsIn(condition)
    .map(Number)
    .filter((value) => Number.isFinite(value));
}

/** Ages in days at which a verdict changes; ahead of now they are negative. */
function agesIn(condition: PropertyCondition): number[] {
  if ('withinDays' in condition) return [0, condition.withinDays];
  if ('notWithinDays' in condition) return [condition.notWithinDays];
  return 'inNextDays' in condition ? [0, -condition.inNextDays] : [];
}

/** The numbers, what lies between them, and one beyond each end. */
function around(numbers: readonly number[]): number[] {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  return sorted.flatMap((value, index) => [value - 1, value, (value + (sorted[index + 1] ?? value + 2)) / 2]);
}

function dateTextAt(ageDays: number): string {
  const at = Math.round(NOW - ageDays * DAY_MS);
  const year = Math.abs(at) <= 8.64e15 ? new Date(at).getUTCFullYear() : 0;
  return year >= 1000 && year <= 9999 ? new Date(at).toISOString() : String(at);
}

/** A text for each choice of one alternative, or none, per `contains`: several of them can hit at once. */
function containing(conditions: readonly PropertyCondition[]): string[] {
  const choices = conditions.flatMap((condition) => ('contains' in condition ? [['', ...textsIn(condition)]] : []));
  let texts = [''];
  for (const alternatives of choices) {
    if (texts.length * alternatives.length > 1024) break;
    texts = texts.flatMap((text) => alternatives.map((alternative) => `${text} ${alternative} ${OTHER}`));
  }
  return texts.filter((text) => text !== '');
}

function pairs(texts: readonly string[]): string[][] {
  return texts.flatMap((text, index) => texts.slice(index + 1).map((other) => [text, other]));
}

/** Times of acts that tell these conditions on one signal (or company fact) apart; `undefined`: too many to try. */
export function actsFor(conditions: readonly (SignalCondition | CompanyCondition)[]): number[][] | undefined {
  const windows = conditions.flatMap(({ withinDays }) => withinDays ?? []).filter((days) => days >= 0);
  const ages = [...new Set(windows), Math.max(0, ...windows) + 1];
  const counts = [...new Set(conditions.flatMap(({ atLeast = 1 }) => [atLeast - 1, atLeast]).concat(0))];
  if (Math.max(...counts) > 50 || counts.length ** ages.length > 1024) return undefined;
  let histories: number[][] = [[]];
  for (const age of ages)
    histories = histories.flatMap((acts) =>
      counts.map((count) => [...acts, ...Array<number>(Math.max(0, count)).fill(NOW - age * DAY_MS)]),
    );
  return histories;
}
