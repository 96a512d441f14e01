import { gatewayOver, PORTAL, thrownBy } from './gateway-over.js';
import { startScriptedHubspot, type Reply, type ScriptedHubspot } from './scripted-hubspot.js';

const PROPERTIES = {
  results: [
    { name: 'email', type: 'string', fieldType: 'text' },
    { name: 'handoff_timing_date', type: 'date', fieldType: 'date' },
    { name: 'hubspot_owner_id', type: 'enumeration', fieldType: 'select', options: [] },
    {
      name: 'lifecyclestage',
      type: 'enumeration',
      fieldType: 'radio',
      options: [
        { value: 'lead', label: 'Lead', displayOrder: 1 },
        { value: 'subscriber', displayOrder: 0 },
      ],
    },
    {
      name: 'hs_lead_status',
      type: 'enumeration',
      fieldType: 'radio',
      options: [
        { value: 'NEW', displayOrder: 0 },
        { value: 'OPEN', displayOrder: 1 },
      ],
    },
  ],
};
const STAGES = {
  results: [
    { id: 'something-else', stages: [{ id: 'x', displayOrder: 0 }] },
    {
      id: 'contacts-lifecycle-pipeline',
      stages: [
        { id: 'customer', label: 'Client', displayOrder: 3 },
        { id: 'lead', displayOrder: 1 },
        { id: '51439524', displayOrder: 2 },
        { id: 'old', displayOrder: 0, archived: true },
      ],
    },
  ],
};

describe('profile', () => {
  let hubspot: ScriptedHubspot;
  beforeEach(async () => {
    hubspot = await startScriptedHubspot();
  });
  afterEach(() => hubspot.close());

  const answering = (pipelines: Reply) => {
    hubspot.script = ({ path }) => (path.includes('pipelines') ? pipelines : { body: PROPERTIES });
  };

  it.each([
    ['2026-09', ['/crm/properties/2026-09/contacts', '/crm/pipelines/2026-09/contacts']],
    ['v3', ['/crm/v3/properties/contacts', '/crm/v3/pipelines/contacts']],
  ] as const)('reads stages in the order of the portal, properties and lead statuses (%s)', async (family, paths) => {
    answering({ body: STAGES });
    const { crm } = gatewayOver(hubspot.url, { family });

    const profile = await crm.profile(PORTAL);

    expect(profile).toEqual({
      portalId: 4401,
      stageOrder: ['lead', '51439524', 'customer'],
      stageLabels: new Map([
        ['lead', 'lead'],
        ['51439524', '51439524'],
        ['customer', 'Client'],
      ]),
      properties: new Set(['email', 'handoff_timing_date', 'hubspot_owner_id', 'lifecyclestage', 'hs_lead_status']),
      leadStatuses: new Set(['NEW', 'OPEN']),
      kinds: new Map([
        ['handoff_timing_date', { type: 'date' }],
        [
          'lifecyclestage',
          { type: 'enumeration', options: [{ value: 'lead', label: 'Lead' }, { value: 'subscriber' }] },
        ],
        ['hs_lead_status', { type: 'enumeration', options: [{ value: 'NEW' }, { value: 'OPEN' }] }],
      ]),
    });
    expect(hubspot.calls.map(({ path }) => path)).toEqual(paths);
  });

  it.each([403, 404])('takes the order from the property where pipelines answer %i', async (status) => {
    answering({ status });

    const profile = await gatewayOver(hubspot.url).crm.profile(PORTAL);

    expect(profile.stageOrder).toEqual(['subscriber', 'lead']);
  });

  it('is glanced at with one call, and with none while a profile is kept', async () => {
    answering({ body: STAGES });
    const { crm } = gatewayOver(hubspot.url);

    const glance = await crm.glance(PORTAL);
    await crm.glance(PORTAL);
    const calls = hubspot.calls.map(({ path }) => path);
    await crm.profile(PORTAL);

    expect([glance.stageOrder, calls]).toEqual([['subscriber', 'lead'], ['/crm/properties/2026-09/contacts']]);
    expect((await crm.glance(PORTAL)).stageOrder).toEqual(['lead', '51439524', 'customer']);
    expect(hubspot.calls).toHaveLength(3);
  });

  it('does not take a portal without an order for one when HubSpot fails', async () => {
    answering({ status: 500 });

    const error = await thrownBy(gatewayOver(hubspot.url).crm.profile(PORTAL));

    expect(error.code).toBe('HUBSPOT_BUSY');
  });
});
