import type { Action } from './action.js';

/** Who was told what by a flow: a notification in HubSpot, or an e-mail to colleagues. */
export interface Notification {
  /** Epoch milliseconds on the sandbox clock. */
  readonly at: number;
  readonly flowId: string;
  readonly actionId: string;
  readonly contactId: string;
  readonly channel: 'app' | 'email';
  /** As the flow names them; personalization tokens as they stand. */
  readonly users: readonly string[];
  /** Owner ids found in the contact's owner properties. */
  readonly owners: readonly string[];
  readonly subject: string;
  readonly body: string;
}

/** The notification a step makes for a contact with these values. */
export function notificationOf(
  step: Extract<Action, { kind: 'notify' }>,
  about: Pick<Notification, 'at' | 'flowId' | 'contactId'>,
  values: Readonly<Record<string, string>>,
): Notification {
  const { id: actionId, channel, users, ownerProperties, subject, body } = step;
  const owners = ownerProperties.flatMap((property) => values[property] || []);
  return { ...about, actionId, channel, users, owners, subject, body };
}
