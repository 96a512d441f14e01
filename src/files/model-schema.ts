import { z } from 'zod';
import { DAY_MS, durationMs } from '../core/duration.js';
import { AXES, FRAMEWORKS, SQL_POLICIES, STAGES } from '../core/model.js';
import type { Axis, AxisModel, Framework, Model, Stage, StageModel } from '../core/model.js';
import { AssignFile } from './assign-schema.js';
import { ConditionFile, EntryConditionFile, Text } from './condition-schema.js';
import { TeamFile } from './team-schema.js';

const Id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-_]*$/, 'expected an id of small letters, digits, - and _, such as decision-maker');
/** Days; a deadline further ahead is a slip of the pen, and counting open hours up to it would take for ever. */
const MAX_DURATION_DAYS = 3650;
const Duration = z
  .string()
  .regex(/^\d+(m|h|d)$/, { error: 'expected a duration such as 5m, 24h or 7d', abort: true })
  .refine((written) => (durationMs(written) ?? 0) <= MAX_DURATION_DAYS * DAY_MS, {
    error: `at most ${MAX_DURATION_DAYS}d, which is ten years`,
  });
const Framework = z.enum(Object.keys(FRAMEWORKS) as [Framework, ...Framework[]]);
const Weight = z.number().min(0);

const Requirement = z
  .strictObject({
    id: Id,
    when: ConditionFile,
    because: Text.meta({ description: 'Said to people when the requirement decides' }),
    unknown: z.enum(['ask', 'allow', 'refuse']).default('ask'),
  })
  .meta({ description: 'A hard requirement: one miss drops the lead out, whatever the score' });

const Rule = z.strictObject({
  id: Id,
  when: ConditionFile,
  points: z.number().meta({ description: 'Negative points count against the lead' }),
  halfLifeDays: z.number().gt(0).exactOptional().meta({ description: 'Points halve every so many days' }),
  since: Text.exactOptional().meta({ description: 'The property whose date the fading starts from' }),
  because: Text.meta({ description: 'Said to the seller when the rule hits' }),
});

const Group = z
  .strictObject({ rules: z.array(Id).min(1), max: z.number().min(0) })
  .meta({ description: 'A cap on the sum of these rules, so that one habit cannot carry the score' });

const AxisFile = z.strictObject({
  max: z.number().gt(0).meta({ description: 'Points that make 100' }),
  rules: z.array(Rule),
  groups: z.array(Group).default([]),
});

const Evidence = z
  .strictObject({
    framework: Framework,
    answers: z.record(Text, z.array(Text)).default({}),
    timingWithinDays: z.number().min(0).default(90),
  })
  .meta({ description: 'The questions sales needs answered, and the properties that hold the answers' });

const stage = {
  owner: Text.exactOptional(),
  next: Text.exactOptional().meta({ description: 'The next action, in words for the owner' }),
  within: Duration.exactOptional(),
  enter: EntryConditionFile.exactOptional(),
};
const StageFile = z.strictObject(stage);
const SqlFile = z.strictObject({
  ...stage,
  direct: z.array(z.union([Text, ConditionFile])).exactOptional(),
  policy: z.enum(SQL_POLICIES).default('confirm'),
});

const stagesShape = {
  subscriber: StageFile.exactOptional(),
  lead: StageFile.exactOptional(),
  mal: StageFile.exactOptional(),
  mql: StageFile.exactOptional(),
  sal: StageFile.exactOptional(),
  sql: SqlFile.exactOptional(),
  opportunity: StageFile.exactOptional(),
  customer: StageFile.exactOptional(),
  evangelist: StageFile.exactOptional(),
  other: StageFile.exactOptional(),
  recycled: StageFile.exactOptional(),
  disqualified: StageFile.exactOptional(),
} satisfies Record<Stage, z.ZodType<StageModel | undefined>>;

/** A model file as written, after its fragments were merged in. Unknown keys are refused at every level. */
export const ModelFile = z
  .strictObject({
    name: Id,
    description: Text.exactOptional(),
    approvedBy: z.strictObject({ marketing: Text.exactOptional(), sales: Text.exactOptional() }).default({}),
    include: z
      .array(Text)
      .exactOptional()
      .meta({ description: 'Fragments to merge in, relative to this file; .yaml may be left out' }),
    require: z.array(Requirement).default([]),
    fit: AxisFile.exactOptional().meta({ description: 'Who they are' }),
    intent: AxisFile.exactOptional().meta({ description: 'What they do' }),
    timing: AxisFile.exactOptional().meta({ description: 'Whether now is the time' }),
    weights: z
      .strictObject({ fit: Weight.default(0), intent: Weight.default(0), timing: Weight.default(0) })
      .default({ fit: 0.45, intent: 0.4, timing: 0.15 }),
    evidence: Evidence.default({ framework: 'custom', answers: {}, timingWithinDays: 90 }),
    stages: z.strictObject(stagesShape).default({}),
    stall: Duration.default('14d'),
    followUps: z.array(Duration).default(['4h', '1d', '3d']),
    protect: z.array(z.enum(STAGES)).default(['opportunity', 'customer', 'evangelist']),
    notify: z.record(Text, z.array(Text)).default({}),
    teams: z
      .record(Text, TeamFile)
      .default({})
      .meta({ description: 'Teams by the name a stage owner says: hours, holidays and manager' }),
    assign: AssignFile.exactOptional(),
    disqualifyReasons: z.array(Text).default([]),
  })
  .meta({ title: 'Handoff qualification model', description: 'What makes a lead sales-qualified, and what follows' });
export type ModelFile = z.output<typeof ModelFile>;

/** What a parsed file does not say itself. */
interface ModelFacts {
  readonly version: string;
  /** The axes in the order the file has them. */
  readonly axes: readonly Axis[];
}

/** Turns a checked file into the core's model. */
export function modelFrom(file: ModelFile, facts: ModelFacts): Model {
  const { fit, intent, timing, include: _include, ...rest } = file;
  const written: Record<Axis, AxisModel | undefined> = { fit, intent, timing };
  const axes = facts.axes.flatMap((axis) => {
    const model = written[axis];
    return model ? [{ axis, model }] : [];
  });
  return { ...rest, version: facts.version, axes };
}

/** The axes among the keys of a file, in that order. */
export function axesIn(keys: readonly string[]): Axis[] {
  return keys.flatMap((key) => AXES.filter((axis) => axis === key));
}
