import { z } from 'zod';
import { BUILT_IN_STEPS } from './built-in-steps.js';
import { customCodeStep } from './custom-code-step.js';
import type { DueTime, TimeOfDay } from './due.js';
import { FilterBranch } from './filters.js';
import { readNested } from './nested.js';
import { FieldValue } from './values.js';

type Fields = Readonly<Record<string, FieldValue>>;

/** What a step does. */
export type Part =
  | { readonly kind: 'delay'; readonly ms: number }
  | {
      readonly kind: 'delay-until';
      readonly date: FieldValue;
      readonly ms: number;
      readonly timeOfDay: TimeOfDay | undefined;
    }
  | { readonly kind: 'set-property'; readonly property: string; readonly value: FieldValue }
  | {
      readonly kind: 'task';
      readonly type: string;
      readonly subject: string;
      readonly body: string;
      readonly priority: string;
      readonly owner: FieldValue | undefined;
      readonly due: DueTime | undefined;
      readonly onContact: boolean;
    }
  | {
      readonly kind: 'notify';
      readonly channel: 'app' | 'email';
      readonly users: readonly string[];
      readonly ownerProperties: readonly string[];
      readonly subject: string;
      readonly body: string;
    }
  | { readonly kind: 'app'; readonly typeId: string; readonly fields: Fields }
  | {
      readonly kind: 'code';
      readonly source: string;
      readonly secretNames: readonly string[];
      readonly fields: Fields;
    }
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
  .transform(({ actionId: id, actionTypeId, fields: given, connection: next }, context): Action => {
    const part = readNested(partOf(actionTypeId), { given, path: ['fields'], context });
    return { ...part, id, next };
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

/** Kinds of step HubSpot has and the sandbox does not. */
function notPlayed(type: 'WEBHOOK' | 'AB_TEST_BRANCH') {
  return z.object({ type: z.literal(type) }).transform((_step, context): Action => {
    context.addIssue({ code: 'custom', path: ['type'], message: `${type} is not played here` });
    return z.NEVER;
  });
}

const KINDS = [
  Single,
  StaticBranch,
  ListBranching,
  customCodeStep(Connection),
  notPlayed('WEBHOOK'),
  notPlayed('AB_TEST_BRANCH'),
] as const;

/** One element of `actions` of HubSpot's Automation API. */
export const Action = z.discriminatedUnion('type', KINDS, {
  error: 'expected a SINGLE_CONNECTION, STATIC_BRANCH, LIST_BRANCH or CUSTOM_CODE',
});

/** Every step this one may lead to. */
export function waysOn(action: Action): readonly string[] {
  const branches = 'branches' in action ? action.branches.map(({ next }) => next) : [];
  return [action.next, ...branches].filter((next) => next !== undefined);
}

function partOf(typeId: string): z.ZodType<Part> {
  if (typeId.startsWith('1-')) return AppFields.transform((fields): Part => ({ kind: 'app', typeId, fields }));
  const builtIn = Object.hasOwn(BUILT_IN_STEPS, typeId) ? BUILT_IN_STEPS[typeId] : undefined;
  return builtIn ?? z.never({ error: `the built-in action ${typeId} is not played here` });
}
