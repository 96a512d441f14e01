import { z } from 'zod';

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

const PropertyFilter = z.object({
  filterType: z.literal('PROPERTY', { error: 'only PROPERTY filters are played here' }),
  property: z.string().min(1),
  operation: z
    .object({
      operator: z.enum(OPERATOR_NAMES),
      value: Operand.optional(),
      values: z.array(Operand).optional(),
      includeObjectsWithNoValueSet: z.boolean().default(false),
    })
    .refine(({ operator, value, values }) => NEEDS_NO_VALUE.has(operator) || value !== undefined || values?.length, {
      error: 'this operator needs "value" or "values"',
    }),
});
type PropertyFilter = z.infer<typeof PropertyFilter>;

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

/** Does the record meet the branch? A branch that asks nothing is met by nobody: it must not enrol a whole portal. */
export function meets(branch: FilterBranch, values: Values): boolean {
  const verdicts = [
    ...branch.filters.map((filter) => passes(filter, values[filter.property] ?? '')),
    ...branch.filterBranches.map((inner) => meets(inner, values)),
  ];
  if (verdicts.length === 0) return false;
  return branch.filterBranchType === 'OR' ? verdicts.includes(true) : !verdicts.includes(false);
}

/** Every property the branch asks for. */
export function propertiesOf(branch: FilterBranch): readonly string[] {
  return [...branch.filters.map(({ property }) => property), ...branch.filterBranches.flatMap(propertiesOf)];
}

function passes({ operation }: PropertyFilter, got: string): boolean {
  const { operator, value, values, includeObjectsWithNoValueSet } = operation;
  if (operator === 'IS_KNOWN') return got !== '';
  if (operator === 'IS_UNKNOWN') return got === '';
  if (got === '') return includeObjectsWithNoValueSet;
  return OPERATORS[operator](got, values ?? (value === undefined ? [] : [value]));
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
