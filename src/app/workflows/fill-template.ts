import type { WorkflowAction } from '../action.js';
import type { ActionStep, CodeStep, Flow, FlowStep, Json, WorkflowTemplate } from './template.js';

/** Code to paste, and what has to stand around it. */
export interface CodeBundle {
  readonly source: string;
  /** Contact properties it is handed. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** What stands where in one portal. */
export interface Filling {
  /** Text of a place → what is put there. Every place but those of custom code. */
  readonly places: ReadonlyMap<string, string>;
  readonly bundles: ReadonlyMap<string, CodeBundle>;
  readonly actions: ReadonlyMap<string, WorkflowAction>;
  /** Action type id → version other flows of the portal use. */
  readonly versions: ReadonlyMap<string, number>;
  /** HubSpot's name for the runtime of custom code; absent: the template's. */
  readonly runtime: string | undefined;
  /** Name of the model; absent: the service's own choice. */
  readonly model: string | undefined;
}

const CODE_PLACE = /^\$\{custom-code:(.+)\}$/;
const ACTION_PLACE = /^\$\{action:(.+)\}$/;

/** The name of the bundle a step wants. */
export const bundleOf = ({ sourceCode }: CodeStep): string | undefined => CODE_PLACE.exec(sourceCode)?.[1];
/** The uid of our action a step wants; `undefined` for HubSpot's own. */
export const uidOf = ({ actionTypeId }: ActionStep): string | undefined => ACTION_PLACE.exec(actionTypeId)?.[1];

/** Does any step of it listen to a model? */
export function takesModel({ flow }: WorkflowTemplate, actions: ReadonlyMap<string, WorkflowAction>): boolean {
  return flow.actions.some((step) => {
    if (step.type === 'CUSTOM_CODE') return true;
    return step.type === 'SINGLE_CONNECTION' && hasModel(uidOf(step), actions);
  });
}

function hasModel(uid: string | undefined, actions: ReadonlyMap<string, WorkflowAction>): boolean {
  return uid !== undefined && (actions.get(uid)?.inputs.some(({ name }) => name === 'model') ?? false);
}

/** Puts a portal's own ids, its bundles and the chosen model into a template: a flow to send. */
export function fillTemplate({ flow }: WorkflowTemplate, filling: Filling): Flow {
  return { ...flow, actions: flow.actions.map((step) => fillStep(step, filling)) };
}

function fillStep(step: FlowStep, filling: Filling): FlowStep {
  if (step.type === 'SINGLE_CONNECTION') return fillAction(step, filling);
  return step.type === 'CUSTOM_CODE' ? fillCode(step, filling) : step;
}

function fillAction(step: ActionStep, { places, actions, versions, model }: Filling): ActionStep {
  const actionTypeId = places.get(step.actionTypeId) ?? step.actionTypeId;
  const chosen = model !== undefined && hasModel(uidOf(step), actions) ? { model } : {};
  const actionTypeVersion = versions.get(actionTypeId) ?? step.actionTypeVersion;
  return { ...step, actionTypeId, actionTypeVersion, fields: { ...fillFields(step.fields, places), ...chosen } };
}

function fillCode(step: CodeStep, { bundles, runtime = step.runtime }: Filling): CodeStep {
  const bundle = bundles.get(bundleOf(step) ?? '');
  if (bundle === undefined) return step;
  return {
    ...step,
    runtime,
    sourceCode: bundle.source,
    inputFields: bundle.inputs.map((name) => ({ name, value: { type: 'OBJECT_PROPERTY', propertyName: name } })),
    // The specification knows outputs of this type only. @source HubSpot's specification: ApiCustomCodeAction
    outputFields: bundle.outputs.map((name) => ({ name, type: 'ENUMERATION', options: [] })),
  };
}

function fillFields(fields: ActionStep['fields'], places: Filling['places']): ActionStep['fields'] {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, fillJson(value, places)]));
}

function fillJson(value: Json, places: Filling['places']): Json {
  if (typeof value === 'string') return places.get(value) ?? value;
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((part) => fillJson(part, places));
  return fillFields(value, places);
}

/** `Array.isArray` does not tell TypeScript about read-only lists. */
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
