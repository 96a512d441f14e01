import { z } from 'zod';
import type { InputField, WorkflowAction } from '../src/app/action.js';
import type { Want } from '../src/app/ask.js';

/** What a marketer filled in: blank fields are absent. */
export type Inputs = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

type Definition = Omit<WorkflowAction, 'want' | 'objectTypes'> & { readonly want: (inputs: Inputs) => Want };

const blankIsAbsent = (value: unknown) =>
  value === null || (typeof value === 'string' && value.trim() === '') ? undefined : value;
const asText = (value: unknown) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value);
const text = z.preprocess(
  asText,
  z.string({ error: ({ input }) => (input === undefined ? 'is required' : 'expected text') }).trim(),
);

/** One of the fixed choices, or several where the field takes several. */
function choiceSchema(values: readonly string[], several: boolean): z.ZodType {
  const one = z.enum(values, { error: `expected ${several ? 'any' : 'one'} of ${values.join(', ')}` });
  return several ? text.transform(chosenIn).pipe(z.array(one)) : text.pipe(one);
}

/** HubSpot joins what is chosen with semicolons, and may begin with one. */
function chosenIn(list: string): string[] {
  const words = list.split(';').map((word) => word.trim());
  return [...new Set(words.filter((word) => word !== ''))];
}

/** HubSpot sends strings; the documents allow JSON numbers and booleans too. Both are read. */
function fieldSchema(field: InputField): z.ZodType {
  if (field.type === 'number') {
    return text.pipe(z.string().regex(/^-?\d+(\.\d+)?$/, 'expected a number')).transform(Number);
  }
  if (field.type === 'bool')
    return text.pipe(z.enum(['true', 'false'], 'expected true or false')).transform((value) => value === 'true');
  if (!field.options) return text;
  const values = field.options.map(({ value }) => value);
  return choiceSchema(values, field.fieldType === 'checkbox');
}

function inputSchema(fields: readonly InputField[]) {
  return z.object(
    Object.fromEntries(
      fields.map((field) => {
        const schema = fieldSchema(field);
        return [field.name, z.preprocess(blankIsAbsent, field.required ? schema : schema.optional())];
      }),
    ),
  );
}

/**
 * Completes a definition: its input schema is derived from its fields. Input that does not fit becomes a refusal that
 * names the fields, so that the workflow goes on and the marketer sees why.
 */
export function defineAction(definition: Definition): WorkflowAction {
  const schema = inputSchema(definition.inputs);
  return {
    ...definition,
    objectTypes: ['CONTACT'],
    want: (inputFields) => {
      const parsed = schema.safeParse(inputFields);
      if (parsed.success) return definition.want(parsed.data as Inputs);
      const because = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
      return invalidInput(because);
    },
  };
}

/** A refusal of what was filled in, saying what to fill in instead. */
export const invalidInput = (because: string): Want => ({ kind: 'refuse', code: 'invalid-input', because });

/** A text input as a string, or `undefined`. */
export function textOf(inputs: Inputs, name: string): string | undefined {
  const value = inputs[name];
  return typeof value === 'string' ? value : undefined;
}

/** A number input, or `undefined`. */
export function numberOf(inputs: Inputs, name: string): number | undefined {
  const value = inputs[name];
  return typeof value === 'number' ? value : undefined;
}
