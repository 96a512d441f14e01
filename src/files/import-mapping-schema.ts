import { z } from 'zod';
import type { ImportMapping, StageMapping } from '../app/import/mapping.js';
import { isDecidedElsewhere } from '../app/forms/decided-fields.js';
import { STAGES, type Stage } from '../core/model.js';
import type { Complaint } from './describe-issues.js';
import type { Path } from './model-problem.js';

const Text = z.string().trim().min(1).max(200);
const Columns = z.array(Text).min(1).max(20);
const Word = z.union([Text, z.number().transform(String)]);
const Property = z.string().regex(/^[a-z][a-z0-9_]*$/, 'expected a contact property: its internal name, in lower case');

/** What goes by its own way, or is HubSpot's: never set from a column. */
const NOT_SET = new Map([
  ['lifecyclestage', 'stages go by `stage`, so that policy and log hold'],
  ['hs_lead_status', 'stages go by `stage`, so that policy and log hold'],
  ['email', 'people are found by it: name its column under `email`'],
  ['hs_additional_emails', 'HubSpot keeps it itself'],
  ['hs_object_id', 'HubSpot keeps it itself'],
]);

/** Why a property is never set from a column; `undefined`: it may be. Whose lead it is, another CRM may know. */
function whyNotSet(property: string): string | undefined {
  const own = property.startsWith('handoff_') && isDecidedElsewhere(property);
  return NOT_SET.get(property) ?? (own ? 'Handoff sets it itself' : undefined);
}

const fold = (text: string): string => text.trim().toLowerCase();

/** A mapping file, as its author writes it. */
export const MappingFile = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,40}$/, 'expected a short name: lower-case letters, digits and -'),
  description: Text.optional(),
  email: Columns,
  contactId: Columns.optional(),
  stage: z
    .strictObject({
      column: Columns,
      is: z.partialRecord(z.enum(STAGES), z.array(Word).min(1)),
      undecided: z.array(Word).min(1).optional(),
    })
    .optional(),
  properties: z.record(Text, Property).optional(),
});
export type MappingFile = z.output<typeof MappingFile>;

/** The same, as it goes over the wire, held to the same rules. */
export const MappingJson = z.strictObject({
  name: MappingFile.shape.name,
  email: z.array(Text).max(20),
  contactId: z.array(Text).max(20),
  stage: z
    .discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('column'),
        columns: Columns,
        words: z.record(Text.transform(fold), z.enum(STAGES)),
        undecided: z.array(Text.transform(fold)).max(100).optional(),
      }),
      z.strictObject({ kind: z.literal('all'), stage: z.enum(STAGES) }),
    ])
    .optional(),
  properties: z.record(
    Text,
    Property.refine((property) => whyNotSet(property) === undefined),
  ),
});

/** What a schema cannot see: a word for two stages, a column or property named twice. */
export function mappingComplaints(file: MappingFile): Complaint[] {
  const words = Object.entries(file.stage?.is ?? {}).flatMap(([stage, list]) =>
    list.map((word, index) => ({ name: fold(word), path: ['stage', 'is', stage, index] })),
  );
  const columns = Object.keys(file.properties ?? {}).map((name) => ({ name: fold(name), path: ['properties', name] }));
  const unsettable = Object.entries(file.properties ?? {}).flatMap(([column, property]): Complaint[] => {
    const message = whyNotSet(property);
    return message === undefined ? [] : [{ path: ['properties', column], message: `${property}: ${message}` }];
  });
  return [
    ...repeated(words, 'this word is there twice'),
    ...repeated(columns, 'this column is there twice').map((complaint) => ({ ...complaint, atKey: true })),
    ...unsettable,
  ];
}

function repeated(list: readonly { readonly name: string; readonly path: Path }[], message: string): Complaint[] {
  const first = new Map<string, Path>();
  return list.flatMap(({ name, path }) => {
    const see = first.get(name);
    if (see) return [{ path, message, see }];
    first.set(name, path);
    return [];
  });
}

/** The mapping a file means. */
export function mappingFrom(file: MappingFile): ImportMapping {
  return {
    name: file.name,
    email: file.email,
    contactId: file.contactId ?? [],
    stage: stageFrom(file.stage),
    properties: file.properties ?? {},
  };
}

function stageFrom(stage: MappingFile['stage']): StageMapping | undefined {
  if (!stage) return undefined;
  const words: Record<string, Stage> = {};
  for (const name of STAGES) for (const word of stage.is[name] ?? []) words[fold(word)] = name;
  const undecided = stage.undecided?.map(fold);
  return { kind: 'column', columns: stage.column, words, ...(undecided ? { undecided } : {}) };
}
