import { LANGUAGES, type InputField, type Language, type WorkflowAction } from '../../app/action.js';
import { API_BASE, type Metafile } from './metafile.js';
import { PATHS } from './service-routes.js';

export const APP_NAME = 'Handoff';

/** HubSpot can put a property of the contact into a free text or a number; what is chosen from a list stays chosen. */
function valueTypes({ type, options, choices }: InputField): readonly string[] {
  const free = (type === 'string' || type === 'number') && !options && !choices;
  return free ? ['STATIC_VALUE', 'OBJECT_PROPERTY'] : ['STATIC_VALUE'];
}

function inputField(uid: string, field: InputField) {
  const { name, type, fieldType, options, choices, required } = field;
  return {
    typeDefinition: {
      name,
      type,
      fieldType,
      ...(options ? { options: options.map(({ value, label }) => ({ value, label: label.en })) } : {}),
      ...(choices ? { optionsUrl: `${API_BASE}${PATHS.options(uid, name)}` } : {}),
    },
    supportedValueTypes: valueTypes(field),
    isRequired: required,
  };
}

/** HubSpot refuses an upload in which one of these maps is left out, even where there is nothing to put in it. */
function labels(action: WorkflowAction, language: Language) {
  const { inputs, outputs } = action;
  return {
    actionName: action.name[language],
    actionDescription: action.description[language],
    actionCardContent: action.card[language],
    appDisplayName: APP_NAME,
    inputFieldLabels: Object.fromEntries(inputs.map(({ name, label }) => [name, label[language]])),
    inputFieldDescriptions: Object.fromEntries(inputs.map(({ name, description }) => [name, description[language]])),
    inputFieldOptionLabels: Object.fromEntries(
      inputs.flatMap(({ name, options }) =>
        options ? [[name, Object.fromEntries(options.map(({ value, label }) => [value, label[language]]))]] : [],
      ),
    ),
    outputFieldLabels: Object.fromEntries(outputs.map(({ name, label }) => [name, label[language]])),
  };
}

/**
 * What HubSpot is told of one workflow action. Everything comes from its definition.
 *
 * @source HubSpot, "Custom workflow actions", platform 2026.03
 */
export function workflowActionMeta(action: WorkflowAction): Metafile {
  return {
    uid: action.uid,
    type: 'workflow-action',
    config: {
      actionUrl: `${API_BASE}${PATHS.action(action.uid)}`,
      isPublished: true,
      supportedClients: [{ client: 'WORKFLOWS' }],
      objectTypes: action.objectTypes,
      inputFields: action.inputs.map((field) => inputField(action.uid, field)),
      outputFields: action.outputs.map(({ name }) => ({
        typeDefinition: { name, type: 'string', fieldType: 'text' },
      })),
      labels: Object.fromEntries(LANGUAGES.map((language) => [language, labels(action, language)])),
    },
  };
}
