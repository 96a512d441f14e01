import { z } from 'zod';
import { LANGUAGES, type Language } from '../../../app/action.js';

/* The `config` of a workflow action. HubSpot publishes no schema of it: this is what its templates and API definitions show. */

const Texts = z.record(z.string(), z.string().min(1));

/** @source `@hubspot/api-client`, automation actions, `PublicActionLabels` */
const Labels = z.strictObject({
  actionName: z.string().min(1),
  actionDescription: z.string().min(1),
  actionCardContent: z.string().min(1),
  appDisplayName: z.string().min(1),
  inputFieldLabels: Texts,
  inputFieldDescriptions: Texts,
  inputFieldOptionLabels: z.record(z.string(), Texts),
  outputFieldLabels: Texts,
  executionRules: Texts.optional(),
});
export type Labels = z.output<typeof Labels>;

/** @source HubSpot, "Custom workflow actions": the languages labels may be in */
const OTHER_LANGUAGES = ['fr', 'de', 'ja', 'es', 'pt-br'].filter(
  (language) => !LANGUAGES.some((ours) => ours === language),
);

const Field = {
  name: z.string().regex(/^\w+$/),
  type: z.string(),
  fieldType: z.string(),
};

const InputField = z.strictObject({
  typeDefinition: z.strictObject({
    ...Field,
    options: z
      .array(z.strictObject({ value: z.string().min(1), label: z.string().min(1), description: z.string().optional() }))
      .optional(),
    optionsUrl: z.string().optional(),
    referencedObjectType: z.literal('OWNER').optional(),
    helpText: z.string().optional(),
    label: z.string().optional(),
    description: z.string().optional(),
  }),
  supportedValueTypes: z.array(z.enum(['STATIC_VALUE', 'OBJECT_PROPERTY'])).min(1),
  isRequired: z.boolean(),
});
export type InputFieldConfig = z.output<typeof InputField>;

export const WorkflowActionConfig = z.strictObject({
  actionUrl: z.string(),
  isPublished: z.boolean(),
  supportedClients: z.array(z.looseObject({ client: z.enum(['WORKFLOWS', 'AGENTS']) })).min(1),
  objectTypes: z.array(z.string()),
  inputFields: z.array(InputField),
  outputFields: z.array(z.strictObject({ typeDefinition: z.strictObject(Field) })),
  labels: z.strictObject({
    ...everyLanguage(),
    ...Object.fromEntries(OTHER_LANGUAGES.map((language) => [language, Labels.optional()])),
  }),
});
export type WorkflowActionConfig = z.output<typeof WorkflowActionConfig>;

function everyLanguage(): Record<Language, typeof Labels> {
  return { en: Labels, nl: Labels };
}
