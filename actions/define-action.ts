import { z } from 'zod';
import type { InputField, WorkflowAction } from '../src/app/action.js';
import type { Want } from '../src/app/ask.js';

/** What a marketer filled in: blank fields are absent. */
export type Inputs = Readonly<Record<string, string | number | boolean | undefined>>;

type Definition = Omit<WorkflowAction, 'want' | 'objectTypes'> & { readonly want: (inputs: Inputs) => Want };

const blankIsAbsent = (value: unknown) =>
  value === null || (typeof value === 'string' && value.trim() === '') ? undefined : value;
const asText = (value: unknown) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value);
const text = z.preprocess(asText, z.string().trim());

/** HubSpot sends strings; the documents allow JSON numbers and booleans too. Both are read. */
function fieldSchema(field: InputField): z.ZodType {
  if (field.type === 'number') {
    return text.pipe(z.string().regex(/^-?\d+(\.\d+)?$/, 'expected a number')).transform(Number);
  }
  if (field.type === 'bool') return text.pipe(z.enum(['true', 'false'])).transform((value) => value === 'true');
  if (field.type === 'enumeration' && field.options) return text.pipe(z.enum(field.options.map(({ value }) => value)));
  return text;
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
      return { kind: 'refuse', code: 'invalid-input', because };
    },
  };
}

/** A text input as a string, or `undefined`. */
export function textOf(inputs: Inputs, name: string): string | undefined {
  const value = inputs[name];
  return typeof value === 'string' ? value : undefined;
}
