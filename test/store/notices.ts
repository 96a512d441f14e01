import type { Notice } from '../../src/app/sync/notices.js';
import { keyOf } from './asks.js';

/** What HubSpot tells a store's test: a changed stage by a short name, with everything else filled in. */
export function aNotice(portalId: number, name: string, more: Partial<Notice> = {}): Notice {
  return {
    portalId,
    contactId: '101',
    key: keyOf(name),
    occurredAt: 1_795_000_000_000,
    source: { changeSource: 'SALESFORCE', sourceId: '' },
    appId: '71000',
    of: { kind: 'property', property: 'lifecyclestage', value: 'salesqualifiedlead' },
    ...more,
  };
}
