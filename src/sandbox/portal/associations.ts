import type { ObjectType } from './object-properties.js';

/** One end of a link. */
export interface End {
  readonly type: ObjectType;
  readonly id: string;
}

/** A link as one of its ends sees it. */
export interface Link {
  readonly toId: string;
  readonly typeIds: readonly number[];
}

interface Kind {
  readonly from: ObjectType;
  readonly to: ObjectType;
  readonly typeId: number;
  readonly inverse: number;
}

/** HUBSPOT_DEFINED association types; the first of a pair is the plain one. @source HubSpot, associations guide */
const KINDS: readonly Kind[] = [
  ...bothWays('contacts', 'companies', 279, 280),
  ...bothWays('contacts', 'companies', 1, 2),
  ...bothWays('contacts', 'deals', 4, 3),
  ...bothWays('companies', 'deals', 342, 341),
  ...bothWays('companies', 'deals', 6, 5),
  ...bothWays('tasks', 'contacts', 204, 203),
  ...bothWays('tasks', 'companies', 192, 191),
  ...bothWays('tasks', 'deals', 216, 215),
  ...bothWays('notes', 'contacts', 202, 201),
  ...bothWays('notes', 'companies', 190, 189),
  ...bothWays('notes', 'deals', 214, 213),
];

function bothWays(from: ObjectType, to: ObjectType, typeId: number, inverse: number): Kind[] {
  return [
    { from, to, typeId, inverse },
    { from: to, to: from, typeId: inverse, inverse: typeId },
  ];
}

/** A primary link always brings the plain one along. */
const PRIMARY: ReadonlySet<number> = new Set([1, 2, 5, 6]);

/** Is this the type of a primary link? */
export function isPrimary(typeId: number): boolean {
  return PRIMARY.has(typeId);
}

/** The plain type between two object types; `undefined` when they cannot be linked. */
export function plainType(from: ObjectType, to: ObjectType): number | undefined {
  return KINDS.find((kind) => kind.from === from && kind.to === to)?.typeId;
}

/** Where a type leads from here; `undefined` when it does not start here. */
export function targetOf(from: ObjectType, typeId: number): ObjectType | undefined {
  return KINDS.find((kind) => kind.from === from && kind.typeId === typeId)?.to;
}

export interface Associations {
  /** Links both ends. Types that do not fit the ends are left out. */
  link(from: End, to: End, typeIds: readonly number[]): void;
  unlink(from: End, to: End): void;
  /** In order of linking. */
  from(end: End, to: ObjectType): Link[];
  /** Nothing is linked to it any more. */
  forget(end: End): void;
}

export function createAssociations(): Associations {
  const links = new Map<string, Map<string, Set<number>>>();
  const key = ({ type, id }: End): string => `${type}/${id}`;

  function add(from: End, to: End, typeId: number): void {
    const targets = links.get(key(from)) ?? new Map<string, Set<number>>();
    const types = targets.get(key(to)) ?? new Set<number>();
    links.set(key(from), targets.set(key(to), types.add(typeId)));
  }

  function link(from: End, to: End, typeIds: readonly number[]): void {
    const plain = plainType(from.type, to.type);
    for (const typeId of new Set(typeIds.flatMap((id) => (isPrimary(id) && plain ? [plain, id] : [id])))) {
      const kind = KINDS.find((one) => one.from === from.type && one.to === to.type && one.typeId === typeId);
      if (!kind) continue;
      add(from, to, kind.typeId);
      add(to, from, kind.inverse);
    }
  }

  function unlink(from: End, to: End): void {
    links.get(key(from))?.delete(key(to));
    links.get(key(to))?.delete(key(from));
  }

  return {
    link,
    unlink,
    from: (end, to) =>
      [...(links.get(key(end)) ?? [])]
        .filter(([target]) => target.startsWith(`${to}/`))
        .map(([target, types]) => ({ toId: target.slice(to.length + 1), typeIds: [...types] })),
    forget: (end) => {
      for (const target of links.get(key(end))?.keys() ?? []) links.get(target)?.delete(key(end));
      links.delete(key(end));
    },
  };
}
