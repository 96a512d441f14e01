/** @source HubSpot's custom code actions: a longer output ends the run with OUTPUT_VALUES_TOO_LARGE */
const LONGEST = 65_000;

/**
 * What HubSpot would not take of what a run called back with.
 *
 * @param calls what each call of the callback was given
 * @returns words that name outputs, never values; `undefined` when all is well
 */
export function faultOf(calls: readonly unknown[]): string | undefined {
  if (calls.length === 0) return 'the callback was not called';
  if (calls.length > 1) return 'the callback was called more than once';
  const outputs = fieldOf(calls[0], 'outputFields');
  if (typeof outputs !== 'object' || outputs === null || Array.isArray(outputs)) {
    return 'the callback was not given { outputFields: { … } }';
  }
  for (const [name, value] of Object.entries(outputs)) {
    if (typeof value !== 'string') return `output ${name}: not a string`;
    if (value.length > LONGEST) return `output ${name}: longer than 65,000 characters`;
  }
  return undefined;
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
