/** Static lists of contacts ("segments" on screen). */
export interface ListBook {
  /** @returns its id */
  add(contactIds: readonly string[]): string;
  /** In order of record id; `undefined`: no such list. */
  get(listId: string): ContactList | undefined;
}

export interface ContactList {
  readonly contactIds: readonly string[];
  /** When they joined; epoch ms on the sandbox clock. */
  readonly joinedAt: number;
}

/** An account without lists. */
export function createListBook(now: () => number): ListBook {
  const lists = new Map<string, ContactList>();
  return {
    add: (contactIds) => {
      const listId = String(lists.size + 1);
      const inOrder = [...new Set(contactIds)].sort((one, other) => Number(one) - Number(other));
      lists.set(listId, { contactIds: inOrder, joinedAt: now() });
      return listId;
    },
    get: (listId) => lists.get(listId),
  };
}
