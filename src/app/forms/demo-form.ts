import type { Json } from './form.js';

/** By its name it is found again. */
export const DEMO_FORM_NAME = 'Request a demo (Handoff)';

type Field = readonly [name: string, label: string, fieldType: string, required?: true];

const field = ([name, label, fieldType, required = false as never]: Field): Json => ({
  objectTypeId: '0-1',
  name,
  label,
  required: Boolean(required),
  hidden: false,
  fieldType,
  dependentFields: [],
  ...(fieldType === 'email' ? { validation: { blockedEmailDomains: [], useDefaultBlockList: false } } : {}),
});

const group = (...fields: readonly Field[]): Json => ({
  groupType: 'default_group',
  richTextType: 'text',
  fields: fields.map(field),
});

/**
 * A form that asks for a demo, without its hidden field: the signed value names the form, whose id comes with its making. Its
 * lifecycle stage stays Lead; what comes after is for the model to say.
 *
 * @param at ISO 8601; HubSpot wants dates with a form that is made, and sets its own
 * @source HubSpot forms API: every key of `configuration`, `displayOptions` and `style` is required; three fields a group at most
 */
export function demoForm(at: string): Json {
  return {
    formType: 'hubspot',
    name: DEMO_FORM_NAME,
    createdAt: at,
    updatedAt: at,
    archived: false,
    fieldGroups: [
      group(['firstname', 'First name', 'single_line_text'], ['lastname', 'Last name', 'single_line_text']),
      group(['email', 'E-mail', 'email', true]),
      group(['company', 'Company', 'single_line_text'], ['jobtitle', 'Job title', 'single_line_text']),
      group(['handoff_need', 'What would you like to see?', 'multi_line_text']),
    ],
    configuration: {
      language: 'en',
      cloneable: true,
      archivable: true,
      editable: true,
      createNewContactForNewEmail: true,
      prePopulateKnownValues: true,
      allowLinkToResetKnownValues: false,
      notifyContactOwner: false,
      notifyRecipients: [],
      // With it on, HubSpot takes no submissions but its own.
      recaptchaEnabled: false,
      lifecycleStages: [
        { objectTypeId: '0-1', value: 'lead' },
        { objectTypeId: '0-2', value: 'lead' },
      ],
      postSubmitAction: { type: 'thank_you', value: 'Thank you. We will get in touch to plan your demo.' },
    },
    displayOptions: {
      renderRawHtml: false,
      theme: 'default_style',
      submitButtonText: 'Request a demo',
      style: {
        fontFamily: 'arial, helvetica, sans-serif',
        backgroundWidth: '100%',
        labelTextColor: '#33475b',
        labelTextSize: '14px',
        helpTextColor: '#7c98b6',
        helpTextSize: '11px',
        legalConsentTextColor: '#33475b',
        legalConsentTextSize: '14px',
        submitColor: '#ff7a59',
        submitFontColor: '#ffffff',
        submitAlignment: 'left',
        submitSize: '12px',
      },
    },
    legalConsentOptions: { type: 'none' },
  };
}
