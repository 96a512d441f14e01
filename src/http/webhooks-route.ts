import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '../app/errors.js';
import type { InboxStore, Notice } from '../app/sync/notices.js';
import { isFit } from './parse-json.js';
import { sendJson } from './send-reply.js';
import { createSignedRoute, type SignedRouteDeps } from './signed-route.js';
import { noticeOf, type Unkept } from './webhook-contract.js';

export interface WebhooksRouteDeps extends SignedRouteDeps {
  readonly knowsPortal: (portalId: number) => Promise<boolean>;
  readonly inbox: Pick<InboxStore, 'keep'>;
}

export const WEBHOOKS_PATH = '/hubspot/webhooks';
/** @source HubSpot, webhooks guide: up to 100 events a request */
const MAX_EVENTS = 100;
/** @source RELIABILITY, input limits */
const BODY_BYTES = 1024 * 1024;

/**
 * `POST /hubspot/webhooks`: keeps what HubSpot tells us, in one transaction, and says yes; it is worked off later. Events
 * of portals we do not serve, or of no concern to us, are counted and dropped: HubSpot would only repeat them. Never
 * rejects.
 */
export function createWebhooksRoute(given: WebhooksRouteDeps) {
  const { inbox, metrics } = given;
  // Webhooks of an app are signed with v3; v1 can be computed by whoever has once seen the secret used, so it is not taken.
  const limits = { ...given.limits, bodyBytes: BODY_BYTES };
  const signedRoute = createSignedRoute({ ...given, limits, allow: {}, checksParts: true });

  /** Anybody may write anything into a form: what one event holds must not lose the others, a 400 is never repeated (P17). */
  function read(event: unknown): Notice | Unkept {
    return isFit(event, limits) ? noticeOf(event) : 'unreadable';
  }

  async function ofKnownPortals(notices: readonly Notice[]): Promise<readonly Notice[]> {
    const portals = [...new Set(notices.map(({ portalId }) => portalId))];
    const known = new Map<number, boolean>();
    for (const portalId of portals) known.set(portalId, await given.knowsPortal(portalId));
    return notices.filter(({ portalId }) => known.get(portalId));
  }

  async function take(events: readonly unknown[]): Promise<void> {
    const all = events.map(read);
    const notices = all.filter((one) => typeof one !== 'string');
    const ours = await ofKnownPortals(notices);
    const kept = await inbox.keep(ours);
    metrics.events('unreadable', all.filter((one) => one === 'unreadable').length);
    metrics.events('unwatched', all.filter((one) => one === 'unwatched').length);
    metrics.events('unknown-portal', notices.length - ours.length);
    metrics.events('repeated', ours.length - kept);
    metrics.events('kept', kept);
  }

  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    await signedRoute(req, res, async (body) => {
      const events = body();
      if (!Array.isArray(events)) throw new AppError('INVALID_INPUT', 'The body is not a list of events.');
      if (events.length > MAX_EVENTS) throw new AppError('INVALID_INPUT', `More than ${MAX_EVENTS} events.`);
      await take(events);
      sendJson(res, 200, { received: events.length });
    });
    if (res.headersSent) metrics.reply('webhooks', res.statusCode);
  };
}
