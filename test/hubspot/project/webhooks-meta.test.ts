import { webhooksMeta } from '../../../src/hubspot/project/webhooks-meta.js';

describe('webhooksMeta', () => {
  it('asks to hear of stages, form requests and contacts that end', () => {
    expect(webhooksMeta([]).config).toEqual({
      settings: { targetUrl: '${API_BASE}/hubspot/webhooks', maxConcurrentRequests: 10 },
      subscriptions: {
        legacyCrmObjects: [
          { subscriptionType: 'contact.propertyChange', propertyName: 'lifecyclestage', active: false },
          { subscriptionType: 'contact.propertyChange', propertyName: 'hs_lead_status', active: false },
          { subscriptionType: 'contact.propertyChange', propertyName: 'handoff_request', active: false },
          { subscriptionType: 'contact.deletion', active: false },
          { subscriptionType: 'contact.merge', active: false },
        ],
        hubEvents: [{ subscriptionType: 'contact.privacyDeletion', active: false }],
      },
    });
  });

  it('is active from the day the service answers', () => {
    const { config } = webhooksMeta(['/hubspot/webhooks']);

    const flags = JSON.stringify(config).match(/"active":\w+/g);
    expect(new Set(flags)).toEqual(new Set(['"active":true']));
  });
});
