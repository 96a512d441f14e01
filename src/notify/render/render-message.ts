import type { Channel } from '../../app/ask.js';
import type { Message } from '../../app/announcements/delivery.js';
import { renderEmail } from './email.js';
import type { Addressed, MessageFacts } from './message-facts.js';
import { renderSlack } from './slack.js';
import { renderTask } from './task.js';
import { renderWebhook } from './webhook.js';

const RENDER = {
  'owner-task': renderTask,
  email: renderEmail,
  slack: renderSlack,
  webhook: renderWebhook,
} satisfies Readonly<Record<Channel, (facts: MessageFacts, to: Addressed) => Message>>;

/** A message with its final bytes: the same facts give the same bytes. */
export function renderMessage(channel: Channel, facts: MessageFacts, to: Addressed): Message {
  return RENDER[channel](facts, to);
}
