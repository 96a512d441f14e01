import { isAppError } from '../app/errors.js';
import { HANDOFF_GROUP, type HandoffProperty } from '../app/handoff-properties.js';
import type { Budget } from '../app/ports.js';
import type { Call } from './call.js';
import { rejectedRow } from './errors.js';
import { Batch, GroupList, Nothing, PropertyList, type Refusal } from './wire.js';

export type ObjectType = HandoffProperty['objectType'];

/** A property as a portal holds it. */
export interface HeldProperty {
  readonly type: string;
  readonly hasUniqueValue?: boolean | undefined;
}

export interface CreateOrder {
  readonly portalId: number;
  readonly objectType: ObjectType;
  readonly properties: readonly HandoffProperty[];
}

/** It is there already, or may be: what is read afterwards decides. */
const MAYBE_THERE: ReadonlySet<unknown> = new Set([400, 409]);
const isAboutARow = (error: unknown) => isAppError(error, 'HUBSPOT_REJECTED') && MAYBE_THERE.has(error.facts['status']);

/** @source HubSpot properties guide: groupName, name, label, type and fieldType are required */
const definitionOf = (property: HandoffProperty) => ({
  groupName: HANDOFF_GROUP.name,
  name: property.name,
  label: property.label,
  type: property.type,
  fieldType: property.fieldType,
  description: property.description,
  formField: property.onForms === true,
  ...(property.unique ? { hasUniqueValue: true } : {}),
  ...(property.options
    ? { options: property.options.map((option, displayOrder) => ({ ...option, displayOrder, hidden: false })) }
    : {}),
});

/** Reads and creates the definitions of properties, for setting a portal up. */
export function createPropertyDefinitions(call: Call, budget: Budget) {
  const admitTo = (portalId: number) => () => budget.take(portalId);

  async function groups(portalId: number, objectType: ObjectType): Promise<ReadonlySet<string>> {
    const operation = `${objectType}.groups` as const;
    const { results } = await call({ portalId, operation, answer: GroupList, admit: admitTo(portalId) });
    return new Set(results.map(({ name }) => name));
  }

  async function properties(portalId: number, objectType: ObjectType): Promise<ReadonlyMap<string, HeldProperty>> {
    const operation = `${objectType}.properties` as const;
    const { results } = await call({ portalId, operation, answer: PropertyList, admit: admitTo(portalId) });
    return new Map(results.map((property) => [property.name, property]));
  }

  /** Creates our group; that somebody else did so meanwhile is as good. */
  async function createGroup(portalId: number, objectType: ObjectType): Promise<void> {
    const operation = `${objectType}.groups.create` as const;
    const body = { ...HANDOFF_GROUP, displayOrder: -1 };
    try {
      await call({ portalId, operation, body, answer: Nothing, admit: admitTo(portalId) });
    } catch (error) {
      if (!isAboutARow(error) && !isAppError(error, 'HUBSPOT_UNCERTAIN')) throw error;
    }
  }

  async function createTogether({ portalId, objectType, properties }: CreateOrder): Promise<readonly Refusal[]> {
    const operation = `${objectType}.properties.create` as const;
    const body = { inputs: properties.map(definitionOf) };
    const batch = await call({ portalId, operation, body, answer: Batch, admit: admitTo(portalId) });
    return batch.errors ?? [];
  }

  /**
   * Creates properties in one call; refused as a whole, one by one.
   *
   * @returns name → why HubSpot refused it. Whether the others are there now is to be read
   */
  async function createProperties(order: CreateOrder): Promise<ReadonlyMap<string, string>> {
    const [first, ...rest] = order.properties;
    if (!first) return new Map();
    try {
      return reasonsOf(await createTogether(order));
    } catch (error) {
      if (isAppError(error, 'HUBSPOT_UNCERTAIN')) return new Map();
      if (!isAppError(error) || !isAboutARow(error)) throw error;
      if (rest.length === 0) return new Map([[first.name, error.message]]);
    }
    const reasons = new Map<string, string>();
    for (const property of order.properties) {
      const one = await createProperties({ ...order, properties: [property] });
      for (const [name, because] of one) reasons.set(name, because);
    }
    return reasons;
  }

  return { groups, properties, createGroup, createProperties };
}

export type PropertyDefinitions = ReturnType<typeof createPropertyDefinitions>;

const reasonsOf = (refusals: readonly Refusal[]): Map<string, string> =>
  new Map(
    refusals.flatMap((refusal) =>
      (refusal.context?.name ?? []).map((name) => [name, rejectedRow(refusal).message] as const),
    ),
  );
