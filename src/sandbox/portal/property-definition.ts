/** One choice of an enumeration. */
export interface PropertyOption {
  readonly value: string;
  readonly label: string;
}

/** What a portal knows of one property. `readOnly`: HubSpot sets it; `calculated`: HubSpot works it out. */
export interface PropertyDefinition {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly fieldType: string;
  readonly groupName: string;
  readonly readOnly: boolean;
  readonly calculated: boolean;
  readonly unique: boolean;
  readonly options: readonly PropertyOption[];
  readonly description?: string;
  /** Epoch ms; absent for HubSpot's own. */
  readonly createdAt?: number;
}

/** Properties stand in groups; on screen and in creation. */
export interface PropertyGroup {
  readonly name: string;
  readonly label: string;
}

/** The properties of one object type in one portal. */
export interface Properties {
  get(name: string): PropertyDefinition | undefined;
  has(name: string): boolean;
  isUnique(name: string): boolean;
  /** Is this one of the values it may take? Only asked of enumerations. */
  allows(name: string, value: string): boolean;
  all(): readonly PropertyDefinition[];
  /** Adds or replaces. */
  define(definition: PropertyDefinition): void;
  remove(name: string): void;
  /** HubSpot's own, and those that were made. */
  groups(): ReadonlyMap<string, PropertyGroup>;
  defineGroup(group: PropertyGroup): void;
}

/** @param definitions what every portal has from the start */
export function createProperties(definitions: readonly PropertyDefinition[]): Properties {
  const byName = new Map<string, PropertyDefinition>();
  const unique = new Set<string>();
  const choices = new Map<string, ReadonlySet<string>>();
  const groups = new Map<string, PropertyGroup>();
  for (const { groupName: name } of definitions) groups.set(name, { name, label: name });
  function define(definition: PropertyDefinition): void {
    byName.set(definition.name, definition);
    choices.set(definition.name, new Set(definition.options.map((option) => option.value)));
    if (definition.unique) unique.add(definition.name);
  }
  definitions.forEach(define);
  return {
    get: (name) => byName.get(name),
    has: (name) => byName.has(name),
    isUnique: (name) => unique.has(name),
    allows: (name, value) => choices.get(name)?.has(value) ?? false,
    all: () => [...byName.values()],
    define,
    remove: (name) => {
      byName.delete(name);
      unique.delete(name);
    },
    groups: () => groups,
    defineGroup: (group) => void groups.set(group.name, group),
  };
}
