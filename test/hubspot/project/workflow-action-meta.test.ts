import type { InputField } from '../../../src/app/action.js';
import { workflowActionMeta } from '../../../src/hubspot/project/workflow-action-meta.js';
import { ACTION, input } from './temp-project.js';

const warm = { value: 'warm', label: { en: 'Warm', nl: 'Warm (nl)' } };

describe('workflowActionMeta', () => {
  it.each<[string, InputField, unknown]>([
    [
      'a text',
      input('f', { required: true }),
      {
        typeDefinition: { name: 'f', type: 'string', fieldType: 'text' },
        supportedValueTypes: ['STATIC_VALUE', 'OBJECT_PROPERTY'],
        isRequired: true,
      },
    ],
    [
      'a long text',
      input('f', { fieldType: 'textarea' }),
      {
        typeDefinition: { name: 'f', type: 'string', fieldType: 'textarea' },
        supportedValueTypes: ['STATIC_VALUE', 'OBJECT_PROPERTY'],
        isRequired: false,
      },
    ],
    [
      'a number',
      input('f', { type: 'number', fieldType: 'number' }),
      {
        typeDefinition: { name: 'f', type: 'number', fieldType: 'number' },
        supportedValueTypes: ['STATIC_VALUE', 'OBJECT_PROPERTY'],
        isRequired: false,
      },
    ],
    [
      'a box to tick',
      input('f', { type: 'bool', fieldType: 'booleancheckbox' }),
      {
        typeDefinition: { name: 'f', type: 'bool', fieldType: 'booleancheckbox' },
        supportedValueTypes: ['STATIC_VALUE'],
        isRequired: false,
      },
    ],
    [
      'one of fixed options',
      input('f', { type: 'enumeration', fieldType: 'select', options: [warm] }),
      {
        typeDefinition: {
          name: 'f',
          type: 'enumeration',
          fieldType: 'select',
          options: [{ value: 'warm', label: 'Warm' }],
        },
        supportedValueTypes: ['STATIC_VALUE'],
        isRequired: false,
      },
    ],
    [
      'several of fixed options',
      input('f', { type: 'enumeration', fieldType: 'checkbox', options: [warm] }),
      {
        typeDefinition: {
          name: 'f',
          type: 'enumeration',
          fieldType: 'checkbox',
          options: [{ value: 'warm', label: 'Warm' }],
        },
        supportedValueTypes: ['STATIC_VALUE'],
        isRequired: false,
      },
    ],
    [
      'choices that come from us',
      input('f', { type: 'string', fieldType: 'select', choices: 'models' }),
      {
        typeDefinition: {
          name: 'f',
          type: 'string',
          fieldType: 'select',
          optionsUrl: '${API_BASE}/hubspot/actions/greet-lead/options/f',
        },
        supportedValueTypes: ['STATIC_VALUE'],
        isRequired: false,
      },
    ],
  ])('turns %s into a field of HubSpot', (_name, field, expected) => {
    const { config } = workflowActionMeta({ ...ACTION, inputs: [field] });

    expect(config['inputFields']).toEqual([expected]);
  });

  it('tells HubSpot where to call, for whom, and what comes back', () => {
    const { uid, type, config } = workflowActionMeta(ACTION);

    expect([uid, type]).toEqual(['greet-lead', 'workflow-action']);
    expect(config).toMatchObject({
      actionUrl: '${API_BASE}/hubspot/actions/greet-lead',
      isPublished: true,
      supportedClients: [{ client: 'WORKFLOWS' }],
      objectTypes: ['CONTACT'],
      outputFields: [{ typeDefinition: { name: 'greeting', type: 'string', fieldType: 'text' } }],
    });
  });

  it('labels everything in English and in Dutch', () => {
    const { config } = workflowActionMeta({ ...ACTION, inputs: ACTION.inputs.slice(0, 2) });

    expect(config['labels']).toEqual({
      en: {
        actionName: 'Greet lead',
        actionDescription: 'Greets the lead',
        actionCardContent: 'Greet {{whom}} {{tone}}',
        appDisplayName: 'Handoff',
        inputFieldLabels: { whom: 'Label of whom', tone: 'Label of tone' },
        inputFieldDescriptions: { whom: 'Description of whom', tone: 'Description of tone' },
        inputFieldOptionLabels: { tone: { warm: 'Warm', cool: 'Cool' } },
        outputFieldLabels: { greeting: 'Greeting' },
      },
      nl: {
        actionName: 'Greet lead (nl)',
        actionDescription: 'Greets the lead (nl)',
        actionCardContent: 'Greet {{whom}} {{tone}} (nl)',
        appDisplayName: 'Handoff',
        inputFieldLabels: { whom: 'Label of whom (nl)', tone: 'Label of tone (nl)' },
        inputFieldDescriptions: { whom: 'Description of whom (nl)', tone: 'Description of tone (nl)' },
        inputFieldOptionLabels: { tone: { warm: 'Warm (nl)', cool: 'Cool (nl)' } },
        outputFieldLabels: { greeting: 'Greeting (nl)' },
      },
    });
  });

  it('keeps the maps of an action without fields, since HubSpot refuses their absence', () => {
    const { config } = workflowActionMeta({ ...ACTION, inputs: [], outputs: [] });

    expect(config).toMatchObject({
      inputFields: [],
      outputFields: [],
      labels: {
        nl: { inputFieldLabels: {}, inputFieldDescriptions: {}, inputFieldOptionLabels: {}, outputFieldLabels: {} },
      },
    });
  });
});
