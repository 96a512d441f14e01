import { z } from 'zod';
import type { Action } from './action.js';
import { FieldValue } from './values.js';

/** @source HubSpot, "Custom code actions" */
const MAX_INPUTS = 50;
/** HubSpot does not publish one. This is ours: a bundle must stay well below what a form in a browser can hold. */
const MAX_SOURCE_CHARACTERS = 200_000;

const InputVariable = z.object({ name: z.string().min(1), value: FieldValue });
const OutputField = z.object({ name: z.string().min(1), type: z.string() });

/** A `CUSTOM_CODE` step: all that HubSpot's specification requires must be there. */
export function customCodeStep<Next extends z.ZodType<string>>(next: Next) {
  return z
    .object({
      type: z.literal('CUSTOM_CODE'),
      actionId: z.string().min(1),
      runtime: z.string().regex(/^NODE/i, 'only Node runtimes are played here'),
      sourceCode: z.string().min(1).max(MAX_SOURCE_CHARACTERS),
      inputFields: z.array(InputVariable).max(MAX_INPUTS),
      outputFields: z.array(OutputField),
      secretNames: z.array(z.string()),
      connection: next.optional(),
    })
    .superRefine(({ inputFields }, context) => {
      if (new Set(inputFields.map(({ name }) => name)).size < inputFields.length)
        context.addIssue({ code: 'custom', path: ['inputFields'], message: 'two of them share a name' });
    })
    .transform((step): Action => {
      const fields = Object.fromEntries(step.inputFields.map(({ name, value }) => [name, value]));
      const { sourceCode: source, secretNames } = step;
      return { kind: 'code', id: step.actionId, source, secretNames, fields, next: step.connection };
    });
}
