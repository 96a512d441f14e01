import type { Send } from '../app/announcements/delivery.js';
import type { Secret } from '../app/secret.js';
import { judgeAnswer, misdirected, notConfigured, type Receiver } from './judge-answer.js';
import type { Post } from './outbound.js';

export interface SlackDeps {
  readonly post: Post;
  /** Address of an incoming webhook; whoever knows it may write to the channel. */
  readonly url: Secret | undefined;
}

const SLACK: Receiver = { name: 'Slack', setting: 'SLACK_WEBHOOK_URL' };

/**
 * Sends to a Slack channel. Slack knows no keys: a repeat is a second message, with the same reference at its end.
 *
 * @source Slack, incoming webhooks: 200 taken; 400, 403, 404, 410 never; 429 with `Retry-After` in seconds
 */
export function createSlackSender({ post, url }: SlackDeps): Send {
  return async function sendToSlack({ message }) {
    if (message.channel !== 'slack') return misdirected;
    if (!url) return notConfigured(SLACK.setting);
    return judgeAnswer(await post({ to: url, body: message.body }), SLACK);
  };
}
