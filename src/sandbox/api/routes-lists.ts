import { iso } from '../portal/lifecycle.js';
import type { Handler } from './call.js';
import { invalid, ok, refuse } from './reply.js';

/** @source HubSpot's lists guide: members a page */
const [USUAL, MOST] = [100, 250];

/** Who is on a list now: those who are gone from the portal are not. `after` is the last id of the page before. */
export const listMembers: Handler = ({ portal, params, query }) => {
  const listId = params['listId'] ?? '';
  const list = portal.lists.get(listId);
  if (!list)
    return refuse({ status: 404, message: `List does not exist with ID ${listId}.`, category: 'OBJECT_NOT_FOUND' });
  const limit = Number(query.get('limit') ?? USUAL);
  if (!(limit >= 1 && limit <= MOST)) return refuse(invalid(`limit must be between 1 and ${MOST}`));
  const after = Number(query.get('after') ?? '0');
  const left = list.contactIds.filter((id) => Number(id) > after && portal.tables.contacts.get(id) !== undefined);
  const page = left.slice(0, limit);
  const results = page.map((recordId) => ({ recordId, membershipTimestamp: iso(list.joinedAt) }));
  const more = left.length > limit ? { paging: { next: { after: page.at(-1), link: '' } } } : {};
  return ok({ results, ...more });
};
