import { createActionsApp, type ActionsApp } from '../fakes/actions-app.js';
import type { RoadOptions } from '../fakes/road.js';
import { PROFILE } from '../fakes/memory-crm.js';
import type { FAILPOINTS } from '../../src/app/ports.js';

const LEAD = { lifecyclestage: 'lead', hs_lead_status: 'NEW' };
const MQL = { lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'OPEN' };
const SAL = { lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'IN_PROGRESS' };
const SQL = { lifecyclestage: 'salesqualifiedlead', hs_lead_status: 'CONNECTED' };
const RECYCLED = { lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'BAD_TIMING' };
const OUT = { ...SQL, hs_lead_status: 'UNQUALIFIED' };
const DONE = { because: '', hs_execution_state: 'SUCCESS' };

const portalWith = (contact: Record<string, string>, more: RoadOptions = {}) =>
  createActionsApp({ contacts: { 101: contact }, ...more });
let calls = 0;
const recycle = (app: ActionsApp, inputFields: object = { reason: 'Next year' }) =>
  app.call('recycle-lead', { callbackId: `ap-${(calls += 1)}`, inputFields });
const contactOf = (app: ActionsApp) => app.crm.contacts.get('101');

describe('recycle-lead', () => {
  it.each([
    ['sql', SQL, ['', 'marketingqualifiedlead']],
    ['mql', MQL, ['marketingqualifiedlead']],
    ['sal', SAL, ['marketingqualifiedlead']],
  ])('takes a lead back from %s (P1, G15)', async (_from, contact, shown) => {
    const app = portalWith(contact);

    await expect(recycle(app)).resolves.toEqual({ result: 'applied', count: '1', ...DONE });

    expect(contactOf(app)).toEqual({
      ...RECYCLED,
      handoff_recycle_count: '1',
      handoff_recycle_reason: 'Next year',
      handoff_nurture: 'true',
    });
    expect(app.crm.stagesShown.get('101')).toEqual(shown);
    expect(app.store.transitions).toMatchObject([{ to: 'recycled', rule: 'asked', because: ['Next year'] }]);
  });

  it.each([
    ['a lead', LEAD, 'refused', 'Only a lead that has reached MQL can go back to it'],
    ['a subscriber', { lifecyclestage: 'subscriber' }, 'refused', 'Only a lead that has reached MQL can go back to it'],
    ['a contact without a stage', {}, 'refused', 'Only a lead that has reached MQL can go back to it'],
    [
      'a disqualified lead',
      { ...LEAD, hs_lead_status: 'UNQUALIFIED' },
      'refused',
      'The lead is disqualified: set its stage first if it is to come back',
    ],
    ['a disqualified SQL', OUT, 'refused', 'The lead is disqualified: set its stage first if it is to come back'],
    ['an opportunity', { lifecyclestage: 'opportunity' }, 'refused', 'The stage opportunity is protected'],
    [
      'a customer',
      { lifecyclestage: 'customer', hs_lead_status: 'UNQUALIFIED' },
      'refused',
      'The stage customer is protected',
    ],
    ['an evangelist', { lifecyclestage: 'evangelist' }, 'refused', 'The stage evangelist is protected'],
    [
      'a stage of the portal’s own',
      { lifecyclestage: '51439524' },
      'refused',
      'The contact is at a stage this app does not know, so it is left alone',
    ],
    ['one who went back before', RECYCLED, 'ignored', 'The contact is already at this stage'],
  ])('leaves %s alone', async (_who, contact, result, because) => {
    const app = portalWith({ ...contact, handoff_recycle_count: '2' });

    const answer = await recycle(app);

    expect(answer).toEqual({ result, count: '2', because, hs_execution_state: 'SUCCESS' });
    expect(contactOf(app)).toEqual({ ...contact, handoff_recycle_count: '2' });
    expect(app.crm.callsOf('write')).toEqual([]);
    expect(app.store.transitions).toEqual([]);
  });

  it('counts each time it goes back', async () => {
    const app = portalWith({ ...SQL });
    const answers: (string | undefined)[] = [];

    for (let time = 0; time < 3; time += 1) {
      answers.push((await recycle(app))['count']);
      await app.call('set-stage', { callbackId: `up-${time}`, inputFields: { stage: 'sql' } });
    }

    expect(answers).toEqual(['1', '2', '3']);
    expect(contactOf(app)).toMatchObject({ handoff_recycle_count: '3' });
  });

  it.each([
    ['text', 'many', '1'],
    ['half', '1.5', '1'],
    ['negative', '-4', '1'],
    ['blank', ' ', '1'],
    ['a number as HubSpot writes it', '2', '3'],
  ])('counts on from a count that is %s', async (_name, held, count) => {
    const app = portalWith({ ...SQL, handoff_recycle_count: held });

    await expect(recycle(app)).resolves.toMatchObject({ count });
  });

  it.each([
    ['0', '2026-03-02'],
    ['1', '2026-03-03'],
    ['90', '2026-05-31'],
    ['3650', '2036-02-28'],
  ])('wakes it up after %s days', async (wakeUpAfter, date) => {
    const app = portalWith({ ...SQL });

    await recycle(app, { reason: 'x', wakeUpAfter });

    expect(contactOf(app)).toMatchObject({ handoff_wake_up_date: date });
  });

  it('takes the old date away when none is given', async () => {
    const app = portalWith({ ...SQL, handoff_wake_up_date: '2026-01-01' });

    await recycle(app);

    expect(contactOf(app)).toMatchObject({ handoff_wake_up_date: '' });
  });

  it.each([
    ['qualified', 'qualify-lead', { mode: 'act' }],
    ['set', 'set-stage', { stage: 'mql' }],
    ['set to another stage', 'set-stage', { stage: 'sal' }],
    ['disqualified', 'disqualify-lead', { reason: 'No need' }],
  ])('nurtures until the lead is %s: a flag, not a stage (D17)', async (_name, uid, inputFields) => {
    const app = portalWith(
      { ...SQL },
      { model: { decide: (from) => ({ kind: 'advance', from, to: 'sql', rule: 'r', missing: [], passed: [] }) } },
    );
    await recycle(app, { reason: 'Next year', wakeUpAfter: 30 });
    const before = contactOf(app)?.['handoff_nurture'];

    await app.call(uid, { inputFields });

    expect(before).toBe('true');
    expect(contactOf(app)).toMatchObject({ handoff_nurture: 'false', handoff_wake_up_date: '' });
    expect(contactOf(app)).toMatchObject({ handoff_recycle_count: '1', handoff_recycle_reason: 'Next year' });
  });

  it.each([
    ['a score', 'score-lead', {}],
    ['a suggestion', 'qualify-lead', { mode: 'suggest' }],
    ['an observation', 'qualify-lead', { mode: 'observe' }],
    ['a second recycle', 'recycle-lead', { reason: 'Again' }],
  ])('goes on nurturing after %s (D17)', async (_name, uid, inputFields) => {
    const app = portalWith({ ...SQL });
    await recycle(app, { reason: 'Next year', wakeUpAfter: 30 });

    await app.call(uid, { inputFields });

    expect(contactOf(app)).toMatchObject({
      handoff_nurture: 'true',
      handoff_wake_up_date: '2026-04-01',
      handoff_recycle_reason: 'Next year',
    });
  });

  it('moves the stage in a portal without our properties', async () => {
    const profile = { ...PROFILE, properties: new Set(['lifecyclestage', 'hs_lead_status']) };
    const app = portalWith({ ...SQL }, { profile });

    await expect(recycle(app, { reason: 'x', wakeUpAfter: 1 })).resolves.toEqual({
      result: 'applied',
      count: '1',
      ...DONE,
    });
    expect(contactOf(app)).toEqual(RECYCLED);
  });

  it('leaves the lead where it is in a portal without Bad timing', async () => {
    const app = portalWith({ ...SQL }, { profile: { ...PROFILE, leadStatuses: new Set(['OPEN', 'CONNECTED']) } });

    await expect(recycle(app)).resolves.toEqual({
      result: 'refused',
      count: '0',
      because: 'This portal has no such stage',
      hs_execution_state: 'SUCCESS',
    });
    expect(contactOf(app)).toEqual(SQL);
  });

  it('does not count what HubSpot ignored or refused', async () => {
    const ignored = portalWith({ ...SQL });
    ignored.crm.always('write', 'ignored');
    const refused = portalWith({ ...SQL, handoff_recycle_count: '4' });
    refused.crm.script('write', 'none', 'refused');

    const answers = [await recycle(ignored), await recycle(refused)];

    expect(answers).toMatchObject([
      { result: 'ignored', count: '0', because: 'HubSpot accepted the write and did not change the stage' },
      { result: 'refused', count: '4', because: 'HubSpot refused the record: VALIDATION_ERROR' },
    ]);
    expect(contactOf(refused)).toMatchObject({ lifecyclestage: 'salesqualifiedlead', handoff_recycle_count: '4' });
  });
});

