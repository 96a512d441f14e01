import { createAwaitAcceptance, lateAt, type AwaitAsk } from '../../src/app/await-acceptance.js';
import { createMemoryCrm, PROFILE } from '../fakes/memory-crm.js';
import { createMemoryAcceptances } from '../fakes/memory-handover.js';
import { ask, START } from '../fakes/road.js';

const MQL = { lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'OPEN' };
const SQL = { lifecyclestage: 'salesqualifiedlead', hs_lead_status: 'CONNECTED' };
const MINUTE = 60_000;

function asked(minutes = 5): AwaitAsk {
  const want = { kind: 'await-acceptance', minutes } as const;
  return { ...ask('a', { want }), want };
}

function lookWith(contact: Record<string, string>, afterMs = 0, profile = PROFILE) {
  const crm = createMemoryCrm({ 101: contact }, profile);
  const acceptances = createMemoryAcceptances();
  const look = createAwaitAcceptance({ crm, acceptances, now: () => START + afterMs, lookEveryMs: MINUTE });
  const answered = (outcome: 'accepted' | 'refused', at: number, contactId = '101', portalId = 4401) =>
    acceptances.record({ portalId, contactId, key: `${contactId}${outcome}${at}`, outcome, by: 'user:1', at });
  return { look: (awaited = asked()) => look(awaited, 'later'), answered, crm };
}

describe('lateAt', () => {
  it('counts minutes, and parts of them, from the ask', () => {
    expect(lateAt(asked(5)) - START).toBe(300_000);
    expect(lateAt(asked(0.5)) - START).toBe(30_000);
  });
});

describe('createAwaitAcceptance', () => {
  it.each([
    ['at first, a minute away', 5, 0, 60_000],
    ['in the middle, a minute away', 5, 150_000, 60_000],
    ['near the end, just when it is late', 5, 280_000, 20_000],
    ['a moment before it', 5, 299_999, 1],
    ['of half a minute, when that is over', 0.5, 0, 30_000],
  ])('looks again %s (T02)', async (_name, minutes, afterMs, retryAfterMs) => {
    const { look } = lookWith(MQL, afterMs);

    await expect(look(asked(minutes))).rejects.toMatchObject({ code: 'NOT_YET', retryAfterMs });
  });

  it.each([
    ['on time', 300_000, 5],
    ['long after', 3_600_000, 60],
  ])('is late %s', async (_name, afterMs, afterMinutes) => {
    const { look } = lookWith(MQL, afterMs);

    await expect(look()).resolves.toEqual({
      decision: { kind: 'hold', from: 'mql', to: 'mql', rule: 'late', missing: [], flags: [] },
      handover: { outcome: 'late', by: '', afterMinutes },
    });
  });

  it.each([
    ['a lead', { lifecyclestage: 'lead', hs_lead_status: 'NEW' }, undefined],
    ['a MAL', { lifecyclestage: 'lead', hs_lead_status: 'ATTEMPTED_TO_CONTACT' }, undefined],
    [
      'a lead with In progress, which is no stage of ours',
      { lifecyclestage: 'lead', hs_lead_status: 'IN_PROGRESS' },
      undefined,
    ],
    ['an MQL', MQL, undefined],
    ['an SAL', { ...MQL, hs_lead_status: 'IN_PROGRESS' }, 'accepted'],
    ['an SQL', SQL, undefined],
    ['an SQL that was in progress before it was handed over', { ...SQL, hs_lead_status: 'IN_PROGRESS' }, undefined],
    ['an SQL of bad timing before', { ...SQL, hs_lead_status: 'BAD_TIMING' }, undefined],
    ['an opportunity (G28)', { lifecyclestage: 'opportunity' }, 'accepted'],
    ['a customer', { lifecyclestage: 'customer' }, 'accepted'],
    ['a recycled lead', { ...MQL, hs_lead_status: 'BAD_TIMING' }, 'refused'],
    ['a disqualified one', { ...SQL, hs_lead_status: 'UNQUALIFIED' }, 'refused'],
    ['a stage of the portal’s own', { lifecyclestage: '51439524' }, undefined],
    ['a stage with a word of the language', { lifecyclestage: 'constructor' }, undefined],
  ] as const)('reads what the portal shows of %s', async (_name, contact, outcome) => {
    const { look } = lookWith({ ...contact, handoff_accepted_by: 'Mila' }, 2 * MINUTE);

    if (outcome === undefined) await expect(look()).rejects.toMatchObject({ code: 'NOT_YET' });
    else
      await expect(look()).resolves.toMatchObject({
        decision: { rule: outcome },
        handover: { outcome, by: outcome === 'accepted' ? 'Mila' : '', afterMinutes: 2 },
      });
  });

  it.each([
    ['CONNECTED', 'IN_PROGRESS', 'accepted'],
    ['', 'IN_PROGRESS', 'accepted'],
    ['CONNECTED', 'BAD_TIMING', 'refused'],
    ['IN_PROGRESS', 'IN_PROGRESS', undefined],
    ['BAD_TIMING', 'BAD_TIMING', undefined],
    ['CONNECTED', 'constructor', undefined],
    ['CONNECTED', 'OPEN_DEAL', undefined],
  ])('at SQL reads a Lead Status that went from %p to %p since the first look', async (then, now, outcome) => {
    const { look } = lookWith({ ...SQL, hs_lead_status: now });
    const waiting = asked(60);

    const looked = look({ ...waiting, want: { ...waiting.want, leadStatusThen: then } });

    if (outcome === undefined) await expect(looked).rejects.toMatchObject({ code: 'NOT_YET' });
    else await expect(looked).resolves.toMatchObject({ handover: { outcome } });
  });

  it('does not know who where the portal has no such property', async () => {
    const profile = { ...PROFILE, properties: new Set(['lifecyclestage', 'hs_lead_status']) };
    const { look } = lookWith({ ...MQL, hs_lead_status: 'IN_PROGRESS', handoff_accepted_by: 'Mila' }, 0, profile);

    await expect(look()).resolves.toMatchObject({ handover: { outcome: 'accepted', by: '' } });
  });

  it.each([
    ['29 seconds', 29_000, 0],
    ['31 seconds', 31_000, 1],
    ['ten minutes before the ask', -10 * MINUTE, 0],
    ['seven minutes', 7 * MINUTE, 7],
  ])('takes a rep’s answer at %s over what the portal shows and the clock', async (_name, atMs, afterMinutes) => {
    const { look, answered } = lookWith({ ...MQL, hs_lead_status: 'IN_PROGRESS' }, 10 * MINUTE);
    await answered('refused', START + atMs);

    await expect(look()).resolves.toMatchObject({ handover: { outcome: 'refused', by: 'user:1', afterMinutes } });
  });

  it('takes no answer of another contact or portal', async () => {
    const { look, answered } = lookWith(MQL);
    await answered('accepted', START, '102');
    await answered('accepted', START, '101', 4402);

    await expect(look()).rejects.toMatchObject({ code: 'NOT_YET' });
  });

  it('finds nobody when the contact is gone', async () => {
    const { look, crm } = lookWith(MQL);
    crm.contacts.delete('101');

    await expect(look()).resolves.toBeUndefined();
  });

  it('does not call it late while HubSpot cannot be asked', async () => {
    const { look, crm } = lookWith(MQL, 10 * MINUTE);
    crm.script('read', 'busy');

    await expect(look()).rejects.toMatchObject({ code: 'HUBSPOT_BUSY' });
  });
});
