/**
 * Which `fieldType` HubSpot takes with which `type`.
 *
 * @source `@hubspot/api-client`, automation actions, `FieldTypeDefinition` (the words); HubSpot, properties guide (the pairs)
 */
export const FIELD_TYPES = {
  string: ['text', 'textarea', 'html', 'file', 'phonenumber', 'calculation_equation'],
  number: ['number', 'calculation_equation'],
  bool: ['booleancheckbox', 'calculation_equation'],
  enumeration: ['select', 'radio', 'checkbox', 'booleancheckbox', 'calculation_equation'],
  date: ['date'],
  datetime: ['date'],
  phone_number: ['phonenumber'],
  currency_number: ['number'],
  json: ['text'],
  object_coordinates: ['text'],
} as const;

export type FieldType = keyof typeof FIELD_TYPES;

/** Is this a type HubSpot knows for a field of an action? */
export const isFieldType = (type: string): type is FieldType => Object.hasOwn(FIELD_TYPES, type);

/** Field types somebody chooses in from a list. */
export const CHOSEN_FROM_A_LIST: ReadonlySet<string> = new Set(['select', 'radio', 'checkbox']);
