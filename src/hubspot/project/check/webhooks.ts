import { z } from 'zod';
import { httpsFindings, routeFindings, type ServedAt } from './addresses.js';
import type { Component } from './envelope.js';
import { findingsIn, shapeFindings, type Finding } from './finding.js';

const OBJECTS = '(contact|company|deal|ticket|line_item|product)';
/** @source HubSpot, webhooks API: the subscription types of CRM objects */
const KINDS = '(creation|deletion|merge|propertyChange|restore|associationChange)';

const subscription = (types: RegExp) =>
  z.object({
    subscriptionType: z.string().regex(types, 'is no subscription HubSpot has here'),
    propertyName: z.string().min(1).optional(),
    active: z.boolean(),
  });

/** @source HubSpot, project template `webhooks`, platform 2026.03 */
const WebhooksConfig = z.strictObject({
  settings: z.strictObject({ targetUrl: z.string(), maxConcurrentRequests: z.int().min(6) }),
  subscriptions: z.strictObject({
    crmObjects: z
      .array(
        z.strictObject({ ...subscription(new RegExp(`^object\\.${KINDS}$`)).shape, objectType: z.string().min(1) }),
      )
      .optional(),
    legacyCrmObjects: z.array(z.strictObject(subscription(new RegExp(`^${OBJECTS}\\.${KINDS}$`)).shape)).optional(),
    hubEvents: z.array(z.strictObject(subscription(/^(contact\.privacyDeletion|conversation\.\w+)$/).shape)).optional(),
  }),
});

/** The `config` of the webhooks. What is active must have a route: HubSpot repeats each event it cannot deliver for a day. */
export function checkWebhooks({ file, config }: Component, served: ServedAt): readonly Finding[] {
  const parsed = WebhooksConfig.safeParse(config);
  if (!parsed.success) return shapeFindings(file, parsed.error, 'config');
  const report = findingsIn(file);
  const { settings, subscriptions } = parsed.data;
  const all = Object.entries(subscriptions).flatMap(([kind, list]) =>
    (list ?? []).map((one, index) => ({ ...one, place: `config.subscriptions.${kind}[${index}]` })),
  );
  const nameless = all.filter(
    ({ subscriptionType, propertyName }) => subscriptionType.endsWith('.propertyChange') && propertyName === undefined,
  );
  const target = 'config.settings.targetUrl';
  return [
    ...(all.some(({ active }) => active)
      ? routeFindings(report, target, settings.targetUrl, served)
      : httpsFindings(report, target, settings.targetUrl)),
    ...nameless.map(({ place }) => report(`${place}.propertyName`, 'is missing', 'name the property to watch')),
  ];
}
