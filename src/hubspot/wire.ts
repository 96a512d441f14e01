import { z } from 'zod';

/* What HubSpot answers, and of it only what we use. HubSpot asks to treat every field of an error as optional. */

const Words = z.array(z.string()).catch([]);
const Word = z.string().optional().catch(undefined);

const Context = z
  .object({
    ids: Words,
    objectWriteTraceId: Words,
    propertyName: Words,
    name: Words,
    requiredGranularScopes: Words,
  })
  .partial()
  .catch({});

/** An error reply, and a row of `errors` in a 207. */
export const Refusal = z.object({
  category: Word,
  correlationId: Word,
  policyName: Word,
  context: Context.optional(),
  // `errorType` and a message that names the field come from submissions of forms.
  errors: z.array(z.object({ code: Word, errorType: Word, message: Word, context: Context.optional() })).catch([]),
});
export type Refusal = z.infer<typeof Refusal>;

/** A batch answer, rows unread: one unreadable row must not sink the others. */
export const Batch = z.object({
  results: z.array(z.unknown()),
  errors: z.array(Refusal).optional(),
});
export type Batch = z.infer<typeof Batch>;

/** One record of a batch. @source HubSpot: every value is a string or null */
export const CrmRecord = z.object({ id: z.string(), properties: z.record(z.string(), z.string().nullable()) });

/** A row of which only the id matters. */
export const Identified = z.object({ id: z.string() });

const Option = z.object({ value: z.string(), label: Word, displayOrder: z.number().catch(0) });

export const PropertyList = z.object({
  results: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      fieldType: z.string().optional(),
      hasUniqueValue: z.boolean().optional(),
      options: z.array(Option).catch([]),
    }),
  ),
});
export type PropertyList = z.infer<typeof PropertyList>;

/** Contact properties as somebody who sets them must know them. @source HubSpot properties API */
export const FieldList = z.object({
  results: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      fieldType: z.string().optional(),
      calculated: z.boolean().optional().catch(undefined),
      options: z.array(Option).catch([]),
      modificationMetadata: z.object({ readOnlyValue: z.boolean().optional() }).optional().catch(undefined),
    }),
  ),
});

/** A record of a batch upsert: `new` says that it was made. Of its properties only what was written comes back. */
export const UpsertedRecord = CrmRecord.extend({ new: z.boolean().optional() });

/** A page of a list's members. @source HubSpot lists API */
export const MemberList = z.object({
  results: z.array(z.object({ recordId: z.union([z.number(), z.string()]).transform(String) })),
  paging: z
    .object({ next: z.object({ after: z.string() }).optional() })
    .optional()
    .catch(undefined),
});

export const GroupList = z.object({ results: z.array(z.object({ name: z.string() })) });

export const PipelineList = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      stages: z.array(
        z.object({ id: z.string(), label: Word, displayOrder: z.number(), archived: z.boolean().optional() }),
      ),
    }),
  ),
});

export const AccountDetails = z.object({ portalId: z.number().int().positive(), timeZone: Word, uiDomain: Word });

/** `paging.next.after` names the page after this one. */
const Paging = z
  .object({ next: z.object({ after: z.string() }).optional() })
  .optional()
  .catch(undefined);

/** A page of owners. @source HubSpot owners API. `userId`: of the user an owner is */
export const OwnerList = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      userId: z.union([z.number(), z.string()]).transform(String).optional().catch(undefined),
      email: Word,
      firstName: Word,
      lastName: Word,
      archived: z.boolean().optional(),
    }),
  ),
  paging: Paging,
});

/** What is linked to each record asked for; a record without links is absent. @source HubSpot associations API, batch read */
export const LinkList = z.object({
  results: z.array(
    z.object({
      to: z.array(z.object({ toObjectId: z.union([z.number(), z.string()]).transform(String) })),
      paging: Paging,
    }),
  ),
});

/** A page of workflows. @source HubSpot's specification: ApiFlowListing, whose name may be absent */
export const FlowList = z.object({
  results: z.array(z.object({ id: z.string(), name: z.string().catch(''), isEnabled: z.boolean() })),
  paging: Paging,
});

/** Whole workflows, as HubSpot keeps them. */
export const Flows = z.object({ results: z.array(z.record(z.string(), z.json())) });

/** @source HubSpot's specification: ApiActionTypeDefinition */
export const ActionTypeList = z.object({
  results: z.array(
    z.object({
      actionTypeId: z.string(),
      actionName: z.string(),
      inputFieldDefinitions: z.array(z.object({ name: z.string(), optionsUrl: Word })),
    }),
  ),
});

/** A form with what may set a stage; the groups of its fields as they are. @source HubSpot forms API: only `hubspot` forms have all */
export const FormDefinition = z.object({
  id: z.string(),
  name: z.string().catch(''),
  formType: z.string().catch(''),
  fieldGroups: z.array(z.record(z.string(), z.json())).catch([]),
  // Each for itself: a stage of companies that we cannot read must not hide that of contacts.
  configuration: z
    .object({ lifecycleStages: z.array(z.object({ objectTypeId: Word, value: Word }).catch({})).catch([]) })
    .catch({ lifecycleStages: [] }),
});

/** A page of forms. */
export const FormList = z.object({ results: z.array(FormDefinition), paging: Paging });

/** A field of a form; choice fields have `options` and `defaultValues`. Others hang on its answer, each unread. */
export const FormFieldWire = z.object({
  objectTypeId: z.string().catch(''),
  name: z.string(),
  label: z.string().catch(''),
  hidden: z.boolean().catch(false),
  required: z.boolean().catch(false),
  fieldType: z.string().catch(''),
  defaultValue: Word,
  defaultValues: Words,
  options: z.array(Option).catch([]),
  dependentFields: z.array(z.object({ dependentField: z.unknown() }).catch({ dependentField: undefined })).catch([]),
});

/** What is said to somebody who submitted a form. */
export const SubmittedForm = z.object({ inlineMessage: Word, redirectUri: Word });

/** An answer nobody reads (204, or whatever the created thing looks like). */
export const Nothing = z.unknown();
