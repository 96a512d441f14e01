import type { AppAction, AppInput } from './call.js';

/** One kind of step, as HubSpot lists it. It shows no version, no uid and no app. @source ApiActionTypeDefinition */
export interface ActionType {
  readonly actionTypeId: string;
  readonly actionName: string;
  /** HubSpot's values are not published; these are ours. */
  readonly groupId: string;
  readonly objectTypeIds: readonly string[];
  readonly inputFieldDefinitions: readonly unknown[];
}

/** Only contact flows are played here. */
const CONTACTS = ['0-1'];

/** Built-in actions and those of the installed apps. */
export function actionTypesOf(apps: readonly AppAction[]): readonly ActionType[] {
  const ofApps = apps.map(({ actionTypeId, name, uid, inputs }) =>
    actionType({ actionTypeId, actionName: name ?? uid, groupId: 'APP', inputs: inputs ?? [] }),
  );
  return [...BUILT_IN, ...ofApps];
}

function actionType({
  inputs,
  ...shown
}: Omit<ActionType, 'objectTypeIds' | 'inputFieldDefinitions'> & With): ActionType {
  return { ...shown, objectTypeIds: CONTACTS, inputFieldDefinitions: inputs.map(inputField) };
}

interface With {
  readonly inputs: readonly AppInput[];
}

function inputField({ name, type, label, required = false, options }: AppInput): unknown {
  const field = { name, type, isRequired: required, ...(label === undefined ? {} : { label }) };
  if (options === undefined) return { fieldDefinitionType: 'SIMPLE', ...field };
  const unused = { description: '', doubleData: 0, hidden: false, readOnly: false };
  const choices = options.map((option, displayOrder) => ({ ...option, displayOrder, ...unused }));
  return { fieldDefinitionType: 'ENUM', ...field, options: choices };
}

/** `actionTypeId; name; fields`, a field as `name/type`, with a star when it must be there. */
const ROWS = `
  0-1; Delay for a set amount of time; delta/number* time_unit/string*
  0-35; Delay until a date; date/datetime* delta/number time_unit/string
  0-3; Create task; task_type/string subject/string* body/string priority/string
  0-4; Send email; content_id/string*
  0-5; Set property value; property_name/string* value/string*
  0-8; Send internal email notification; subject/string* body/string
  0-9; Send in-app notification; subject/string* body/string delivery_method/string
  0-13; Add to or remove from list; list_id/string*
  0-14; Create record; object_type_id/string*`;

const BUILT_IN: readonly ActionType[] = ROWS.trim()
  .split('\n')
  .map((row) => row.trim().split('; '))
  .map(([actionTypeId = '', actionName = '', fields = '']) =>
    actionType({ actionTypeId, actionName, groupId: 'BUILT_IN', inputs: fields.split(' ').map(readField) }),
  );

function readField(text: string): AppInput {
  const [name = '', type = ''] = text.replace('*', '').split('/');
  return { name, type, required: text.endsWith('*') };
}
