import { isAppError } from '../app/errors.js';
import { HANDOFF_GROUP, HANDOFF_PROPERTIES, type HandoffProperty } from '../app/handoff-properties.js';
import { connectCall, type HubspotDeps } from './gateway.js';
import {
  createPropertyDefinitions,
  type HeldProperty,
  type ObjectType,
  type PropertyDefinitions,
} from './property-definitions.js';

/**
 * exists: as we want it · missing: would be created (dry run) · created: now · conflict: there with another type, left alone ·
 * not-possible: HubSpot does not create it here
 */
export type ProvisionState = 'exists' | 'missing' | 'created' | 'conflict' | 'not-possible';

/** One thing we need in a portal, and what became of it. */
export interface Provisioned {
  readonly objectType: ObjectType;
  readonly kind: 'group' | 'property';
  readonly name: string;
  readonly state: ProvisionState;
  /** What is there instead, or why it cannot be; empty when all is well. */
  readonly because: string;
}

export interface SetupOrder {
  readonly portalId: number;
  /** Look, list, and change nothing. */
  readonly dryRun: boolean;
}

/** Without these we still work: a repeated task is then looked up before it is created. */
const OPTIONAL: ReadonlySet<ObjectType> = new Set<ObjectType>(['tasks']);
const OBJECT_TYPES: readonly ObjectType[] = ['contacts', 'tasks'];

/**
 * Creates our property group and properties in a portal. A second run changes nothing; what is there with another type is
 * named and never overwritten.
 *
 * @returns one row per thing, in the order of `HANDOFF_PROPERTIES`, groups first
 * @throws {AppError} what a call to HubSpot throws; what exists by then stays, and the next run goes on from there
 */
export function createProvisioning(deps: HubspotDeps) {
  const definitions = createPropertyDefinitions(connectCall(deps), deps.budget);

  return async function setup({ portalId, dryRun }: SetupOrder): Promise<Provisioned[]> {
    const rows: Provisioned[] = [];
    for (const objectType of OBJECT_TYPES) {
      rows.push(...(await setUpObject({ definitions, portalId, objectType, dryRun })));
    }
    return rows;
  };
}

interface ObjectOrder extends SetupOrder {
  readonly definitions: PropertyDefinitions;
  readonly objectType: ObjectType;
}

async function setUpObject(order: ObjectOrder): Promise<Provisioned[]> {
  const wanted = HANDOFF_PROPERTIES.filter(({ objectType }) => objectType === order.objectType);
  try {
    return await provision(order, wanted);
  } catch (error) {
    if (!OPTIONAL.has(order.objectType) || !isAppError(error, 'HUBSPOT_REJECTED')) throw error;
    return wanted.map((property) => rowOf(property, 'not-possible', error.message));
  }
}

async function provision(order: ObjectOrder, wanted: readonly HandoffProperty[]): Promise<Provisioned[]> {
  const { definitions, portalId, objectType, dryRun } = order;
  const group = { objectType, kind: 'group', name: HANDOFF_GROUP.name } as const;
  const hasGroup = (await definitions.groups(portalId, objectType)).has(HANDOFF_GROUP.name);
  const held = await definitions.properties(portalId, objectType);
  const rows = wanted.map((property) => compare(property, held.get(property.name)));
  const missing = wanted.filter((_, index) => rows[index]?.state === 'missing');
  if (dryRun) return [{ ...group, state: hasGroup ? 'exists' : 'missing', because: '' }, ...rows];

  if (!hasGroup) await definitions.createGroup(portalId, objectType);
  const created = await create(order, missing);
  return [
    { ...group, state: hasGroup ? 'exists' : 'created', because: '' },
    ...rows.map((row) => created.get(row.name) ?? row),
  ];
}

/** Creates, then looks: what HubSpot says of a create is not believed, and an answer that got lost does no harm. */
async function create(order: ObjectOrder, missing: readonly HandoffProperty[]): Promise<Map<string, Provisioned>> {
  const { definitions, portalId, objectType } = order;
  if (missing.length === 0) return new Map();
  const refused = await definitions.createProperties({ portalId, objectType, properties: missing });
  const held = await definitions.properties(portalId, objectType);
  return new Map(missing.map((property) => [property.name, afterCreating(property, held, refused)]));
}

const rowOf = (property: HandoffProperty, state: ProvisionState, because = ''): Provisioned => ({
  objectType: property.objectType,
  kind: 'property',
  name: property.name,
  state,
  because,
});

function compare(property: HandoffProperty, held: HeldProperty | undefined): Provisioned {
  if (!held) return rowOf(property, 'missing');
  if (held.type !== property.type) {
    return rowOf(property, 'conflict', `is there as ${held.type}, we need ${property.type}: rename or archive it`);
  }
  if (property.unique && held.hasUniqueValue === false) {
    return rowOf(property, 'conflict', 'is there without unique values: archive it and set up again');
  }
  return rowOf(property, 'exists');
}

function afterCreating(
  property: HandoffProperty,
  held: ReadonlyMap<string, HeldProperty>,
  refused: ReadonlyMap<string, string>,
): Provisioned {
  const now = compare(property, held.get(property.name));
  if (now.state === 'exists') return { ...now, state: 'created' };
  if (now.state === 'conflict') return now;
  return rowOf(property, 'not-possible', refused.get(property.name) ?? 'HubSpot did not create it: set up again');
}
