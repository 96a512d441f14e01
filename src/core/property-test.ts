import { DAY_MS } from './duration.js';
import type { Facts } from './facts.js';
import type { PropertyCondition, Value } from './model.js';
import type { Slot } from './slot.js';
import { comparable, numberOf, partsOf } from './value.js';
import { type Compiled, inverse, testAny, UNDATED, type Verdict } from './verdict.js';

type Test = () => Verdict;

/** Makes one property condition ready to run. Conditions on a date lend that date to what fades. */
export function compileProperty(condition: PropertyCondition, facts: Facts): Compiled {
  const slot = facts.slot(condition.property);
  const dated = 'withinDays' in condition || 'notWithinDays' in condition || 'inNextDays' in condition;
  return {
    test: compileTest(condition, slot, facts),
    newest: dated ? () => slot.date() : () => UNDATED,
    asks: () => [condition.property],
  };
}

function compileTest(condition: PropertyCondition, slot: Slot, facts: Facts): Test {
  if ('is' in condition) return testIs(condition.is, slot);
  if ('isNot' in condition) return inverse(testIs(condition.isNot, slot));
  if ('in' in condition) return testIn(condition.in, slot);
  if ('notIn' in condition) return inverse(testIn(condition.notIn, slot));
  if ('contains' in condition) return testContains([condition.contains].flat(), slot);
  if ('atLeast' in condition) return testRange(condition.atLeast, Infinity, slot);
  if ('atMost' in condition) return testRange(-Infinity, condition.atMost, slot);
  if ('between' in condition) return testRange(condition.between[0], condition.between[1], slot);
  if ('known' in condition) return testKnown(condition.known, slot);
  return compileDateTest(condition, slot, facts);
}

type DateCondition = Extract<
  PropertyCondition,
  { readonly withinDays: number } | { readonly notWithinDays: number } | { readonly inNextDays: number }
>;

/** Ages count from now into the past; what lies on the other side of now is a miss. */
function compileDateTest(condition: DateCondition, slot: Slot, facts: Facts): Test {
  if ('withinDays' in condition) return testAge(0, condition.withinDays * DAY_MS, slot, facts);
  if ('inNextDays' in condition) return testAge(-condition.inNextDays * DAY_MS, 0, slot, facts);
  const limit = condition.notWithinDays * DAY_MS;
  return () => {
    const age = facts.now() - slot.date();
    return Number.isNaN(age) ? 'unknown' : age >= 0 && age > limit ? 'hit' : 'miss';
  };
}

function testAge(lowMs: number, highMs: number, slot: Slot, facts: Facts): Test {
  return () => {
    const age = facts.now() - slot.date();
    return Number.isNaN(age) ? 'unknown' : age >= lowMs && age <= highMs ? 'hit' : 'miss';
  };
}

function testKnown(wanted: boolean, slot: Slot): Test {
  return () => (slot.isKnown() === wanted ? 'hit' : 'miss');
}

function testRange(low: number, high: number, slot: Slot): Test {
  return () => {
    const number = slot.number();
    return Number.isNaN(number) ? 'unknown' : number >= low && number <= high ? 'hit' : 'miss';
  };
}

function testContains(wanted: readonly Value[], slot: Slot): Test {
  const pieces = wanted.map((value) => comparable(String(value)));
  return () => {
    const text = slot.text();
    if (text === '') return 'unknown';
    for (const piece of pieces) if (text.includes(piece)) return 'hit';
    return 'miss';
  };
}

/** A list of text is one look-up; as soon as it holds a number or a boolean, each value is compared in its own way. */
function testIn(wanted: readonly Value[], slot: Slot): Test {
  const words = wanted.filter((value) => typeof value === 'string');
  if (words.length === wanted.length) return testWords(words, slot);
  const parts = wanted.map((value) => ({ test: testIs(value, slot) }));
  return () => testAny(parts);
}

function testIs(wanted: Value, slot: Slot): Test {
  if (typeof wanted === 'string') return testWords([wanted], slot);
  const compare = typeof wanted === 'number' ? compareNumber(wanted) : compareBoolean(wanted);
  return () => {
    const text = slot.text();
    if (text === '') return 'unknown';
    if (!text.includes(';')) return compare(text);
    return testAny(partsOf(text).map((part) => ({ test: () => compare(part) })));
  };
}

/** The whole value counts too: a file may name `a;b` itself. */
function testWords(wanted: readonly string[], slot: Slot): Test {
  const words = new Set(wanted.map(comparable));
  return () => {
    const text = slot.text();
    if (text === '') return 'unknown';
    if (words.has(text)) return 'hit';
    return text.includes(';') && partsOf(text).some((part) => words.has(part)) ? 'hit' : 'miss';
  };
}

function compareNumber(wanted: number): (text: string) => Verdict {
  return (text) => {
    const number = numberOf(text);
    return Number.isNaN(number) ? 'unknown' : number === wanted ? 'hit' : 'miss';
  };
}

function compareBoolean(wanted: boolean): (text: string) => Verdict {
  const [same, other] = wanted ? ['true', 'false'] : ['false', 'true'];
  return (text) => {
    if (text === same) return 'hit';
    return text === other ? 'miss' : 'unknown';
  };
}
