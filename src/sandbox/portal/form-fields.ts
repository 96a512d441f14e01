type Json = Readonly<Record<string, unknown>>;

/** A field of a form, of it what rules are about. */
export interface FormField {
  readonly objectTypeId: string;
  readonly name: string;
  readonly required: boolean;
  readonly fieldType: string;
  /** Empty where any value will do. */
  readonly options: readonly string[];
}

const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function read(field: Json): readonly FormField[] {
  const one = {
    objectTypeId: text(field['objectTypeId']) || '0-1',
    name: text(field['name']),
    required: field['required'] === true,
    fieldType: text(field['fieldType']),
    options: list(field['options']).map(({ value }) => text(value)),
  };
  const dependent = list(field['dependentFields']).map(({ dependentField }) => dependentField as Json);
  // What hangs on an answer is asked for only then: nobody must fill it in.
  return [one, ...dependent.flatMap(read).map((inner) => ({ ...inner, required: false }))];
}

/** The groups of a form, each with its own fields. */
export function groupsOf({ fieldGroups }: Json): readonly (readonly Json[])[] {
  return list(fieldGroups).map(({ fields }) => list(fields));
}

/** Every field of a form, those included that hang on an answer. */
export function fieldsOf(form: Json): readonly FormField[] {
  return groupsOf(form).flatMap((fields) => fields.flatMap(read));
}
