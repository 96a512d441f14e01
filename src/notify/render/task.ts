import type { Message } from '../../app/announcements/delivery.js';
import { bodyOf } from './html.js';
import type { Addressed, MessageFacts } from './message-facts.js';
import { outlineOf } from './outline.js';

/**
 * A call for the owner, due when he has to respond, else at once (W09); of what is overdue a task that is due now. Without an owner it is a task of nobody, which the
 * portal shows to everybody.
 *
 * @source HubSpot tasks: `hs_timestamp` is the due date
 */
export function renderTask(facts: MessageFacts, { key }: Addressed): Message & { readonly channel: 'owner-task' } {
  const outline = outlineOf(facts, key);
  const overdue = facts.tell?.kind === 'overdue';
  return {
    channel: 'owner-task',
    properties: {
      hs_task_subject: outline.subject,
      hs_task_body: bodyOf(outline),
      // A manager sees to it; everybody else calls the lead.
      hs_task_type: overdue ? 'TODO' : 'CALL',
      hs_task_priority: facts.urgent ? 'HIGH' : 'MEDIUM',
      hs_task_status: 'NOT_STARTED',
      hs_timestamp: new Date(overdue ? facts.now : (facts.respondBy ?? facts.now)).toISOString(),
      ...(facts.owner ? { hubspot_owner_id: facts.owner.id } : {}),
      handoff_key: key,
    },
  };
}
