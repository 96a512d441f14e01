import type { Values, WantedLink } from './record-service.js';

type Json = Readonly<Record<string, unknown>>;

/** One input of a batch, or the body of a single write, with values as HubSpot keeps them. */
export interface WriteInput {
  readonly id: string;
  readonly idProperty: string | undefined;
  readonly values: Values;
  readonly traceId: string | undefined;
  readonly links: readonly WantedLink[];
}

/** The value as an object; an empty one when it is none. */
export function asObject(value: unknown): Json {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as a list; an empty one when it is none. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** Texts, numbers and booleans as text; anything else is absent. */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Only its texts. */
export function asTexts(value: unknown): string[] {
  return asList(value).flatMap((item) => asText(item) ?? []);
}

/** Reads one input. `null` values are left out: HubSpot takes them for "not sent". */
export function readWriteInput(input: unknown): WriteInput {
  const given = asObject(input);
  return {
    id: asText(given['id']) ?? '',
    idProperty: asText(given['idProperty']),
    values: readValues(given['properties']),
    traceId: asText(given['objectWriteTraceId']),
    links: asList(given['associations']).map(readLink),
  };
}

function readValues(properties: unknown): Values {
  const values: Record<string, string> = {};
  const given = asObject(properties);
  for (const name of Object.keys(given)) {
    const value = asText(given[name]);
    if (value !== undefined && name !== '__proto__') values[name] = value;
  }
  return values;
}

function readLink(link: unknown): WantedLink {
  const given = asObject(link);
  const typeIds = asList(given['types']).map((type) => Number(asObject(type)['associationTypeId']));
  return { toId: asText(asObject(given['to'])['id']) ?? '', typeIds };
}

/** A list in a query, given as `a,b` or repeated; `undefined` when absent. */
export function listInQuery(query: URLSearchParams, name: string): string[] | undefined {
  const given = query.getAll(name).flatMap((value) => value.split(','));
  const names = given.map((value) => value.trim()).filter((value) => value !== '');
  return names.length === 0 ? undefined : names;
}
