import type { Owner } from '../app/ports.js';
import { allPages } from './all-pages.js';
import type { Admit, Call } from './call.js';
import { OwnerList } from './wire.js';

/** @source HubSpot owners API: 500 a page at most */
const PAGES = { limit: 500, mostPages: 20 } as const;

/** Reads everybody active a contact can be assigned to, by name. */
export function createReadOwners(call: Call) {
  return async function readOwners(portalId: number, admit: Admit): Promise<readonly Owner[]> {
    const owners = await allPages(call, { portalId, operation: 'owners.list', answer: OwnerList, admit, ...PAGES });
    return owners
      .filter(({ archived }) => archived !== true)
      .map(({ id, email = '', firstName, lastName }) => ({
        id,
        name: [firstName, lastName].filter(Boolean).join(' ') || email || id,
        email,
      }))
      .sort((a, b) => a.name.localeCompare(b.name, 'en'));
  };
}
