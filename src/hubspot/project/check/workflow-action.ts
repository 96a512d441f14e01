import type { WorkflowAction } from '../../../app/action.js';
import { CHOSEN_FROM_A_LIST, FIELD_TYPES, isFieldType } from '../field-types.js';
import { routeFindings, type ServedAt } from './addresses.js';
import type { Component } from './envelope.js';
import { findingsIn, shapeFindings, type Finding } from './finding.js';
import { checkLabels } from './labels.js';
import { WorkflowActionConfig, type InputFieldConfig } from './workflow-action-config.js';

type Report = ReturnType<typeof findingsIn>;

export interface ActionsServed extends ServedAt {
  readonly actions: ReadonlyMap<string, WorkflowAction>;
}

/** The `config` of one workflow action: its shape, its fields, its labels, and that the service knows what it promises. */
export function checkWorkflowAction({ file, uid, config }: Component, served: ActionsServed): readonly Finding[] {
  const parsed = WorkflowActionConfig.safeParse(config);
  if (!parsed.success) return shapeFindings(file, parsed.error, 'config');
  const report = findingsIn(file);
  const { actionUrl, inputFields, outputFields } = parsed.data;
  return [
    ...routeFindings(report, 'config.actionUrl', actionUrl, served),
    ...inputFields.flatMap((field, index) => checkInput(report, `config.inputFields[${index}]`, { field, served })),
    ...outputFields.flatMap(({ typeDefinition }, index) =>
      checkType(report, `config.outputFields[${index}].typeDefinition`, typeDefinition),
    ),
    ...checkNames(report, parsed.data),
    ...checkLabels(report, parsed.data),
    ...checkDefinition(report, parsed.data, served.actions.get(uid)),
  ];
}

function checkInput(
  report: Report,
  place: string,
  { field, served }: { readonly field: InputFieldConfig; readonly served: ActionsServed },
): readonly Finding[] {
  const at = `${place}.typeDefinition`;
  const { optionsUrl } = field.typeDefinition;
  return [
    ...checkType(report, at, field.typeDefinition),
    ...checkOptions(report, at, field.typeDefinition),
    ...(optionsUrl === undefined ? [] : routeFindings(report, `${at}.optionsUrl`, optionsUrl, served)),
  ];
}

interface Typed {
  readonly type: string;
  readonly fieldType: string;
}

function checkType(report: Report, place: string, { type, fieldType }: Typed): readonly Finding[] {
  if (!isFieldType(type)) {
    const known = Object.keys(FIELD_TYPES).join(', ');
    return [report(`${place}.type`, `HubSpot knows no type "${type}"`, `use one of ${known}`)];
  }
  const fieldTypes: readonly string[] = FIELD_TYPES[type];
  if (fieldTypes.includes(fieldType)) return [];
  const problem = `a ${type} cannot be entered as "${fieldType}"`;
  return [report(`${place}.fieldType`, problem, `use one of ${fieldTypes.join(', ')}`)];
}

function checkOptions(
  report: Report,
  place: string,
  { fieldType, options, optionsUrl }: InputFieldConfig['typeDefinition'],
): readonly Finding[] {
  const from = [options, optionsUrl].filter((given) => given !== undefined).length;
  if (from === 2) return [report(place, 'has options and an optionsUrl', 'keep one of the two')];
  const values = options?.map(({ value }) => value) ?? [];
  const twice = values.filter((value, index) => values.indexOf(value) !== index);
  if (twice.length > 0) return [report(`${place}.options`, `"${twice.join('", "')}" is there twice`, 'keep one')];
  const empty = CHOSEN_FROM_A_LIST.has(fieldType) && (from === 0 || options?.length === 0);
  if (!empty) return [];
  return [report(`${place}.options`, `a ${fieldType} has nothing to choose from`, 'give it options or an optionsUrl')];
}

function checkNames(report: Report, { inputFields, outputFields }: WorkflowActionConfig): readonly Finding[] {
  const twice = (place: string, fields: readonly { readonly typeDefinition: { readonly name: string } }[]) => {
    const names = fields.map(({ typeDefinition }) => typeDefinition.name);
    const again = names.filter((name, index) => names.indexOf(name) !== index);
    return again.map((name) => report(place, `there are two fields "${name}"`, 'give each its own name'));
  };
  return [...twice('config.inputFields', inputFields), ...twice('config.outputFields', outputFields)];
}

/** What marketers can fill in and use must be what the service reads and answers. */
function checkDefinition(
  report: Report,
  { inputFields, outputFields }: WorkflowActionConfig,
  action: WorkflowAction | undefined,
): readonly Finding[] {
  if (!action) return [report('uid', 'the service knows no such action', 'correct the uid, or define the action')];
  const fields = [
    ['config.inputFields', inputFields, action.inputs],
    ['config.outputFields', outputFields, action.outputs],
  ] as const;
  return fields.flatMap(([place, told, defined]) => {
    const names = told.map(({ typeDefinition }) => typeDefinition.name);
    const missing = defined.filter(({ name }) => !names.includes(name));
    const unknown = names.filter((name) => !defined.some((field) => field.name === name));
    return [
      ...missing.map(({ name }) =>
        report(place, `the action has a field "${name}" that is not here`, 'assemble again'),
      ),
      ...unknown.map((name) => report(place, `the action has no field "${name}"`, 'assemble again')),
    ];
  });
}
