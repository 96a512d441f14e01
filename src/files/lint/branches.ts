import type { Condition, EntryCondition } from '../../core/model.js';

export type Asked = Condition | EntryCondition;
type Compound = Extract<Asked, { readonly all: unknown } | { readonly any: unknown } | { readonly not: unknown }>;
/** A condition without parts. */
export type Leaf = Exclude<Asked, Compound>;

/** What is wanted of a verdict. Unknown is neither hit nor miss, so `notHit` is more than `miss`. */
export type Wanted = 'hit' | 'miss' | 'notHit' | 'notMiss';

/** One thing that must be so for the whole to come out as wanted. */
export interface Literal {
  readonly leaf: Leaf;
  readonly wanted: Wanted;
}

/** Beyond so many ways to come out as wanted nobody looks at each of them. */
const MAX_BRANCHES = 512;

const OPPOSITE: Readonly<Record<Wanted, Wanted>> = {
  hit: 'miss',
  miss: 'hit',
  notHit: 'notMiss',
  notMiss: 'notHit',
};

/**
 * The ways in which a condition can come out as wanted: any branch will do, all literals of a branch must hold.
 *
 * @returns `undefined` when there are too many; an empty list when there is no way
 */
export function branchesOf(condition: Asked, wanted: Wanted): readonly (readonly Literal[])[] | undefined {
  if ('not' in condition) return branchesOf(condition.not, OPPOSITE[wanted]);
  if (!('all' in condition) && !('any' in condition)) return [[{ leaf: condition, wanted }]];
  const parts = ('all' in condition ? condition.all : condition.any).map((part) => branchesOf(part, wanted));
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length) return undefined;
  const everyPart = 'all' in condition === (wanted === 'hit' || wanted === 'notMiss');
  return everyPart ? joined(known) : capped(known.flat());
}

/** Ways in which all of the parts come out as wanted. */
export function joined(
  parts: readonly (readonly (readonly Literal[])[])[],
): readonly (readonly Literal[])[] | undefined {
  let branches: readonly (readonly Literal[])[] = [[]];
  for (const part of parts) {
    if (branches.length * part.length > MAX_BRANCHES) return undefined;
    branches = branches.flatMap((branch) => part.map((more) => [...branch, ...more]));
  }
  return branches;
}

function capped<T>(branches: readonly T[]): readonly T[] | undefined {
  return branches.length > MAX_BRANCHES ? undefined : branches;
}

/** The conditions without parts inside a condition. */
export function leavesOf(condition: Asked): Leaf[] {
  if ('not' in condition) return leavesOf(condition.not);
  if ('all' in condition) return condition.all.flatMap(leavesOf);
  if ('any' in condition) return condition.any.flatMap(leavesOf);
  return [condition];
}
