import { createActionsApp, type ActionsApp } from '../fakes/actions-app.js';
import { gate, idle } from '../fakes/road.js';

const MQL = { lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'OPEN' };
const SQL = { lifecyclestage: 'salesqualifiedlead', hs_lead_status: 'CONNECTED' };
const BLOCKED = { hs_execution_state: 'BLOCK', hs_expiration_duration: 'PT65M' };
const DONE = { because: '', hs_execution_state: 'SUCCESS' };
const CALLED = { inputFields: { minutes: '5' } };

const wait = (app: ActionsApp, called: object = CALLED) => app.call('await-acceptance', called);
const told = (app: ActionsApp) => app.crm.completions.map(({ callbackId, outputs }) => ({ callbackId, ...outputs }));
const waiting = (contact: Record<string, string> = MQL) => createActionsApp({ contacts: { 101: { ...contact } } });
/** A rep works in HubSpot itself: nobody tells us. */
const inHubspot = (app: ActionsApp, properties: Record<string, string>) =>
  Object.assign(app.crm.contacts.get('101') ?? {}, properties);

describe('await-acceptance', () => {
  it.each([
    ['5', 'PT65M'],
    ['0.5', 'PT61M'],
    ['1440', 'PT1500M'],
    ['43200', 'PT43260M'],
  ])('lets HubSpot wait an hour longer than %s minutes', async (minutes, duration) => {
    const app = waiting();

    await expect(wait(app, { inputFields: { minutes } })).resolves.toEqual({
      hs_execution_state: 'BLOCK',
      hs_expiration_duration: duration,
    });
  });

  it.each(['accepted', 'refused'] as const)('tells within seconds that a rep has %s it, and who', async (outcome) => {
    const app = waiting();
    await wait(app);
    await app.pass(100);

    expect((await app.answer(outcome)).status).toBe(200);
    await app.pass(2);

    expect(told(app)).toEqual([{ callbackId: 'ap-4401-1', outcome, by: 'user:9001', afterMinutes: '2', ...DONE }]);
  });

  it('is late when the minutes are over, and not a second before (T02)', async () => {
    const app = waiting();
    await wait(app);

    await app.pass(299);
    const before = told(app);
    await app.pass(1);

    expect(before).toEqual([]);
    expect(told(app)).toEqual([{ callbackId: 'ap-4401-1', outcome: 'late', by: '', afterMinutes: '5', ...DONE }]);
  });

  it.each([
    [
      'Lead Status In progress',
      MQL,
      { hs_lead_status: 'IN_PROGRESS', handoff_accepted_by: 'Mila' },
      'accepted',
      'Mila',
    ],
    ['a deal', MQL, { lifecyclestage: 'opportunity' }, 'accepted', ''],
    ['Bad timing', MQL, { hs_lead_status: 'BAD_TIMING' }, 'refused', ''],
    ['Unqualified', MQL, { hs_lead_status: 'UNQUALIFIED' }, 'refused', ''],
    ['In progress at SQL', SQL, { hs_lead_status: 'IN_PROGRESS', handoff_accepted_by: 'Mila' }, 'accepted', 'Mila'],
    ['Bad timing at SQL', SQL, { hs_lead_status: 'BAD_TIMING' }, 'refused', ''],
    ['Unqualified at SQL', SQL, { hs_lead_status: 'UNQUALIFIED' }, 'refused', ''],
  ])('sees %s, set in HubSpot itself, within a minute', async (_name, contact, set, outcome, by) => {
    const app = waiting(contact);
    await wait(app);
    await app.pass(70);

    inHubspot(app, set);
    await app.pass(60);

    expect(told(app)).toMatchObject([{ outcome, by, afterMinutes: '2' }]);
  });

  it('goes on waiting when the contact moves without an answer', async () => {
    const app = waiting();
    await wait(app);

    inHubspot(app, SQL);
    await app.pass(240);

    expect(told(app)).toEqual([]);
  });

  it('looks once a minute, and no more', async () => {
    const app = waiting();
    await wait(app, { inputFields: { minutes: '60' } });

    await app.pass(600);

    expect(app.crm.callsOf('read')).toHaveLength(11);
    expect(app.crm.callsOf('write')).toEqual([]);
  });

  it('takes an answer that was there before and still stands (G28)', async () => {
    const app = waiting();
    await app.answer('accepted');
    app.clock.now += 600_000;

    await expect(wait(app)).resolves.toEqual({ outcome: 'accepted', by: 'user:9001', afterMinutes: '0', ...DONE });
  });

  it('does not take one that the contact has moved away from', async () => {
    const app = waiting();
    await app.answer('accepted');
    app.acceptances.contactMoved();
    app.clock.now += 1_000;

    await expect(wait(app)).resolves.toEqual(BLOCKED);
  });

  it.each([
    ['its first look and its being kept', 'defer', (app: ActionsApp) => wait(app)],
    ['a later look and its being given back', 'release', (app: ActionsApp) => app.pass(1)],
  ] as const)('finds an answer that came between %s, a minute later', async (_name, operation, look) => {
    const app = waiting();
    if (operation === 'release') {
      await wait(app);
      await app.pass(59);
    }
    const { opened, open } = gate();
    const before = app.store.count(operation);
    app.store.hold(operation, opened);
    const looked = look(app);
    while (app.store.count(operation) === before) await idle();
    // Nobody waits yet who could be woken.
    await app.answer('accepted');
    open();
    await looked;

    await app.pass(58);
    const meanwhile = told(app);
    await app.pass(2);

    expect(meanwhile).toEqual([]);
    expect(told(app)).toMatchObject([{ outcome: 'accepted', by: 'user:9001' }]);
  });

  it('keeps an answer that came after the minutes, as long as nobody had seen that they were over', async () => {
    const app = waiting();
    await wait(app);
    app.clock.now += 6 * 60_000;
    await app.answer('accepted');

    await app.pass(1);

    expect(told(app)).toMatchObject([{ outcome: 'accepted', afterMinutes: '6' }]);
  });

  it('answers a repeat with BLOCK while it waits, keeps nothing new and calls nothing (P1)', async () => {
    const app = waiting();
    await wait(app);
    await app.pass(90);
    const reads = app.crm.callsOf('read').length;

    await expect(wait(app)).resolves.toEqual(BLOCKED);
    await expect(wait(app)).resolves.toEqual(BLOCKED);
    expect(app.crm.callsOf('read')).toHaveLength(reads);
    expect(app.store.evaluations()).toHaveLength(1);
    await app.answer('accepted');
    await app.pass(120);

    expect(told(app)).toHaveLength(1);
  });

  it('answers a repeat with the outcome once it is over, and completes it once', async () => {
    const app = waiting();
    await wait(app);
    await app.answer('accepted');
    await app.pass(10);

    await expect(wait(app)).resolves.toEqual({ outcome: 'accepted', by: 'user:9001', afterMinutes: '0', ...DONE });
    await app.pass(120);

    expect(told(app)).toHaveLength(1);
  });

  it('ends each of two workflows that wait for the same lead', async () => {
    const app = waiting();
    await wait(app, { ...CALLED, callbackId: 'ap-1' });
    await wait(app, { ...CALLED, callbackId: 'ap-2' });

    await app.answer('refused');
    await app.pass(2);

    expect(told(app)).toMatchObject([
      { callbackId: 'ap-1', outcome: 'refused' },
      { callbackId: 'ap-2', outcome: 'refused' },
    ]);
  });

  it('goes on failed when the contact is deleted meanwhile', async () => {
    const app = waiting();
    await wait(app);

    app.crm.contacts.delete('101');
    await app.pass(60);

    expect(told(app)).toEqual([
      {
        callbackId: 'ap-4401-1',
        outcome: '',
        by: '',
        afterMinutes: '',
        because: 'HubSpot has no such contact (any more)',
        reason: 'contact-not-found',
        hs_execution_state: 'FAIL_CONTINUE',
      },
    ]);
  });
});

