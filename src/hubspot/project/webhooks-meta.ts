import { API_BASE, type Metafile } from './metafile.js';
import { WATCHED } from '../../app/sync/notices.js';
import { PATHS, SERVED } from './service-routes.js';

/** @source HubSpot, webhooks guide: the default, per account that has the app; it must be above 5 */
const CONCURRENT = 10;

/**
 * What HubSpot is asked to tell us of. Subscriptions are active as soon as the service answers `/hubspot/webhooks`, and not
 * before: HubSpot would try every event ten times over a day at an address that answers 404.
 *
 * @source HubSpot, project template `webhooks`, platform 2026.03; subscription types: webhooks API
 */
export function webhooksMeta(served: readonly string[] = SERVED): Metafile {
  const active = served.includes(PATHS.webhooks);
  return {
    uid: 'handoff-webhooks',
    type: 'webhooks',
    config: {
      settings: { targetUrl: `${API_BASE}${PATHS.webhooks}`, maxConcurrentRequests: CONCURRENT },
      subscriptions: {
        legacyCrmObjects: [
          ...WATCHED.map((propertyName) => ({ subscriptionType: 'contact.propertyChange', propertyName, active })),
          { subscriptionType: 'contact.deletion', active },
          { subscriptionType: 'contact.merge', active },
        ],
        hubEvents: [{ subscriptionType: 'contact.privacyDeletion', active }],
      },
    },
  };
}
