import type { Admit, Call } from './call.js';
import { Batch, CrmRecord, LinkList } from './wire.js';

export interface TaskSought {
  readonly portalId: number;
  readonly contactId: string;
  /** Is it this one, by its properties? */
  readonly isIt: (properties: Readonly<Record<string, string | null>>) => boolean;
  readonly properties: readonly string[];
  readonly admit: Admit;
}

/** Pages of links of one contact; one with more has a mistake in it, or HubSpot pages in circles. */
const MOST_PAGES = 10;
/** What was created a moment ago is among the newest. @source HubSpot: up to 100 records a batch read */
const NEWEST = 100;

const newestFirst = (a: string, b: string): number => Number(b) - Number(a);

/**
 * Looks for a task among the newest 100 of a contact. Links and records are read, not the search index, which lags behind.
 */
export function createFindTask(call: Call) {
  async function tasksOf({ portalId, contactId, admit }: TaskSought): Promise<readonly string[]> {
    const ids: string[] = [];
    let after: string | undefined;
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const body = { inputs: [{ id: contactId, ...(after === undefined ? {} : { after }) }] };
      const { results } = await call({ portalId, operation: 'contacts.tasks', body, answer: LinkList, admit });
      ids.push(...results.flatMap(({ to }) => to.map(({ toObjectId }) => toObjectId)));
      after = results[0]?.paging?.next?.after;
      if (after === undefined) break;
    }
    return ids.sort(newestFirst).slice(0, NEWEST);
  }

  return async function findTask(sought: TaskSought): Promise<boolean> {
    const { portalId, properties, isIt, admit } = sought;
    const ids = await tasksOf(sought);
    if (ids.length === 0) return false;
    const body = { inputs: ids.map((id) => ({ id })), properties, propertiesWithHistory: [] };
    const { results } = await call({ portalId, operation: 'tasks.read', body, answer: Batch, admit });
    return results.some((row) => isIt(CrmRecord.safeParse(row).data?.properties ?? {}));
  };
}
