import { HANDOFF_PROPERTIES } from '../handoff-properties.js';
import type { FilterBranch, Flow, FlowStep, FlowValue, Json } from './template.js';

/** A contact property as a portal holds it. */
export interface PortalProperty {
  readonly name: string;
  /** Empty where any value will do. */
  readonly options: readonly string[];
}

const OURS: ReadonlySet<string> = new Set<string>(HANDOFF_PROPERTIES.map(({ name }) => name));
const SET_PROPERTY = '0-5';

/**
 * What of a flow this portal does not have: properties, and values of those that have a fixed list.
 *
 * @returns one line each, with what to do; empty when all is there
 */
export function lackingIn(flow: Flow, properties: readonly PortalProperty[]): readonly string[] {
  const held = new Map(properties.map((property) => [property.name, property.options]));
  const missing = propertiesIn(flow).filter((name) => !held.has(name));
  const [ours, theirs] = [missing.filter((name) => OURS.has(name)), missing.filter((name) => !OURS.has(name))];
  return [
    ...(ours.length > 0 ? [`the portal has no property ${ours.join(', ')}: run handoff setup, then apply again`] : []),
    ...theirs.map((name) => `the portal has no contact property ${name}: create it, or take another workflow`),
    ...valuesIn(flow).flatMap(({ property, value }) => {
      const options = held.get(property) ?? [];
      if (options.length === 0 || options.includes(value)) return [];
      return [`the property ${property} has no option ${value} here: add it in HubSpot, then apply again`];
    }),
  ];
}

/** Every contact property a flow reads or sets, each once. */
export function propertiesIn({ actions, enrollmentCriteria }: Flow): readonly string[] {
  const { listFilterBranch, reEnrollmentTriggersFilterBranches: triggers } = enrollmentCriteria;
  const inSteps = actions.flatMap(propertiesOfStep);
  return [...new Set([...[listFilterBranch, ...triggers].flatMap(filtered), ...inSteps])].sort();
}

function propertiesOfStep(step: FlowStep): readonly string[] {
  switch (step.type) {
    case 'SINGLE_CONNECTION':
      return [
        ...asText(step.fields['property_name']),
        ...read(step.fields),
        ...asList(step.fields['owner_properties']),
      ];
    case 'CUSTOM_CODE':
      return step.inputFields.flatMap(({ value }) => read({ ...value }));
    case 'STATIC_BRANCH':
      return read({ ...step.inputValue });
    case 'LIST_BRANCH':
      return step.listBranches.flatMap(({ filterBranch }) => filtered(filterBranch));
  }
}

function filtered({ filters, filterBranches }: FilterBranch): readonly string[] {
  return [...filters.map(({ property }) => property), ...filterBranches.flatMap(filtered)];
}

/** Properties that values anywhere inside are taken from. */
function read(value: Json): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.values(value).flatMap(read);
  return 'propertyName' in value ? [...asText(value['propertyName']), ...inside] : inside;
}

const asText = (value: Json | undefined): readonly string[] => (typeof value === 'string' ? [value] : []);
const asList = (value: Json | undefined): readonly string[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(asText) : [];

/** Fixed values that steps set. */
function valuesIn({ actions }: Flow): readonly { readonly property: string; readonly value: string }[] {
  return actions.flatMap((step) => {
    if (step.type !== 'SINGLE_CONNECTION' || step.actionTypeId !== SET_PROPERTY) return [];
    const [property] = asText(step.fields['property_name']);
    const value = step.fields['value'];
    const fixed = isStatic(value) ? value.staticValue : undefined;
    return property === undefined || fixed === undefined ? [] : [{ property, value: fixed }];
  });
}

function isStatic(value: Json | undefined): value is FlowValue & { readonly type: 'STATIC_VALUE' } {
  return typeof value === 'object' && value !== null && 'type' in value && value['type'] === 'STATIC_VALUE';
}
