import { z } from 'zod';
import { STAGES, type Condition, type EntryCondition } from '../core/model.js';

/** Text that says something: blank text is refused. */
export const Text = z.string().regex(/\S/, 'expected text that is not blank');
const Value = z.union([Text, z.number(), z.boolean()]).meta({ description: 'Text, a number, or true/false' });
const Days = z.number().meta({ description: 'Days of 24 hours' });
const Property = Text.meta({ description: 'Internal name of a HubSpot contact property' });
const Count = z.int().min(0);
const Threshold = z.number().min(0).max(100);

/** The operators, one entry each: the condition on a property has exactly one of them. */
const PROPERTY_TESTS = [
  z.strictObject({ property: Property, is: Value }),
  z.strictObject({ property: Property, isNot: Value }),
  z.strictObject({ property: Property, in: z.array(Value) }),
  z.strictObject({ property: Property, notIn: z.array(Value) }),
  z.strictObject({ property: Property, contains: z.union([Value, z.array(Value)]) }),
  z.strictObject({ property: Property, atLeast: z.number() }),
  z.strictObject({ property: Property, atMost: z.number() }),
  z.strictObject({ property: Property, between: z.tuple([z.number(), z.number()]) }),
  z.strictObject({ property: Property, known: z.boolean() }),
  z.strictObject({ property: Property, withinDays: Days }),
  z.strictObject({ property: Property, notWithinDays: Days }),
  z.strictObject({ property: Property, inNextDays: Days }),
] as const;

/** Operators of a property condition, in the order of the grammar. */
export const OPERATORS = PROPERTY_TESTS.flatMap((test) => Object.keys(test.shape).filter((key) => key !== 'property'));

const LEAVES = [
  z.union(PROPERTY_TESTS).meta({ description: 'A property compared by exactly one operator' }),
  z
    .strictObject({ signal: Text, atLeast: Count.exactOptional(), withinDays: Days.exactOptional() })
    .meta({ description: 'Dated acts of the lead' }),
  z
    .strictObject({ sequence: z.array(Text).min(1), withinDays: Days.exactOptional() })
    .meta({ description: 'Acts in this order, each later than the one before' }),
  z
    .strictObject({ company: Text, atLeast: Count, withinDays: Days.exactOptional() })
    .meta({ description: 'Dated facts of the company' }),
] as const;

const ENTRY_LEAVES = [
  ...LEAVES,
  z.strictObject({ fit: Threshold }),
  z.strictObject({ intent: Threshold }),
  z.strictObject({ timing: Threshold }),
  z.strictObject({ score: Threshold }),
  z.strictObject({ stage: z.enum(STAGES) }),
  z.strictObject({ evidence: Count }),
] as const;

/** What a rule or requirement may ask. */
export const ConditionFile: z.ZodType<Condition> = z
  .lazy(() =>
    z.union([
      ...LEAVES,
      z.strictObject({ all: z.array(ConditionFile) }),
      z.strictObject({ any: z.array(ConditionFile) }),
      z.strictObject({ not: ConditionFile }),
    ]),
  )
  .meta({ id: 'Condition', description: 'A verdict of hit, miss or unknown on one contact' });

/** What a stage's entry may ask: conditions, and the score, the stage or the answers held. */
export const EntryConditionFile: z.ZodType<EntryCondition> = z
  .lazy(() =>
    z.union([
      ...ENTRY_LEAVES,
      z.strictObject({ all: z.array(EntryConditionFile) }),
      z.strictObject({ any: z.array(EntryConditionFile) }),
      z.strictObject({ not: EntryConditionFile }),
    ]),
  )
  .meta({ id: 'EntryCondition', description: 'What it takes to enter a stage' });

/** Keys a condition can begin with, as a hint for authors. */
export const CONDITION_HEADS = ['property', 'signal', 'sequence', 'company', 'all', 'any', 'not'];
/** Keys only an entry condition can begin with. */
export const ENTRY_HEADS = ['fit', 'intent', 'timing', 'score', 'stage', 'evidence'];
