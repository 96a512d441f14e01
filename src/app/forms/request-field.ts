import { REQUEST_FIELD, type Json } from './form.js';

/** The hidden field with a signed value, as HubSpot's forms API takes it. */
export function requestField(value: string): Json {
  return {
    objectTypeId: '0-1',
    name: REQUEST_FIELD,
    label: 'Handoff request',
    required: false,
    hidden: true,
    fieldType: 'single_line_text',
    defaultValue: value,
    dependentFields: [],
  };
}

const isRequest = (field: unknown): boolean => (field as Json | null)?.['name'] === REQUEST_FIELD;

/** The groups of a form with the hidden field in them: in the place of an older one, else in a group of its own at the end. */
export function withRequestField(groups: readonly Json[], field: Json): readonly Json[] {
  const isIn = ({ fields }: Json): boolean => Array.isArray(fields) && fields.some(isRequest);
  if (!groups.some(isIn)) return [...groups, { groupType: 'default_group', richTextType: 'text', fields: [field] }];
  const put = (fields: unknown): readonly unknown[] =>
    (fields as readonly unknown[]).map((one) => (isRequest(one) ? { ...(one as Json), ...field } : one));
  return groups.map((group) => (isIn(group) ? { ...group, fields: put(group['fields']) } : group));
}
