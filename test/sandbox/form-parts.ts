type Json = Readonly<Record<string, unknown>>;

/** A field of a form, as HubSpot's API takes it. */
export const fieldOf = (name: string, more: Json = {}): Json => ({
  ...{ objectTypeId: '0-1', name, label: name, required: false, hidden: false, fieldType: 'single_line_text' },
  dependentFields: [],
  ...more,
});

export const groupOf = (...fields: readonly Json[]): Json => ({
  groupType: 'default_group',
  richTextType: 'text',
  fields,
});

const STYLE = {
  ...{ fontFamily: 'arial', backgroundWidth: '100%', labelTextColor: '#33475b', labelTextSize: '14px' },
  ...{ helpTextColor: '#7c98b6', helpTextSize: '11px', legalConsentTextColor: '#33475b', legalConsentTextSize: '14px' },
  ...{ submitColor: '#ff7a59', submitFontColor: '#ffffff', submitAlignment: 'left', submitSize: '12px' },
};

/** A form that HubSpot takes, unless `more` spoils it. */
export const formOf = (
  fieldGroups: readonly Json[],
  { configuration = {}, ...more }: { configuration?: Json } & Json = {},
): Json => ({
  formType: 'hubspot',
  name: 'Contact us',
  createdAt: '2026-11-21T12:00:00.000Z',
  updatedAt: '2026-11-21T12:00:00.000Z',
  archived: false,
  fieldGroups,
  configuration: {
    ...{ language: 'en', cloneable: true, archivable: true, editable: true, createNewContactForNewEmail: true },
    ...{ prePopulateKnownValues: true, allowLinkToResetKnownValues: false, notifyContactOwner: false },
    ...{ notifyRecipients: [], recaptchaEnabled: false, lifecycleStages: [] },
    postSubmitAction: { type: 'thank_you', value: 'Thank you' },
    ...configuration,
  },
  displayOptions: { renderRawHtml: false, theme: 'default_style', submitButtonText: 'Send', style: STYLE },
  legalConsentOptions: { type: 'none' },
  ...more,
});

export const EMAIL = fieldOf('email', { required: true, fieldType: 'email' });
