import type { FilterBranch, Flow, FlowStep, Json, PropertyFilter } from './template.js';

/** Names for action type ids, for people. */
type Names = ReadonlyMap<string, string>;

/** HubSpot's own actions our templates use. @source HubSpot, "Action types" of the workflows API */
const BUILT_IN: Names = new Map([
  ['0-1', 'Wait'],
  ['0-3', 'Create a task'],
  ['0-5', 'Set a property'],
  ['0-9', 'Notify in HubSpot'],
]);
/** Fields that tell a reader nothing, or were said already. */
const UNTOLD: ReadonlySet<string> = new Set(['associations', 'use_explicit_associations', 'delivery_method', 'body']);

/** A flow in words: who comes in, and its steps, a line each. @param names of the portal's app actions */
export function describeFlow(flow: Flow, names: Names): readonly string[] {
  const { filterBranches } = flow.enrollmentCriteria.listFilterBranch;
  return [
    'Comes in, and again with each change:',
    ...filterBranches.map((branch) => `  - ${branchWords(branch)}`),
    'Steps:',
    ...flow.actions.map((step) => `  ${step.actionId}. ${stepWords(step, names)}`),
  ];
}

function stepWords(step: FlowStep, names: Names): string {
  switch (step.type) {
    case 'SINGLE_CONNECTION': {
      const name = names.get(step.actionTypeId) ?? BUILT_IN.get(step.actionTypeId) ?? step.actionTypeId;
      return `${name}${fieldWords(step.actionTypeId, step.fields)}${arrow(step.connection)}`;
    }
    case 'CUSTOM_CODE': {
      const kilobytes = Math.round(step.sourceCode.length / 1000);
      return `Custom code: ${kilobytes} kB, ${step.inputFields.length} properties in${arrow(step.connection)}`;
    }
    case 'STATIC_BRANCH': {
      const ways = step.staticBranches.map(({ branchValue, connection }) => `${branchValue}${arrow(connection)}`);
      return `By ${valueWords({ ...step.inputValue })}: ${[...ways, otherwise(step)].join(' · ')}`;
    }
    case 'LIST_BRANCH': {
      const ways = step.listBranches.map(
        ({ branchName, filterBranch, connection }) =>
          `${branchName} (${branchWords(filterBranch)})${arrow(connection)}`,
      );
      return `Look again: ${[...ways, otherwise(step)].join(' · ')}`;
    }
  }
}

type Way = { readonly nextActionId: string } | undefined;
const arrow = (way: Way): string => (way === undefined ? ' → end' : ` → ${way.nextActionId}`);

function otherwise(step: { readonly defaultBranchName?: string | undefined; readonly defaultBranch?: Way }): string {
  return `${step.defaultBranchName ?? 'otherwise'}${arrow(step.defaultBranch)}`;
}

function fieldWords(typeId: string, fields: Readonly<Record<string, Json>>): string {
  if (typeId === '0-1') return ` ${waitWords(Number(fields['delta']))}`;
  if (typeId === '0-5') return `: ${jsonWords(fields['property_name'])} = ${jsonWords(fields['value'])}`;
  const told = Object.entries(fields).filter(([name, value]) => !UNTOLD.has(name) && jsonWords(value) !== '');
  return told.length === 0
    ? ''
    : `: ${told.map(([name, value]) => `${name.replaceAll('_', ' ')} ${jsonWords(value)}`).join(', ')}`;
}

/** @param minutes the unit our templates wait in */
function waitWords(minutes: number): string {
  if (minutes % 1440 === 0) return minutes === 1440 ? 'a day' : `${minutes / 1440} days`;
  return `${minutes} minutes`;
}

function jsonWords(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'object') return String(value);
  if ('type' in value) return valueWords(value);
  return Object.values(value)
    .map((part: Json) => jsonWords(part))
    .filter(Boolean)
    .join(' ');
}

function valueWords(value: Readonly<Record<string, Json>>): string {
  const part = (name: string): string => jsonWords(value[name]);
  if (value['type'] === 'FIELD_DATA') return `${part('dataKey')} of step ${part('actionId')}`;
  if (value['type'] === 'OBJECT_PROPERTY') return `the contact's ${part('propertyName')}`;
  return part('staticValue') || part('value');
}

/** The filters of a branch in words. */
function branchWords({ filters, filterBranches, filterBranchType }: FilterBranch): string {
  const parts = [...filters.map(filterWords), ...filterBranches.map(branchWords)];
  return parts.join(filterBranchType === 'OR' ? ', or ' : ' and ');
}

function filterWords({ property, operation }: PropertyFilter): string {
  const { operator, value, values, timePoint, includeObjectsWithNoValueSet: orUnset } = operation;
  const wanted = jsonList(values ?? value).join(' or ');
  const operatorWords = jsonWords(operator).toLowerCase().replaceAll('_', ' ');
  const words = [property, operatorWords, timePoint === undefined ? wanted : agoWords(timePoint)].filter(Boolean);
  return `${words.join(' ')}${orUnset === true ? ' (or empty)' : ''}`;
}

const jsonList = (value: Json | undefined): readonly string[] =>
  typeof value === 'object' && value !== null
    ? Object.values(value).map((part: Json) => jsonWords(part))
    : [jsonWords(value)];

function agoWords(timePoint: Json): string {
  const offset = typeof timePoint === 'object' && timePoint !== null && 'offset' in timePoint ? timePoint.offset : null;
  const days = typeof offset === 'object' && offset !== null && 'days' in offset ? Number(offset.days) : 0;
  return `${-days} days ago`;
}
