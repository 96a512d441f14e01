/** A person contacts can be assigned to. `id` is what `hubspot_owner_id` holds; `userId` is another number. */
export interface Owner {
  readonly id: string;
  readonly userId: number;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly archived: boolean;
}

/** Every portal's sales people; the last has left. */
export const DEFAULT_OWNERS: readonly Owner[] = [
  owner('64492917', 9001, 'Sanne', 'de Wit'),
  owner('64492918', 9002, 'Jonas', 'Peeters'),
  owner('64492919', 9003, 'Mila', 'Hoffmann'),
  owner('64492920', 9004, 'Omar', 'El Amrani'),
  owner('64492921', 9005, 'Grace', 'Owens'),
  { ...owner('64492922', 9006, 'Piet', 'Vertrokken'), archived: true },
];

function owner(id: string, userId: number, firstName: string, lastName: string): Owner {
  const email = `${firstName}.${lastName}`.toLowerCase().replaceAll(' ', '-');
  return { id, userId, email: `${email}@sales.example`, firstName, lastName, archived: false };
}
