import { z } from 'zod';
import { readNested } from './nested.js';
import { TIME_OPERATIONS } from './time-filters.js';

/** A record's values as the portal holds them; absent and `''` both mean: no value set. */
type Values = Readonly<Record<string, string>>;
type Test = (got: string, wanted: readonly string[]) => boolean;

/**
 * What a property filter may ask of a value that is set. Text compares without case; sizes compare as numbers, else as
 * dates; one of several (`a;b`) is enough.
 */
const OPERATORS = {
  IS_EQUAL_TO: (got, wanted) => wanted.some((want) => same(got, want)),
  IS_NOT_EQUAL_TO: (got, wanted) => !wanted.some((want) => same(got, want)),
  IS_ANY_OF: holdsOne,
  IS_NONE_OF: (got, wanted) => !holdsOne(got, wanted),
  CONTAINS: (got, wanted) => wanted.some((want) => got.toLowerCase().includes(want.toLowerCase())),
  IS_GREATER_THAN: (got, [want]) => size(got) > size(want),
  IS_GREATER_THAN_OR_EQUAL_TO: (got, [want]) => size(got) >= size(want),
  IS_LESS_THAN: (got, [want]) => size(got) < size(want),
  IS_LESS_THAN_OR_EQUAL_TO: (got, [want]) => size(got) <= size(want),
  IS_KNOWN: () => true,
  IS_UNKNOWN: () => false,
} as const satisfies Record<string, Test>;

type Operator = keyof typeof OPERATORS;
const OPERATOR_NAMES = Object.keys(OPERATORS).filter((name): name is Operator => Object.hasOwn(OPERATORS, name));
const NEEDS_NO_VALUE: ReadonlySet<Operator> = new Set<Operator>(['IS_KNOWN', 'IS_UNKNOWN']);

const Operand = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const ValueOperation = z
  .object({
    operator: z.enum(OPERATOR_NAMES),
    value: Operand.optional(),
    values: z.array(Operand).optional(),
    includeObjectsWithNoValueSet: z.boolean().default(false),
  })
  .refine(({ operator, value, values }) => NEEDS_NO_VALUE.has(operator) || value !== undefined || values?.length, {
    error: 'this operator needs "value" or "values"',
  })
  .transform(({ operator, value, values, includeObjectsWithNoValueSet }): Operation => {
    const wanted = values ?? (value === undefined ? [] : [value]);
    const whenUnset = operator === 'IS_UNKNOWN' || (operator !== 'IS_KNOWN' && includeObjectsWithNoValueSet);
    return { byClock: false, passes: (got) => (got === '' ? whenUnset : OPERATORS[operator](got, wanted)) };
  });

/** Kinds of comparison HubSpot has and the sandbox does not. */
const NOT_PLAYED: ReadonlySet<string> = new Set([
  'DATE',
  'DATETIME',
  'RANGED_DATE',
  'CALENDAR_DATE',
  'NUMBER_RANGED',
  'COMPARATIVE_DATE',
  'COMPARATIVE_STRING',
  'COMPARATIVE_PROPERTY_UPDATED',
  'ROLLING_PROPERTY_UPDATED',
]);

/** What a filter asks of one value. */
export interface Operation {
  /** Its answer may change without the value changing. */
  readonly byClock: boolean;
  /** @param got `''` when no value is set @param now epoch milliseconds */
  readonly passes: (got: string, now: number) => boolean;
}

const PropertyFilter = z
  .object({
    filterType: z.literal('PROPERTY', { error: 'only PROPERTY filters are played here' }),
    property: z.string().min(1),
    operation: z.looseObject({ operationType: z.string().optional() }),
  })
  .transform(({ property, operation: given }, context): PropertyFilter => {
    const schema = operationOf(given.operationType ?? '');
    return { property, operation: readNested(schema, { given, path: ['operation'], context }) };
  });
interface PropertyFilter {
  readonly property: string;
  readonly operation: Operation;
}

function operationOf(type: string): z.ZodType<Operation> {
  if (NOT_PLAYED.has(type)) return z.never({ error: `${type} is not played here` });
  return (Object.hasOwn(TIME_OPERATIONS, type) ? TIME_OPERATIONS[type] : undefined) ?? ValueOperation;
}

/** Branches nest as OR → AND → filters. */
export interface FilterBranch {
  readonly filterBranchType: 'OR' | 'AND';
  readonly filters: readonly PropertyFilter[];
  readonly filterBranches: readonly FilterBranch[];
}
export const FilterBranch: z.ZodType<FilterBranch> = z.lazy(() =>
  z.object({
    filterBranchType: z.enum(['OR', 'AND']),
    filters: z.array(PropertyFilter).default([]),
    filterBranches: z.array(FilterBranch).default([]),
  }),
);

/** Does the record meet the branch at that moment (epoch ms)? A branch that asks nothing is met by nobody: it must not enrol a whole portal. */
export function meets(branch: FilterBranch, values: Values, now: number): boolean {
  const verdicts = [
    ...branch.filters.map(({ property, operation }) => operation.passes(values[property] ?? '', now)),
    ...branch.filterBranches.map((inner) => meets(inner, values, now)),
  ];
  if (verdicts.length === 0) return false;
  return branch.filterBranchType === 'OR' ? verdicts.includes(true) : !verdicts.includes(false);
}

/** Every property the branch asks for. */
export function propertiesOf(branch: FilterBranch): readonly string[] {
  return [...branch.filters.map(({ property }) => property), ...branch.filterBranches.flatMap(propertiesOf)];
}

/** May a record come to meet the branch, or cease to, while nothing happens to it? */
export function hangsOnClock(branch: FilterBranch): boolean {
  return branch.filters.some(({ operation }) => operation.byClock) || branch.filterBranches.some(hangsOnClock);
}

function holdsOne(got: string, wanted: readonly string[]): boolean {
  return got.split(';').some((part) => wanted.some((want) => same(part, want)));
}

function same(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

/** NaN, which compares with nothing, when it is neither a number nor a date. */
function size(text: string | undefined): number {
  if (text === undefined || text.trim() === '') return Number.NaN;
  const number = Number(text);
  return Number.isNaN(number) ? Date.parse(text) : number;
}
