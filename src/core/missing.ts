import { actsShort, stepsLeft } from './act-test.js';
import type { Question } from './evidence.js';
import type { Facts } from './facts.js';
import type { Condition } from './model.js';
import type { Verdict } from './verdict.js';
import { inWords } from './words.js';

/** What a condition that is not met still needs. */
export interface Lack {
  /** How hard that is to come by; compared only, so that the cheapest way on is named. */
  readonly cost: number;
  /** In the model's words. */
  readonly items: readonly string[];
}

/** A condition that can be met, and can say what it lacks. */
export interface Gate {
  readonly test: () => Verdict;
  /** Of a gate that is not met. */
  readonly lack: () => Lack;
}

type Leaf = Exclude<Condition, { readonly all: unknown } | { readonly any: unknown } | { readonly not: unknown }>;

/** Beyond any other way on: nothing the lead does in the ordinary course leads there. */
const OUT_OF_REACH = 100;

/** All parts that are not met, together. */
export function lackOfAll(gates: readonly Gate[]): Lack {
  const lacks = gates.flatMap((gate) => (gate.test() === 'hit' ? [] : [gate.lack()]));
  return { cost: lacks.reduce((sum, lack) => sum + lack.cost, 0), items: lacks.flatMap((lack) => lack.items) };
}

/** The cheapest part; of equals the first. */
export function lackOfAny(gates: readonly Gate[]): Lack {
  const none: Lack = { cost: Infinity, items: [] };
  return gates.map((gate) => gate.lack()).reduce((best, lack) => (lack.cost < best.cost ? lack : best), none);
}

/** What must stop being so. */
export function lackOfNot(words: string): Lack {
  return { cost: OUT_OF_REACH, items: [`not (${words})`] };
}

/** A property takes somebody who asks; an act takes the lead once more. */
export function lackOfLeaf(leaf: Leaf, verdict: Verdict, facts: Facts): Lack {
  if ('signal' in leaf) return lackOfActs([[leaf.signal, actsShort(leaf, facts)]], '');
  if ('company' in leaf) return lackOfActs([[leaf.company, actsShort(leaf, facts)]], ' at the company');
  if ('sequence' in leaf) return lackOfActs(countEach(stepsLeft(leaf, facts)), '');
  return { cost: 2, items: [verdict === 'unknown' ? `value of ${leaf.property}` : inWords(leaf)] };
}

function lackOfActs(short: readonly (readonly [name: string, count: number])[], where: string): Lack {
  return {
    cost: short.reduce((sum, [, count]) => sum + count, 0),
    items: short.map(([name, count]) => `${count} more ${name}${where}`),
  };
}

function countEach(names: readonly string[]): readonly (readonly [name: string, count: number])[] {
  return [...new Set(names)].map((name) => [name, names.filter((other) => other === name).length]);
}

/** @param got rounded points, `null` where the model has no such axis */
export function lackOfPoints(name: string, wanted: number, got: number | null): Lack {
  const short = wanted - (got ?? 0);
  return {
    cost: got === null ? OUT_OF_REACH : short / 10,
    items: [`${short} ${short === 1 ? 'point' : 'points'} of ${name}`],
  };
}

/** A stage is more than a fact: it takes an entry of its own. */
export function lackOfStage(stage: string): Lack {
  return { cost: 3, items: [`stage ${stage}`] };
}

/**
 * Every question not answered yet, since any of them may serve. Where even all of these are too few, an answer that was no
 * has to change: then every question not held is named.
 */
export function lackOfEvidence(questions: readonly Question[], needed: number): Lack {
  const held = questions.filter((question) => question.test() === 'hit').length;
  const open = questions.filter((question) => question.test() === 'unknown');
  const enough = held + open.length >= needed;
  const wanted = enough ? open : questions.filter((question) => question.test() !== 'hit');
  return {
    cost: enough ? needed - held : OUT_OF_REACH,
    items: wanted.map((question) => `answer to ${question.name}`),
  };
}
