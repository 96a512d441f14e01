import { Webhook } from 'standardwebhooks';

import type { Send } from '../app/announcements/delivery.js';
import { createSecret, type Secret } from '../app/secret.js';
import { deriveKey } from './derive-key.js';
import { judgeAnswer, misdirected, notConfigured, type Receiver } from './judge-answer.js';
import type { Post } from './outbound.js';

export interface WebhookDeps {
  readonly post: Post;
  readonly url: Secret | undefined;
  /** What the signing key is derived from. */
  readonly secret: Secret | undefined;
  readonly now: () => number;
}

const RECEIVER: Receiver = { name: 'The webhook receiver', setting: 'NOTIFY_WEBHOOK_URL' };
const PURPOSE = 'webhook';

/**
 * What a receiver needs to check our signatures, as the libraries of Standard Webhooks take it.
 *
 * @param secret the one given to `createWebhookSender`
 * @returns `whsec_` and base64
 */
export function webhookSecretOf(secret: Secret): Secret {
  return createSecret(`whsec_${deriveKey(secret, PURPOSE).toString('base64')}`);
}

/**
 * Sends to a web address of the customer, signed. A repeat carries the same id and the same bytes, so that a receiver can
 * tell it from something new.
 *
 * @source Standard Webhooks 1.0.0: `webhook-id`, `webhook-timestamp` (seconds, of the attempt), `webhook-signature`
 */
export function createWebhookSender({ post, url, secret, now }: WebhookDeps): Send {
  const signer = secret && new Webhook(deriveKey(secret, PURPOSE), { format: 'raw' });

  return async function sendToWebhook({ message, key }) {
    if (message.channel !== 'webhook') return misdirected;
    if (!url) return notConfigured(RECEIVER.setting);
    if (!signer) return notConfigured('ENCRYPTION_KEY');
    const at = new Date(now());
    const headers = {
      'webhook-id': key,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': signer.sign(key, at, message.body),
    };
    return judgeAnswer(await post({ to: url, body: message.body, headers }), RECEIVER);
  };
}
