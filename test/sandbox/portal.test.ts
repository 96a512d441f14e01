import { createPortal, type Portal, type PropertyChange, type Writer } from '../../src/sandbox/portal/portal.js';

const NOON = Date.parse('2026-11-21T12:00:00.000Z');
const APP: Writer = { sourceType: 'INTEGRATION', sourceId: '71000' };
const PERSON: Writer = { sourceType: 'CRM_UI', sourceId: 'userId:9001', userId: 9001 };

function portalAt(clock: { now: number }, options: { defaultStage?: string } = {}): Portal {
  return createPortal({ portalId: 4401, clientSecret: 's', appId: 71000, now: () => clock.now, ...options });
}

describe('a portal', () => {
  it('keeps stages in the order of the eight default ones, with a custom one of a numeric id', () => {
    const stages = portalAt({ now: NOON }).stages.map(({ id }) => id);

    expect(stages).toEqual([
      'subscriber',
      'lead',
      'marketingqualifiedlead',
      'salesqualifiedlead',
      '51439524',
      'opportunity',
      'customer',
      'evangelist',
      'other',
    ]);
  });

  it('makes a new contact a lead, with the dates and origin HubSpot sets', () => {
    const portal = portalAt({ now: NOON });

    const id = portal.createContact({ email: 'ANN@Acme.CO', firstname: 'Ann' }, APP);

    expect(portal.properties(id)).toMatchObject({
      email: 'ann@acme.co',
      hs_email_domain: 'acme.co',
      hs_object_id: id,
      lifecyclestage: 'lead',
      createdate: '2026-11-21T12:00:00.000Z',
      hs_lifecyclestage_lead_date: '2026-11-21T12:00:00.000Z',
      hs_v2_date_entered_lead: '2026-11-21T12:00:00.000Z',
      hs_object_source: 'INTEGRATION',
    });
  });

  it.each([
    ['subscriber', 'subscriber'],
    ['', undefined],
  ])('takes %p for the default stage when told to', (defaultStage, expected) => {
    const portal = portalAt({ now: NOON }, { defaultStage });

    const id = portal.createContact({ email: 'a@b.co' }, APP);

    expect(portal.properties(id)?.['lifecyclestage']).toBe(expected);
  });

  it('updates the owner of an e-mail that is taken instead of making a second contact', () => {
    const portal = portalAt({ now: NOON });
    const first = portal.createContact({ email: 'a@b.co' }, APP);

    const second = portal.createContact({ email: 'A@B.co', firstname: 'Ann' }, APP);

    expect(second).toBe(first);
    expect(portal.contactIds()).toEqual([first]);
    expect(portal.properties(first)?.['firstname']).toBe('Ann');
  });

  it('keeps moments as ISO texts and dates as days, however they come', () => {
    const portal = portalAt({ now: NOON });

    const id = portal.createContact(
      {
        email: 'a@b.co',
        hs_analytics_last_timestamp: String(NOON),
        hs_job_change_detected_date: String(NOON - 43_200_000),
      },
      { sourceType: 'ANALYTICS' },
    );

    expect(portal.properties(id)).toMatchObject({
      hs_analytics_last_timestamp: '2026-11-21T12:00:00.000Z',
      hs_job_change_detected_date: '2026-11-21',
    });
  });

  it('adds to a multiple choice when the value starts with a semicolon', () => {
    const portal = portalAt({ now: NOON });
    const id = portal.createContact({ email: 'a@b.co', hs_buying_role: 'CHAMPION' }, APP);

    portal.setProperties(id, { hs_buying_role: ';DECISION_MAKER;CHAMPION' }, APP);

    expect(portal.properties(id)?.['hs_buying_role']).toBe('CHAMPION;DECISION_MAKER');
  });

  it('keeps history newest first, with who wrote, cleared values, and no entry for the same value again', () => {
    const clock = { now: NOON };
    const portal = portalAt(clock);
    const id = portal.createContact({ email: 'a@b.co', city: 'Gent' }, { sourceType: 'FORM' });
    clock.now += 1_000;
    portal.setProperties(id, { city: 'Gent' }, APP);
    portal.setProperties(id, { city: 'Breda' }, APP);
    clock.now += 1_000;
    portal.setProperties(id, { city: '' }, PERSON);

    expect(portal.history(id, 'city')).toEqual([
      { value: '', timestamp: NOON + 2_000, sourceType: 'CRM_UI', sourceId: 'userId:9001' },
      { value: 'Breda', timestamp: NOON + 1_000, sourceType: 'INTEGRATION', sourceId: '71000' },
      { value: 'Gent', timestamp: NOON, sourceType: 'FORM' },
    ]);
  });

  it('tells what changed, and only that', () => {
    const portal = portalAt({ now: NOON });
    const id = portal.createContact({ email: 'a@b.co', city: 'Gent' }, APP);
    const heard: PropertyChange[] = [];
    const stop = portal.onChange((change) => heard.push(change));

    portal.setProperties(id, { city: 'Breda', email: 'a@b.co' }, PERSON);
    stop();
    portal.setProperties(id, { city: 'Delft' }, PERSON);

    expect(heard).toEqual([
      { portalId: 4401, contactId: id, name: 'city', value: 'Breda', previous: 'Gent', at: NOON, writer: PERSON },
    ]);
  });
});