describe('recycle-lead after a crash', () => {
  const PLACES: readonly (typeof FAILPOINTS)[number][] = [
    'after-insert',
    'before-hubspot-write',
    'between-clear-and-set',
    'after-hubspot-write',
    'after-settle',
  ];

  it.each(PLACES)('at %s counts once, and never leaves the lead without a stage (P1)', async (place) => {
    const app = portalWith({ ...SQL, handoff_recycle_count: '2' });
    const dying = app.restart('w2', { diesAt: [place, 1] });
    const called = { callbackId: 'ap-crash', inputFields: { reason: 'Next year' } };
    // The answer of a process that dies never comes.
    await Promise.race([app.call('recycle-lead', called).catch(() => undefined), dying.died]);
    app.clock.now += 60_000;

    app.restart('w3');
    await app.pass(30);

    await expect(app.call('recycle-lead', called)).resolves.toEqual({ result: 'applied', count: '3', ...DONE });
    expect(contactOf(app)).toMatchObject({ ...RECYCLED, handoff_recycle_count: '3', handoff_nurture: 'true' });
    expect(app.crm.stagesShown.get('101')).toEqual(['', 'marketingqualifiedlead']);
    expect(app.store.transitions).toMatchObject([{ from: 'sql', to: 'recycled' }]);
  });
});
