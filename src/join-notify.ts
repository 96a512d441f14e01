import { createComposeAnnouncements } from './app/announcements/compose-announcements.js';
import { createComposeDigests } from './app/announcements/compose-digests.js';
import { CHANNELS, type Channel } from './app/ask.js';
import { createDeliver } from './app/announcements/deliver.js';
import type { Send } from './app/announcements/delivery.js';
import type { Crm, Failpoint, Log, Models } from './app/ports.js';
import type { Backoff } from './app/retry-delay.js';
import type { Secret } from './app/secret.js';
import type { Config } from './config.js';
import type { Account } from './hubspot/account.js';
import { createComposeDigest, digestLineOf } from './notify/compose-digest.js';
import { createComposeMessages, propertiesOfMessages } from './notify/compose-messages.js';
import { createEmailSender, type EmailLimits } from './notify/email.js';
import { createPost, type OutboundLimits } from './notify/outbound.js';
import { createOwnerTaskSender } from './notify/owner-task.js';
import { createSlackSender } from './notify/slack.js';
import { createWebhookSender } from './notify/webhook.js';
import type { Store } from './store/open-store.js';
import { repeat } from './timers.js';

const LOOK_EVERY_MS = 1_000;
/** What waits for a minute need not be looked for each second. */
const DIGESTS_SELDOMER = 5;

/** How fast it goes; absent: as for people. */
export interface SendingPace {
  /** How often is looked for what is due, in milliseconds. */
  readonly everyMs?: number;
  readonly backoff?: Backoff;
  readonly outbound?: OutboundLimits;
  readonly email?: EmailLimits;
}

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
  { config, log, sending = {} }: { readonly config: Config; readonly log: Log; readonly sending?: SendingPace },
  { store, crm, models, failpoint, accountOfToken }: NotifyParts,
) {
  const { notify, allowOutboundNets, encryptionKey } = config;
  const now = Date.now;
  let account: Account | undefined;
  const post = createPost({ allowNets: allowOutboundNets, now, ...(sending.outbound && { limits: sending.outbound }) });
  const email = createEmailSender({
    smtpUrl: notify.smtpUrl,
    from: notify.mailFrom,
    ...(sending.email && { limits: sending.email }),
  });
  const hostOf = (url: Secret | undefined, otherwise: string) => (url ? new URL(url.reveal()).host : otherwise);
  const places = {
    portal: () => ({ timeZone: account?.timeZone ?? 'UTC', uiDomain: account?.uiDomain ?? UI_DOMAIN }),
    targets: { slack: hostOf(notify.slackWebhookUrl, 'slack'), webhook: hostOf(notify.webhookUrl, 'webhook') },
  };
  const compose = createComposeMessages({ models, ...places, now });
  const shared = { deliveries: store.deliveries, signals: store.signals, log, random: Math.random };
  const composeOnce = createComposeAnnouncements({
    ...shared,
    crm,
    compose,
    propertiesFor: propertiesOfMessages(models),
  });
  const propertiesFor = propertiesOfMessages(models);
  const composeDigests = createComposeDigests({
    ...{ crm, digests: store.digests, log, random: Math.random },
    compose: createComposeDigest(places),
    properties: () => ['hubspot_owner_id', ...propertiesFor([])],
    lineOf: digestLineOf(models, now),
  });
  const senders: Readonly<Record<Channel, Send>> = {
    'owner-task': createOwnerTaskSender(crm),
    email: email.send,
    slack: createSlackSender({ post, url: notify.slackWebhookUrl }),
    webhook: createWebhookSender({ post, url: notify.webhookUrl, secret: encryptionKey, now }),
  };
  const lanes = CHANNELS.map((channel) =>
    createDeliver({
      ...{ ...shared, failpoint, channel, send: senders[channel] },
      ...(sending.backoff && { backoff: sending.backoff }),
    }),
  );
  return {
    startSending: (): (() => Promise<void>) => {
      const knowing = (work: () => Promise<number>) => async (): Promise<number> => {
        account ??= await accountOfToken();
        return work();
      };
      const everyMs = sending.everyMs ?? LOOK_EVERY_MS;
      const rare = repeat(everyMs * DIGESTS_SELDOMER, knowing(composeDigests), log);
      const stops = [rare, ...[knowing(composeOnce), ...lanes].map((work) => repeat(everyMs, work, log))];
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
