import type { Owner } from '../app/ports.js';
import type { Admit, Call } from './call.js';
import { OwnerList } from './wire.js';

/** @source HubSpot owners API: 500 a page at most */
const PAGE = '500';
/** A portal with more owners than that has a mistake in it, or HubSpot pages in circles. */
const MOST_PAGES = 20;

/** Reads everybody active a contact can be assigned to, by name. */
export function createReadOwners(call: Call) {
  return async function readOwners(portalId: number, admit: Admit): Promise<readonly Owner[]> {
    const owners: Owner[] = [];
    let after: string | undefined;
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const query = { limit: PAGE, ...(after === undefined ? {} : { after }) };
      const answer = await call({ portalId, operation: 'owners.list', query, answer: OwnerList, admit });
      for (const { id, email = '', firstName, lastName, archived } of answer.results) {
        const name = [firstName, lastName].filter(Boolean).join(' ') || email || id;
        if (archived !== true) owners.push({ id, name, email });
      }
      after = answer.paging?.next?.after;
      if (after === undefined) break;
    }
    return owners.sort((a, b) => a.name.localeCompare(b.name, 'en'));
  };
}
