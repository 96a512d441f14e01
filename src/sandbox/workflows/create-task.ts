import { createRecordService } from '../api/record-service.js';
import { plainType } from '../portal/associations.js';
import { iso } from '../portal/lifecycle.js';
import type { Portal, Writer } from '../portal/portal.js';
import type { Action } from './action.js';
import { dueAt } from './due.js';
import { valueOf, type Sources } from './values.js';

interface ForWhom {
  readonly contactId: string;
  readonly sources: Sources;
  readonly writer: Writer;
  readonly now: number;
}

/**
 * Makes the task of a step. Without a due time it is due at once; an owner the portal does not have leaves it without one.
 *
 * @returns the id of the task
 */
export function createTask(portal: Portal, step: Extract<Action, { kind: 'task' }>, whom: ForWhom): string {
  const { contactId, sources, writer, now } = whom;
  const owner = step.owner && valueOf(step.owner, sources);
  const known = portal.owners.some(({ id, archived }) => id === owner && !archived);
  const values = {
    hs_timestamp: iso(step.due ? dueAt(now, step.due) : now),
    hs_task_type: step.type,
    hs_task_subject: step.subject,
    hs_task_body: step.body,
    hs_task_priority: step.priority,
    hs_task_status: 'NOT_STARTED',
    ...(owner !== undefined && known ? { hubspot_owner_id: owner } : {}),
  };
  const links = step.onContact ? [{ toId: contactId, typeIds: [plainType('tasks', 'contacts') ?? 0] }] : [];
  return createRecordService(portal, 'tasks').insert(values, links, { writer, at: now }).id;
}
