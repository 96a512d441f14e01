/** What HubSpot hands to custom code; any part may be missing or of another kind. */
export interface CodeEvent {
  /** HubSpot's id of the enrolled record; `undefined` when the event names none. */
  readonly contactId: string | undefined;
  readonly input: (name: string) => string | undefined;
}

/** Reads an event. Values are documented as strings; numbers and booleans are read too, anything else is as good as absent. */
export function readEvent(event: unknown): CodeEvent {
  const inputs = partOf(event, 'inputFields');
  return {
    contactId: textOf(partOf(partOf(event, 'object'), 'objectId')),
    input: (name) => textOf(partOf(inputs, name)),
  };
}

function partOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return String(value);
  return undefined;
}
