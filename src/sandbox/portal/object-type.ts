import type { ObjectType } from './object-properties.js';
import { invalid, type Refusal } from '../api/reply.js';

/** What HubSpot takes in a path for an object type: its name, its singular, its number. */
const NAMES: Readonly<Record<string, ObjectType>> = {
  contacts: 'contacts',
  contact: 'contacts',
  '0-1': 'contacts',
  companies: 'companies',
  company: 'companies',
  '0-2': 'companies',
  deals: 'deals',
  deal: 'deals',
  '0-3': 'deals',
  notes: 'notes',
  note: 'notes',
  '0-46': 'notes',
  tasks: 'tasks',
  task: 'tasks',
  '0-27': 'tasks',
};

export const TYPE_IDS: Readonly<Record<ObjectType, string>> = {
  contacts: '0-1',
  companies: '0-2',
  deals: '0-3',
  notes: '0-46',
  tasks: '0-27',
};

/** @returns `undefined` for a type the sandbox does not keep */
export function objectTypeOf(name: string | undefined): ObjectType | undefined {
  const key = (name ?? '').toLowerCase();
  return Object.hasOwn(NAMES, key) ? NAMES[key] : undefined;
}

/** @source recorded: the answer to an object type nobody knows */
export function unknownType(name: string | undefined): Refusal {
  return { status: 400, message: `Unable to infer object type from: ${name ?? ''}` };
}

/** What every batch of inputs must keep. @param max inputs allowed in one call */
export function batchRefusal(ids: readonly string[], max = 100): Refusal | undefined {
  if (ids.length > max) {
    return invalid(`Invalid input: at most ${max} inputs are allowed in one batch, ${ids.length} were given`);
  }
  const seen = new Set<string>();
  const repeated = new Set(ids.filter((id) => (seen.has(id) ? true : !seen.add(id))));
  if (repeated.size === 0) return undefined;
  const list = [...repeated];
  return invalid(`Duplicate IDs found in batch input: [${list.join(', ')}]. IDs must be unique`, {
    context: { ids: list },
  });
}
