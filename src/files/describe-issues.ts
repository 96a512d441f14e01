import type { z } from 'zod';
import { CONDITION_HEADS, ENTRY_HEADS, OPERATORS } from './condition-schema.js';
import type { Path } from './model-problem.js';

/** What is wrong with a value, before anybody knows the line. */
export interface Complaint {
  readonly path: Path;
  readonly message: string;
  /** Point at the key rather than at its value. */
  readonly atKey?: boolean;
  /** Another place to name in the message. */
  readonly see?: Path;
}

type Issue = z.core.$ZodIssue;

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true/false',
  array: 'a list',
  tuple: 'a list of two',
  object: 'a map',
  record: 'a map',
};

/** Says what zod found in the words of a model author. @param input the value that was checked, to look into unions */
export function describeIssues(issues: readonly Issue[], input: unknown): Complaint[] {
  return issues.flatMap((issue) => describe(issue, valueAt(input, pathOf(issue))));
}

function describe(issue: Issue, value: unknown): Complaint[] {
  const path = pathOf(issue);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key], message: unknownKey(key, value), atKey: true }));
  if (issue.code === 'invalid_union') return describeUnion(issue.errors, value).map((found) => within(path, found));
  return [{ path, message: words(issue, value) }];
}

/** `{ because: 50 to 5,000 people }` is, to YAML, `because: 50 to 5` and a key `000 people` without a value. */
function unknownKey(key: string, holder: unknown): string {
  const comma = isRecord(holder) && holder[key] === null;
  return comma ? 'unknown key (text with a comma in it must be in quotes)' : 'unknown key';
}

function words(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined ? `missing, expected ${typeName(issue.expected)}` : typeProblem(issue.expected, value);
    case 'invalid_value':
      return `${value === undefined ? 'missing, ' : ''}expected one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return tooSmall(issue.origin, Number(issue.minimum), issue.inclusive !== false);
    case 'too_big':
      return issue.origin === 'array' ? `expected a list of ${issue.maximum}` : `must be at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}

function tooSmall(origin: string, minimum: number, inclusive: boolean): string {
  if (origin === 'array') return minimum === 1 ? 'expected at least one' : `expected a list of ${minimum}`;
  return inclusive ? `must be at least ${minimum}` : `must be above ${minimum}`;
}

function typeProblem(expected: string, value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) return 'expected a finite number';
  return `expected ${typeName(expected)}`;
}

function typeName(expected: string): string {
  return TYPE_NAMES[expected] ?? expected;
}

/** A union failed: speaks of the branch the author most likely meant, or of the choice when there is no telling. */
function describeUnion(branches: readonly (readonly Issue[])[], value: unknown): Complaint[] {
  const misfits = branches.map(misfit);
  const least = Math.min(...misfits);
  const closest = branches.filter((_, index) => misfits[index] === least);
  const [only] = closest;
  if (closest.length === 1 && only) return describeIssues(only, value);
  const choosable = isRecord(value) && least < WRONG_KIND;
  return [{ path: [], message: choosable ? choice(Object.keys(value)) : expectedAny(branches) }];
}

/** A branch for another kind of value is further away than any number of wrong keys. */
const WRONG_KIND = 1000;

/** How far a branch is from what was written: keys too many, keys missing, wrong kind of value. */
function misfit(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => {
    if (issue.code === 'unrecognized_keys') return sum + issue.keys.length;
    if (issue.code === 'invalid_union' && issue.path.length === 0) return sum + Math.min(...issue.errors.map(misfit));
    const missing = issue.path.length === 1 && issue.message === MISSING;
    const wrongKind = issue.path.length === 0 && issue.code === 'invalid_type';
    return sum + Number(missing) + (wrongKind ? WRONG_KIND : 0);
  }, 0);
}

/** Marks a key that is not there; see `markMissing`. */
const MISSING = 'missing';

/** The error map to parse with: later code can tell a missing value from a wrong one. */
export function markMissing(issue: { readonly input?: unknown }): string | undefined {
  return issue.input === undefined ? MISSING : undefined;
}

function choice(keys: readonly string[]): string {
  const heads = keys.filter((key) => CONDITION_HEADS.includes(key) || ENTRY_HEADS.includes(key));
  if (heads.length === 0) return `expected one of ${CONDITION_HEADS.join(', ')}`;
  if (heads.length > 1) return `${heads.join(' and ')} do not go together: one condition each`;
  const operators = keys.filter((key) => OPERATORS.includes(key));
  if (operators.length > 1) return `${operators.join(' and ')} do not go together: exactly one operator`;
  const strays = keys.filter((key) => key !== 'property');
  const stray = strays.length > 0 ? `unknown key ${strays.join(', ')}; ` : '';
  return `${stray}expected exactly one operator of ${OPERATORS.join(', ')}`;
}

function expectedAny(branches: readonly (readonly Issue[])[]): string {
  return `expected ${joinOr([...new Set(branches.flatMap((issues) => issues.flatMap(expectedKinds)))])}`;
}

function expectedKinds(issue: Issue): string[] {
  if (issue.code === 'invalid_union') return issue.errors.flatMap((issues) => issues.flatMap(expectedKinds));
  if (issue.code !== 'invalid_type') return [];
  return [issue.expected === 'object' ? 'a condition' : typeName(issue.expected)];
}

function joinOr(kinds: readonly string[]): string {
  return kinds.length < 2 ? (kinds[0] ?? 'something else') : `${kinds.slice(0, -1).join(', ')} or ${kinds.at(-1)}`;
}

function within(path: Path, complaint: Complaint): Complaint {
  return { ...complaint, path: [...path, ...complaint.path] };
}

function pathOf(issue: Issue): Path {
  return issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
}

function valueAt(input: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => {
    if (Array.isArray(value) && typeof step === 'number') return value[step] as unknown;
    return isRecord(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }, input);
}

/** A map of the file, as against a list or a plain value. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
