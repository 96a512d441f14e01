import type { ContactEvent, PropertyChange, SandboxPortal } from './portal/portal.js';
import type { Random } from './random.js';
import { signV3 } from './signing.js';

/** What an app wants to hear of. */
export interface Subscription {
  readonly type:
    'contact.propertyChange' | 'contact.creation' | 'contact.deletion' | 'contact.merge' | 'contact.privacyDeletion';
  /** Only with `contact.propertyChange`. */
  readonly propertyName?: string;
}

export interface WebhookOptions {
  readonly portal: SandboxPortal;
  readonly targetUrl: string;
  readonly subscriptions: readonly Subscription[];
  readonly random: Random;
  /** Sends one batch. @returns the HTTP status; throwing counts as a failure. Default: fetch with HubSpot's 5 s. */
  readonly send?: (url: string, headers: Record<string, string>, body: string) => Promise<number>;
  /** Ms before try n (1 to 10) is repeated. HubSpot spreads ten over a day; default 1 s each. */
  readonly backoffMs?: (attempt: number) => number;
  /** Ms during which events are gathered; default 10. */
  readonly gatherMs?: number;
  /** Chance, 0 to 1, that an event comes twice, and that a batch comes out of order. Default 0. */
  readonly duplicates?: number;
  readonly reorder?: number;
}

/** One event as it is sent. */
export type WebhookEvent = Readonly<Record<string, unknown>>;

export interface Webhooks {
  /** Resolves when nothing waits or is under way. */
  idle(): Promise<void>;
  /** Batches that were given up after ten repeats. */
  lost(): readonly (readonly WebhookEvent[])[];
  close(): void;
}

/** @source HubSpot, webhooks guide */
const MAX_EVENTS = 100;
const MAX_REPEATS = 10;
const ANSWER_WITHIN_MS = 5_000;

/** Tells an app what happens to contacts, the way HubSpot does: in batches, signed, again and again until it says 2xx. */
export function createWebhooks(options: WebhookOptions): Webhooks {
  const { portal, random } = options;
  const send = options.send ?? post;
  const waiting: WebhookEvent[] = [];
  const lost: WebhookEvent[][] = [];
  const timers = new Set<NodeJS.Timeout>();
  let underWay = 0;
  let lastEventId = 0;
  let quiet: (() => void)[] = [];
  let gathering: NodeJS.Timeout | undefined;

  function later(ms: number, work: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, ms);
    timers.add(timer);
    return timer;
  }

  function enqueue(event: WebhookEvent): void {
    const full = { eventId: ++lastEventId, portalId: portal.portalId, appId: portal.appId, ...event };
    waiting.push(full);
    if (random.chance(options.duplicates ?? 0)) waiting.push(full);
    gathering ??= later(options.gatherMs ?? 10, flush);
  }

  function flush(): void {
    gathering = undefined;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, MAX_EVENTS);
      deliver(random.chance(options.reorder ?? 0) ? random.shuffle(batch) : batch, 0);
    }
  }

  function deliver(events: readonly WebhookEvent[], attempt: number): void {
    underWay += 1;
    void trySend(events, attempt).then((done) => {
      underWay -= 1;
      if (!done && attempt < MAX_REPEATS) {
        later(options.backoffMs?.(attempt + 1) ?? 1_000, () => deliver(events, attempt + 1));
      } else if (!done) lost.push([...events]);
      if (isIdle()) for (const resolve of quiet.splice(0)) resolve();
    });
  }

  async function trySend(events: readonly WebhookEvent[], attemptNumber: number): Promise<boolean> {
    const body = JSON.stringify(events.map((event) => ({ ...event, attemptNumber })));
    const timestamp = portal.now();
    const headers = {
      'Content-Type': 'application/json',
      'X-HubSpot-Request-Timestamp': String(timestamp),
      'X-HubSpot-Signature-v3': signV3(portal.clientSecret, 'POST', options.targetUrl, body, timestamp),
    };
    try {
      const status = await send(options.targetUrl, headers, body);
      return status >= 200 && status < 300;
    } catch {
      return false;
    }
  }

  const isIdle = (): boolean => underWay === 0 && timers.size === 0 && waiting.length === 0;
  const stops = [
    portal.onChange((change) => options.subscriptions.forEach((one, i) => ofChange(one, i, change).forEach(enqueue))),
    portal.onEvent((event) => options.subscriptions.forEach((one, i) => ofEvent(one, i, event).forEach(enqueue))),
  ];

  return {
    idle: () => (isIdle() ? Promise.resolve() : new Promise((resolve) => quiet.push(resolve))),
    lost: () => lost,
    close: () => {
      for (const stop of stops) stop();
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      waiting.length = 0;
      for (const resolve of quiet) resolve();
      quiet = [];
    },
  };
}

function ofChange(subscription: Subscription, index: number, change: PropertyChange): WebhookEvent[] {
  if (subscription.type !== 'contact.propertyChange' || subscription.propertyName !== change.name) return [];
  return [{ ...common(subscription, index, change), propertyName: change.name, propertyValue: change.value }];
}

function ofEvent(subscription: Subscription, index: number, event: ContactEvent): WebhookEvent[] {
  if (subscription.type !== `contact.${event.kind}`) return [];
  return [{ ...common(subscription, index, event), ...merged(event), ...flagOf(event) }];
}

function common(
  subscription: Subscription,
  index: number,
  { contactId, at, writer }: PropertyChange | ContactEvent,
): WebhookEvent {
  const sourceId = writer.userId === undefined ? writer.sourceId : `userId:${writer.userId}`;
  return {
    subscriptionId: 7001 + index,
    occurredAt: at,
    subscriptionType: subscription.type,
    objectId: Number(contactId),
    changeSource: writer.sourceType,
    ...(sourceId === undefined ? {} : { sourceId }),
  };
}

function merged({ kind, contactId, mergedId }: ContactEvent): WebhookEvent {
  if (kind !== 'merge') return {};
  const ids = {
    primaryObjectId: Number(contactId),
    mergedObjectIds: [Number(mergedId)],
    newObjectId: Number(contactId),
  };
  return { ...ids, numberOfPropertiesMoved: 0 };
}

function flagOf({ kind }: ContactEvent): WebhookEvent {
  if (kind === 'creation') return { changeFlag: 'CREATED' };
  return kind === 'deletion' ? { changeFlag: 'DELETED' } : {};
}

async function post(url: string, headers: Record<string, string>, body: string): Promise<number> {
  const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  await answer.arrayBuffer();
  return answer.status;
}
