import { z } from 'zod';
import { delayMs } from './duration.js';
import { FilterBranch } from './filters.js';
import { FieldValue } from './values.js';

type Part =
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'set-property'; readonly property: string; readonly value: FieldValue }
  | { readonly kind: 'app'; readonly typeId: string; readonly fields: Readonly<Record<string, FieldValue>> }
  | { readonly kind: 'note'; readonly typeId: string }
  | { readonly kind: 'value-branch'; readonly input: FieldValue; readonly branches: readonly ValueBranch[] }
  | { readonly kind: 'list-branch'; readonly branches: readonly ListBranch[] };
interface ValueBranch {
  readonly value: string;
  readonly next: string | undefined;
}
interface ListBranch {
  readonly filter: FilterBranch;
  readonly next: string | undefined;
}

/** A step of a flow, as it is played. Without `next` the flow ends here; of a branch it is the default way. */
export type Action = Part & { readonly id: string; readonly next: string | undefined };

/** Built-in actions without a trace in the sandbox: task, e-mail, internal e-mail, notification, list, new record. */
const NOTED: ReadonlySet<string> = new Set(['0-3', '0-4', '0-8', '0-9', '0-13', '0-14']);

const Delay = z
  .object({ delta: z.union([z.string(), z.number()]).transform(String), time_unit: z.string() })
  .transform(({ delta, time_unit }, context): Part => {
    const ms = delayMs(delta, time_unit);
    if (ms === undefined) context.addIssue(`cannot read a delay of ${delta} ${time_unit}`);
    return { kind: 'delay', ms: ms ?? 0 };
  });
const SetProperty = z
  .object({ property_name: z.string().min(1), value: FieldValue })
  .transform(({ property_name: property, value }): Part => ({ kind: 'set-property', property, value }));
const AppFields = z.record(z.string(), FieldValue);

const Connection = z.object({ nextActionId: z.string().min(1) }).transform(({ nextActionId }) => nextActionId);
const actionId = z.string().min(1);

const Single = z
  .object({
    type: z.literal('SINGLE_CONNECTION'),
    actionId,
    actionTypeId: z.string().regex(/^[01]-\d+$/, 'expected 0-<n> (built in) or 1-<n> (of an app)'),
    fields: z.record(z.string(), z.unknown()).default({}),
    connection: Connection.optional(),
  })
  .transform(({ actionId: id, actionTypeId, fields, connection: next }, context): Action => {
    const part = partOf(actionTypeId).safeParse(fields);
    if (part.success) return { ...part.data, id, next };
    for (const { path, message } of part.error.issues)
      context.addIssue({ code: 'custom', path: ['fields', ...path], message });
    return z.NEVER;
  });

const StaticBranch = z
  .object({
    type: z.literal('STATIC_BRANCH'),
    actionId,
    inputValue: FieldValue,
    staticBranches: z.array(z.object({ branchValue: z.string(), connection: Connection.optional() })),
    defaultBranch: Connection.optional(),
  })
  .transform((step): Action => {
    const branches = step.staticBranches.map(({ branchValue: value, connection: next }) => ({ value, next }));
    return { id: step.actionId, kind: 'value-branch', input: step.inputValue, branches, next: step.defaultBranch };
  });

const ListBranching = z
  .object({
    type: z.literal('LIST_BRANCH'),
    actionId,
    listBranches: z.array(z.object({ filterBranch: FilterBranch, connection: Connection.optional() })),
    defaultBranch: Connection.optional(),
  })
  .transform((step): Action => {
    const branches = step.listBranches.map(({ filterBranch: filter, connection: next }) => ({ filter, next }));
    return { id: step.actionId, kind: 'list-branch', branches, next: step.defaultBranch };
  });

/** One element of `actions` of HubSpot's Automation API. */
export const Action = z.discriminatedUnion('type', [Single, StaticBranch, ListBranching], {
  error: 'expected a SINGLE_CONNECTION, STATIC_BRANCH or LIST_BRANCH',
});

/** Every step this one may lead to. */
export function waysOn(action: Action): readonly string[] {
  const branches = 'branches' in action ? action.branches.map(({ next }) => next) : [];
  return [action.next, ...branches].filter((next) => next !== undefined);
}

function partOf(typeId: string): z.ZodType<Part> {
  if (typeId === '0-1') return Delay;
  if (typeId === '0-5') return SetProperty;
  if (typeId.startsWith('1-')) return AppFields.transform((fields): Part => ({ kind: 'app', typeId, fields }));
  return NOTED.has(typeId)
    ? z.unknown().transform((): Part => ({ kind: 'note', typeId }))
    : z.never({ error: `the built-in action ${typeId} is not played here` });
}
