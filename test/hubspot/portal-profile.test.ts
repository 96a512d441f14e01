import { AppError } from '../../src/app/errors.js';
import type { PortalProfile } from '../../src/app/ports.js';
import { createProfiles } from '../../src/hubspot/portal-profile.js';
import { createMemoryLog } from '../fakes/memory-log.js';
import { gatewayOver, PORTAL, thrownBy } from './gateway-over.js';
import { startScriptedHubspot, type Reply, type ScriptedHubspot } from './scripted-hubspot.js';

const PROPERTIES = {
  results: [
    { name: 'email', type: 'string', fieldType: 'text' },
    {
      name: 'lifecyclestage',
      type: 'enumeration',
      fieldType: 'radio',
      options: [
        { value: 'lead', displayOrder: 1 },
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
        { id: 'customer', displayOrder: 3 },
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
      properties: new Set(['email', 'lifecyclestage', 'hs_lead_status']),
      leadStatuses: new Set(['NEW', 'OPEN']),
    });
    expect(hubspot.calls.map(({ path }) => path)).toEqual(paths);
  });

  it.each([403, 404])('takes the order from the property where pipelines answer %i', async (status) => {
    answering({ status });

    const profile = await gatewayOver(hubspot.url).crm.profile(PORTAL);

    expect(profile.stageOrder).toEqual(['subscriber', 'lead']);
  });

  it('does not take a portal without an order for one when HubSpot fails', async () => {
    answering({ status: 500 });

    const error = await thrownBy(gatewayOver(hubspot.url).crm.profile(PORTAL));

    expect(error.code).toBe('HUBSPOT_BUSY');
  });
});

describe('createProfiles', () => {
  const profileOf = (portalId: number, stage: string): PortalProfile => ({
    portalId,
    stageOrder: [stage],
    properties: new Set(),
    leadStatuses: new Set(),
  });

  function profilesWith(read: (portalId: number, reads: number) => Promise<PortalProfile>) {
    let now = 0;
    let reads = 0;
    const log = createMemoryLog();
    const profile = createProfiles({ read: (portalId) => read(portalId, (reads += 1)), now: () => now, log });
    return { profile, log, reads: () => reads, pass: (ms: number) => (now += ms) };
  }

  it('reads a portal once for ten minutes', async () => {
    const { profile, pass, reads } = profilesWith(async (portalId, count) => profileOf(portalId, `read ${count}`));

    const first = await profile(1);
    pass(599_999);
    const second = await profile(1);
    pass(1);
    const third = await profile(1);

    expect([first, second, third].map(({ stageOrder }) => stageOrder[0])).toEqual(['read 1', 'read 1', 'read 2']);
    expect(reads()).toBe(2);
  });

  it('reads once for everybody who asks at the same time, and apart for each portal', async () => {
    const { profile, reads } = profilesWith(async (portalId) => profileOf(portalId, 'lead'));

    const all = await Promise.all([profile(1), profile(1), profile(2), profile(1)]);

    expect(all.map(({ portalId }) => portalId)).toEqual([1, 1, 2, 1]);
    expect(reads()).toBe(2);
  });

  it('keeps the old one when it cannot be read again, and tries again after half a minute', async () => {
    const { profile, pass, log } = profilesWith(async (portalId, count) => {
      if (count === 2) throw new AppError('HUBSPOT_BUSY', 'not now');
      return profileOf(portalId, `read ${count}`);
    });
    await profile(1);
    pass(600_000);

    const kept = await profile(1);
    pass(30_000);
    const renewed = await profile(1);

    expect([kept.stageOrder, renewed.stageOrder]).toEqual([['read 1'], ['read 3']]);
    expect(log.said('portal profile kept although it is old')).toHaveLength(1);
  });

  it('fails when there is no old one, and reads again when asked again', async () => {
    const { profile } = profilesWith(async (portalId, count) => {
      if (count === 1) throw new AppError('HUBSPOT_BUSY', 'not now');
      return profileOf(portalId, 'lead');
    });

    await expect(profile(1)).rejects.toMatchObject({ code: 'HUBSPOT_BUSY' });
    await expect(profile(1)).resolves.toMatchObject({ stageOrder: ['lead'] });
  });
});
