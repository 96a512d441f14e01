import type { ObjectType } from '../portal/object-properties.js';
import type { PropertyDefinition } from '../portal/property-definition.js';
import { asList, asObject, asText, asTexts } from './read-input.js';
import { invalid, type Refusal } from './reply.js';
import { moment } from '../portal/stored-value.js';

/** One comparison of a search. */
export interface Filter {
  readonly property: string;
  readonly operator: string;
  readonly value: string;
  readonly values: readonly string[];
  readonly highValue: string;
}

/** What a filter asks of a record: how a property is defined, and what the index knows of it. */
export interface Indexed {
  readonly definition: PropertyDefinition | undefined;
  readonly value: string;
}

/** Filters inside a group are all to hold; of the groups, one. */
export type Groups = readonly (readonly Filter[])[];

/** @source HubSpot, search guide: five groups, six filters each, eighteen in all */
const MAX_GROUPS = 5;
const MAX_FILTERS = 6;
const MAX_ALL = 18;

/** Reads `filterGroups`, or a bare `filters` list; absent ones find everything. */
export function readGroups(body: unknown): Groups | Refusal {
  const given = asObject(body);
  const bare = asList(given['filters']);
  const groups =
    bare.length > 0 ? [bare] : asList(given['filterGroups']).map((group) => asList(asObject(group)['filters']));
  if (groups.length > MAX_GROUPS) return tooMany('filterGroups', groups.length, MAX_GROUPS);
  const long = groups.find((group) => group.length > MAX_FILTERS);
  if (long) return tooMany('filters per filterGroup', long.length, MAX_FILTERS);
  const all = groups.flat();
  if (all.length > MAX_ALL) return tooMany('filters', all.length, MAX_ALL);
  const problem = all.map(problemOf).find((found) => found !== undefined);
  if (problem) return invalid(`Invalid input JSON on line 1, column 1: ${problem}`);
  return groups.map((group) => group.map(readFilter));
}

function tooMany(what: string, count: number, max: number): Refusal {
  return invalid(`too many ${what} (count: ${count}, max allowed: ${max})`);
}

function problemOf(filter: unknown): string | undefined {
  const given = asObject(filter);
  const operator = asText(given['operator']) ?? '';
  if (!Object.hasOwn(OPERATORS, operator)) return `Unknown operator ${operator}`;
  if (given['value'] !== undefined && given['values'] !== undefined) return 'value and values are mutually exclusive';
  if ((operator === 'IN' || operator === 'NOT_IN') && given['values'] === undefined) {
    return `operator ${operator} requires values`;
  }
  if (operator === 'BETWEEN' && given['highValue'] === undefined) return 'operator BETWEEN requires a highValue';
  return undefined;
}

function readFilter(filter: unknown): Filter {
  const given = asObject(filter);
  return {
    property: asText(given['propertyName']) ?? '',
    operator: asText(given['operator']) ?? '',
    value: asText(given['value']) ?? '',
    values: asTexts(given['values']),
    highValue: asText(given['highValue']) ?? '',
  };
}

type Test = (indexed: Indexed, filter: Filter) => boolean;

const OPERATORS: Readonly<Record<string, Test>> = {
  EQ: ({ definition, value }, filter) => value !== '' && same(definition, value, filter.value),
  NEQ: ({ definition, value }, filter) => value !== '' && !same(definition, value, filter.value),
  LT: ({ definition, value }, filter) => order(definition, value, filter.value) < 0,
  LTE: ({ definition, value }, filter) => order(definition, value, filter.value) <= 0,
  GT: ({ definition, value }, filter) => order(definition, value, filter.value) > 0,
  GTE: ({ definition, value }, filter) => order(definition, value, filter.value) >= 0,
  BETWEEN: ({ definition, value }, filter) =>
    order(definition, value, filter.value) >= 0 && order(definition, value, filter.highValue) <= 0,
  IN: (indexed, filter) => indexed.value !== '' && among(indexed, filter),
  NOT_IN: (indexed, filter) => indexed.value !== '' && !among(indexed, filter),
  HAS_PROPERTY: ({ value }) => value !== '',
  NOT_HAS_PROPERTY: ({ value }) => value === '',
  CONTAINS_TOKEN: ({ value }, filter) => hasToken(value, filter.value),
  NOT_CONTAINS_TOKEN: ({ value }, filter) => value !== '' && !hasToken(value, filter.value),
};

/** Does the record hold what the filter asks? A record without a value is found by NOT_HAS_PROPERTY only. */
export function matches(indexed: Indexed, filter: Filter): boolean {
  return OPERATORS[filter.operator]?.(indexed, filter) ?? false;
}

function same(definition: PropertyDefinition | undefined, value: string, wanted: string): boolean {
  if (definition?.type === 'enumeration') return value.split(';').includes(wanted);
  if (isOrdered(definition)) return order(definition, value, wanted) === 0;
  return value.toLowerCase() === wanted.toLowerCase();
}

/** Texts are indexed in lower case, and lists are not folded: an upper-case word in a list finds nothing. */
function among({ definition, value }: Indexed, filter: Filter): boolean {
  if (definition?.type === 'enumeration') return value.split(';').some((choice) => filter.values.includes(choice));
  if (isOrdered(definition)) return filter.values.some((wanted) => order(definition, value, wanted) === 0);
  return filter.values.includes(value.toLowerCase());
}

function isOrdered(definition: PropertyDefinition | undefined): boolean {
  return ['number', 'datetime', 'date'].includes(definition?.type ?? '');
}

/** Below, at or above zero as in a sort; NaN (which compares as false) where one of them is no such value. */
function order(definition: PropertyDefinition | undefined, value: string, wanted: string): number {
  if (value === '') return Number.NaN;
  if (definition?.type === 'number') return Number(value) - Number(wanted);
  if (definition?.type === 'datetime' || definition?.type === 'date') {
    return (moment(value)?.getTime() ?? Number.NaN) - (moment(wanted)?.getTime() ?? Number.NaN);
  }
  return value.toLowerCase().localeCompare(wanted.toLowerCase());
}

function hasToken(value: string, wanted: string): boolean {
  const tokens = value.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  const asked = wanted.toLowerCase();
  if (!asked.includes('*')) return tokens.includes(asked) || value.toLowerCase() === asked;
  const [start = '', end = ''] = [asked.replace(/\*.*$/, ''), asked.replace(/^.*\*/, '')];
  return [value.toLowerCase(), ...tokens].some((token) => token.startsWith(start) && token.endsWith(end));
}

/** @source HubSpot, search guide: where a bare `query` looks */
export const QUERIED: Readonly<Record<ObjectType, readonly string[]>> = {
  contacts: ['firstname', 'lastname', 'email', 'phone', 'hs_additional_emails', 'fax', 'mobilephone', 'company'],
  companies: ['name', 'domain', 'website'],
  deals: ['dealname'],
  notes: ['hs_note_body'],
  tasks: ['hs_task_subject', 'hs_task_body'],
};