describe('await-acceptance when something dies', () => {
  it('is finished by another process', async () => {
    const app = waiting();
    await wait(app);
    await app.pass(30);

    app.restart('w2');
    await app.pass(270);

    expect(told(app)).toMatchObject([{ outcome: 'late', afterMinutes: '5' }]);
  });

  it('begins anew with the repeat when nothing was kept', async () => {
    const app = waiting();
    app.store.fail('defer', 'before');
    await expect(wait(app)).rejects.toThrow(/503/);
    app.restart('w2');
    app.clock.now += 30_000;

    await expect(wait(app)).resolves.toEqual(BLOCKED);
    await app.pass(300);

    expect(told(app)).toMatchObject([{ outcome: 'late', afterMinutes: '5' }]);
  });

  it('was kept although nobody heard: the repeat waits for the same', async () => {
    const app = waiting();
    app.store.fail('defer', 'after');
    await expect(wait(app)).rejects.toThrow(/503/);
    app.restart('w2');
    app.clock.now += 60_000;

    await expect(wait(app)).resolves.toEqual(BLOCKED);
    await app.pass(240);

    expect(told(app)).toMatchObject([{ outcome: 'late', afterMinutes: '5' }]);
  });

  it('waits out a HubSpot that is away when the minutes are over, and then says that it is late', async () => {
    const app = waiting();
    await wait(app, { inputFields: { minutes: '60' } });
    await app.pass(3_550);
    app.crm.always('read', 'busy');
    await app.pass(600);
    const during = told(app);

    app.crm.always('read', 'none');
    // A minute at most, however often it was looked at before.
    await app.pass(60);

    expect(during).toEqual([]);
    expect(told(app)).toMatchObject([{ outcome: 'late', afterMinutes: '70' }]);
  });

  it('waits a week for a rep who was given a week', async () => {
    const app = waiting();
    await wait(app, { inputFields: { minutes: '10080' } });

    for (let hour = 0; hour < 7 * 24 - 1; hour += 1) {
      app.clock.now += 3_600_000;
      await app.pass(1);
    }
    const before = told(app);
    app.clock.now += 3_600_000;
    await app.pass(1);

    expect(before).toEqual([]);
    expect(told(app)).toMatchObject([{ outcome: 'late', hs_execution_state: 'SUCCESS' }]);
  });

  it('gives up three days after its own clock when HubSpot stays away, and not before', async () => {
    const app = waiting();
    await wait(app, { inputFields: { minutes: '10080' } });
    app.crm.always('read', 'busy');
    app.clock.now += (7 + 3) * 86_400_000 - 60_000;
    await app.pass(30);
    const before = told(app);

    app.clock.now += 60_000;
    await app.pass(60);

    expect(before).toEqual([]);
    expect(told(app)).toMatchObject([
      { reason: 'hubspot-unavailable', because: 'HubSpot could not be reached for three days', outcome: '' },
    ]);
  });

  it('tells HubSpot the same twice at most, when it died before it noted that HubSpot knows', async () => {
    const app = waiting();
    await wait(app);
    await app.answer('accepted');
    await app.service().takeUpOnce();
    const dying = app.restart('w2', { diesAt: ['after-batch-reply', 1] });
    await Promise.race([dying.completeOnce(), dying.died]);

    app.restart('w3');
    await app.pass(120);

    expect(app.crm.completions.map(({ outputs }) => outputs['outcome'])).toEqual(['accepted', 'accepted']);
  });
});
