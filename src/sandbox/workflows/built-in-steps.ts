import { z } from 'zod';
import { targetOf } from '../portal/associations.js';
import type { Part } from './action.js';
import { delayMs } from './duration.js';
import { DueTime, signedMs, TimeOfDay } from './due.js';
import { FieldValue } from './values.js';

const Delta = z.union([z.string(), z.number()]).transform(String);
/** Static text. Personalization tokens in it stay as they are. */
const Text = z.string().default('');
const Texts = z.array(z.union([z.string(), z.number()]).transform(String)).default([]);

const Delay = z.object({ delta: Delta, time_unit: z.string() }).transform(({ delta, time_unit }, context): Part => {
  const ms = delayMs(delta, time_unit);
  if (ms === undefined) context.addIssue(`cannot read a delay of ${delta} ${time_unit}`);
  return { kind: 'delay', ms: ms ?? 0 };
});

const DelayUntil = z
  .object({
    date: FieldValue,
    delta: Delta.default('0'),
    time_unit: z.string().default('DAYS'),
    time_of_day: TimeOfDay.optional(),
  })
  .transform(({ date, delta, time_unit, time_of_day: timeOfDay }, context): Part => {
    const ms = signedMs(delta, time_unit);
    if (ms === undefined) context.addIssue(`cannot read a delay of ${delta} ${time_unit}`);
    return { kind: 'delay-until', date, ms: ms ?? 0, timeOfDay };
  });

const SetProperty = z
  .object({ property_name: z.string().min(1), value: FieldValue })
  .transform(({ property_name: property, value }): Part => ({ kind: 'set-property', property, value }));

/** The only record a task can be put on here is the contact. */
const Association = z.object({
  target: z.object({ associationTypeId: z.number() }),
  value: z.object({
    type: z.literal('ENROLLED_OBJECT', { error: 'only the ENROLLED_OBJECT can be linked here' }),
  }),
});

const CreateTask = z
  .object({
    task_type: z.enum(['TODO', 'CALL', 'EMAIL']).default('TODO'),
    subject: z.string().min(1),
    body: Text,
    priority: z.enum(['NONE', 'LOW', 'MEDIUM', 'HIGH']).default('NONE'),
    owner_assignment: z
      .object({ type: z.literal('CUSTOM', { error: 'only CUSTOM is played here' }), value: FieldValue })
      .optional(),
    due_time: DueTime.optional(),
    use_explicit_associations: z.union([z.boolean(), z.enum(['true', 'false'])]).default(false),
    associations: z.array(Association).default([]),
  })
  .transform((fields): Part => {
    const links = fields.associations.map(({ target }) => target.associationTypeId);
    const explicit = String(fields.use_explicit_associations) === 'true';
    return {
      kind: 'task',
      type: fields.task_type,
      subject: fields.subject,
      body: fields.body,
      priority: fields.priority,
      owner: fields.owner_assignment?.value,
      due: fields.due_time,
      onContact: !explicit || links.some((typeId) => targetOf('tasks', typeId) === 'contacts'),
    };
  });

const Notice = z.object({
  user_ids: Texts,
  owner_properties: Texts,
  subject: Text,
  body: Text,
  delivery_method: z.string().optional(),
});

function notice(channel: 'app' | 'email'): z.ZodType<Part> {
  return Notice.transform(({ user_ids: users, owner_properties: ownerProperties, subject, body }): Part => {
    return { kind: 'notify', channel, users, ownerProperties, subject, body };
  });
}

/** Built-in actions without a trace in the sandbox: marketing e-mail, list, new record. */
function note(typeId: string): z.ZodType<Part> {
  return z.unknown().transform((): Part => ({ kind: 'note', typeId }));
}

/**
 * What the built-in actions are given, by `actionTypeId`.
 *
 * @source HubSpot, "Action types" of the workflows API; fields of 0-3, 0-8, 0-9 and 0-35 as exported flows hold them
 */
export const BUILT_IN_STEPS: Readonly<Record<string, z.ZodType<Part>>> = {
  '0-1': Delay,
  '0-35': DelayUntil,
  '0-3': CreateTask,
  '0-5': SetProperty,
  '0-8': notice('email'),
  '0-9': notice('app'),
  '0-4': note('0-4'),
  '0-13': note('0-13'),
  '0-14': note('0-14'),
};