describe('the lifecycle rule', () => {
  function contactAt(stage: string, clock = { now: NOON }) {
    const portal = portalAt(clock);
    const id = portal.createContact({ email: 'a@b.co', lifecyclestage: stage }, APP);
    return { portal, id, clock, stage: () => portal.properties(id)?.['lifecyclestage'] };
  }

  it.each([
    ['lead', 'marketingqualifiedlead', 'INTEGRATION', 'marketingqualifiedlead'],
    ['lead', 'customer', 'IMPORT', 'customer'],
    ['salesqualifiedlead', 'lead', 'INTEGRATION', 'salesqualifiedlead'],
    ['salesqualifiedlead', 'lead', 'FORM', 'salesqualifiedlead'],
    ['salesqualifiedlead', 'lead', 'AUTOMATION_PLATFORM', 'salesqualifiedlead'],
    ['51439524', 'salesqualifiedlead', 'INTEGRATION', '51439524'],
    ['other', 'customer', 'INTEGRATION', 'other'],
    ['salesqualifiedlead', 'lead', 'CRM_UI', 'lead'],
    ['salesqualifiedlead', 'lead', 'CRM_UI_BULK_ACTION', 'lead'],
    ['lead', 'nonsense', 'INTEGRATION', 'lead'],
  ])('from %s to %s by %s ends at %s', (from, to, sourceType, expected) => {
    const { portal, id, stage } = contactAt(from);

    portal.setProperties(id, { lifecyclestage: to }, { sourceType });

    expect(stage()).toBe(expected);
  });

  it('moves back once the stage was cleared', () => {
    const { portal, id, stage } = contactAt('salesqualifiedlead');

    portal.setProperties(id, { lifecyclestage: '' }, APP);
    const cleared = stage();
    portal.setProperties(id, { lifecyclestage: 'marketingqualifiedlead' }, APP);

    expect(cleared).toBe('');
    expect(stage()).toBe('marketingqualifiedlead');
    expect(portal.history(id, 'lifecyclestage').map(({ value }) => value)).toEqual([
      'marketingqualifiedlead',
      '',
      'salesqualifiedlead',
    ]);
  });

  it('keeps when stages were entered and left, and for how long', () => {
    const { portal, id, clock } = contactAt('lead');
    clock.now += 60_000;

    portal.setProperties(id, { lifecyclestage: 'salesqualifiedlead' }, APP);

    expect(portal.properties(id)).toMatchObject({
      hs_v2_date_entered_lead: '2026-11-21T12:00:00.000Z',
      hs_v2_date_exited_lead: '2026-11-21T12:01:00.000Z',
      hs_v2_latest_time_in_lead: '60000',
      hs_v2_date_entered_salesqualifiedlead: '2026-11-21T12:01:00.000Z',
      hs_lifecyclestage_salesqualifiedlead_date: '2026-11-21T12:01:00.000Z',
      hs_v2_date_entered_current_stage: '2026-11-21T12:01:00.000Z',
    });
    expect(portal.properties(id)).not.toHaveProperty('hs_v2_date_entered_marketingqualifiedlead');
  });

  it('clears the "became" dates of later stages when a person moves back, and no others', () => {
    const { portal, id } = contactAt('salesqualifiedlead');

    portal.setProperties(id, { lifecyclestage: 'lead' }, PERSON);

    expect(portal.properties(id)).toMatchObject({
      hs_lifecyclestage_salesqualifiedlead_date: '',
      hs_lifecyclestage_lead_date: '2026-11-21T12:00:00.000Z',
      hs_v2_date_entered_salesqualifiedlead: '2026-11-21T12:00:00.000Z',
    });
  });

  it("goes by this portal's order, not by HubSpot's", () => {
    const stages = [
      { id: 'customer', label: 'Customer' },
      { id: 'lead', label: 'Lead' },
    ];
    const portal = createPortal({ portalId: 1, clientSecret: 's', appId: 1, now: () => NOON, stages });
    const id = portal.createContact({ email: 'a@b.co', lifecyclestage: 'customer' }, APP);

    portal.setProperties(id, { lifecyclestage: 'lead' }, APP);

    expect(portal.properties(id)?.['lifecyclestage']).toBe('lead');
  });
});
