import type { Send, Sent } from '../app/announcements/delivery.js';
import { isAppError, type AppError } from '../app/errors.js';
import type { Crm } from '../app/ports.js';
import { misdirected } from './judge-answer.js';

export interface OwnerTaskDeps {
  readonly createTask: Crm['createTask'];
}

/** Creates a task in HubSpot, once: every repeat looks first. */
export function createOwnerTaskSender({ createTask }: OwnerTaskDeps): Send {
  return async function sendOwnerTask({ portalId, contactId, key, message, maybeSent, attempts }) {
    if (message.channel !== 'owner-task') return misdirected;
    const look = maybeSent || attempts > 1;
    try {
      await createTask({ portalId, contactId, key, properties: message.properties, look });
      return { kind: 'sent' };
    } catch (error) {
      return isAppError(error)
        ? judgeError(error)
        : { kind: 'uncertain', because: 'we failed while creating the task', looksFirst: true };
    }
  };
}

/** `HUBSPOT_UNREADABLE` is about what is read before creating: a created task's answer is not read. */
function judgeError({ code, message, retryAfterMs }: AppError): Sent {
  if (code === 'HUBSPOT_UNCERTAIN') return { kind: 'uncertain', because: message, looksFirst: true };
  if (code === 'HUBSPOT_REJECTED' || code === 'HUBSPOT_UNAUTHORIZED') return { kind: 'refused', because: message };
  return { kind: 'later', because: message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}
