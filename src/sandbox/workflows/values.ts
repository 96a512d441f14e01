import { z } from 'zod';

const Scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** Where a field's value comes from. A bare value is a static one, as exported flows hold them. */
export const FieldValue = z.union(
  [
    Scalar.transform((text) => ({ type: 'STATIC_VALUE' as const, staticValue: text })),
    z.array(Scalar).transform((parts) => ({ type: 'STATIC_VALUE' as const, staticValue: parts.join(';') })),
    z.object({ type: z.literal('OBJECT_PROPERTY'), propertyName: z.string().min(1) }),
    z.object({ type: z.literal('FIELD_DATA'), actionId: z.string().min(1), dataKey: z.string().min(1) }),
    z.object({ type: z.literal('STATIC_VALUE').default('STATIC_VALUE'), staticValue: Scalar }),
  ],
  { error: 'expected a value: plain, STATIC_VALUE, OBJECT_PROPERTY or FIELD_DATA' },
);
export type FieldValue = z.output<typeof FieldValue>;

/** What a field may be filled from: the contact, and the outputs of the steps before. */
export interface Sources {
  readonly properties: Readonly<Record<string, string>>;
  /** Action id → its outputs. */
  readonly outputs: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** @returns `undefined` when the property or the output is not there: the field is left out */
export function valueOf(value: FieldValue, sources: Sources): string | undefined {
  switch (value.type) {
    case 'STATIC_VALUE':
      return value.staticValue;
    case 'OBJECT_PROPERTY':
      return own(sources.properties, value.propertyName);
    case 'FIELD_DATA':
      return own(sources.outputs.get(value.actionId) ?? {}, value.dataKey);
  }
}

function own(values: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
