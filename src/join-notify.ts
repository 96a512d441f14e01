import { createComposeAnnouncements } from './app/compose-announcements.js';
import { createDeliver } from './app/deliver.js';
import type { Crm, Failpoint, Log, Models } from './app/ports.js';
import type { Secret } from './app/secret.js';
import type { Config } from './config.js';
import type { Account } from './hubspot/account.js';
import { createComposeMessages, propertiesOfMessages } from './notify/compose-messages.js';
import { createEmailSender } from './notify/email.js';
import { createPost } from './notify/outbound.js';
import { createOwnerTaskSender } from './notify/owner-task.js';
import { createSlackSender } from './notify/slack.js';
import { createWebhookSender } from './notify/webhook.js';
import type { Store } from './store/open-store.js';
import { repeat } from './timers.js';

const COMPOSE_EVERY_MS = 1_000;
const DELIVER_EVERY_MS = 1_000;

/** What the parts of the service are joined from. */
export interface Parts {
  readonly store: Store;
  readonly crm: Crm;
  readonly models: Models;
  readonly failpoint: Failpoint;
}

/** Where somebody opens a portal that does not say so itself. @source HubSpot's app in North America */
const UI_DOMAIN = 'app.hubspot.com';

/** What turns announcements into messages and sends them, each way by its own sender. */
export function joinNotify(
  { config, log }: { readonly config: Config; readonly log: Log },
  { store, crm, models, failpoint, accountOfToken }: NotifyParts,
) {
  const { notify, allowOutboundNets, encryptionKey } = config;
  const now = Date.now;
  let account: Account | undefined;
  const post = createPost({ allowNets: allowOutboundNets, now });
  const email = createEmailSender({ smtpUrl: notify.smtpUrl, from: notify.mailFrom });
  const hostOf = (url: Secret | undefined, otherwise: string) => (url ? new URL(url.reveal()).host : otherwise);
  const compose = createComposeMessages({
    models,
    portal: () => ({ timeZone: account?.timeZone ?? 'UTC', uiDomain: account?.uiDomain ?? UI_DOMAIN }),
    targets: { slack: hostOf(notify.slackWebhookUrl, 'slack'), webhook: hostOf(notify.webhookUrl, 'webhook') },
    now,
  });
  const shared = { deliveries: store.deliveries, signals: store.signals, log, random: Math.random };
  const composeOnce = createComposeAnnouncements({
    ...shared,
    crm,
    compose,
    propertiesFor: propertiesOfMessages(models),
  });
  const deliverOnce = createDeliver({
    ...shared,
    failpoint,
    senders: {
      'owner-task': createOwnerTaskSender(crm),
      email: email.send,
      slack: createSlackSender({ post, url: notify.slackWebhookUrl }),
      webhook: createWebhookSender({ post, url: notify.webhookUrl, secret: encryptionKey, now }),
    },
  });
  return {
    startSending: (): (() => Promise<void>) => {
      const composing = async (): Promise<number> => {
        account ??= await accountOfToken();
        return composeOnce();
      };
      const stops = [repeat(COMPOSE_EVERY_MS, composing, log), repeat(DELIVER_EVERY_MS, deliverOnce, log)];
      return async () => {
        await Promise.all(stops.map((stop) => stop()));
        email.close();
      };
    },
  };
}

export interface NotifyParts extends Parts {
  readonly accountOfToken: () => Promise<Account | undefined>;
}
