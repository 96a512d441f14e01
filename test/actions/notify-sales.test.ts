import { createActionsApp, type ActionsApp } from '../fakes/actions-app.js';

const SQL = { lifecyclestage: 'salesqualifiedlead', hs_lead_status: 'CONNECTED' };
const KEY = '4401:101:sql';
const RECORDED = {
  sent: 'recorded',
  key: KEY,
  because: 'Kept, and sent within the minute',
  hs_execution_state: 'SUCCESS',
};
const ALREADY = {
  ...RECORDED,
  sent: 'already',
  because: 'This stage of the contact is announced already; a note or urgency is added if it was not sent yet',
};

const portal = (contact: Record<string, string> = SQL, notify: Record<string, string[]> = {}) =>
  createActionsApp({ contacts: { 101: { ...contact } }, model: { says: { notify } } });
const notify = (app: ActionsApp, callbackId = 'ap-1', inputFields: object = {}) =>
  app.call('notify-sales', { callbackId, inputFields });

describe('notify-sales', () => {
  it('keeps what sales is to hear, where and how', async () => {
    const app = portal();

    await expect(
      notify(app, 'ap-1', { channels: 'email;slack', urgency: 'urgent', note: 'Before noon' }),
    ).resolves.toEqual(RECORDED);

    expect(app.announcements.kept()).toEqual([
      {
        portalId: 4401,
        contactId: '101',
        stage: 'sql',
        channels: ['email', 'slack'],
        urgent: true,
        note: 'Before noon',
        askKey: expect.stringMatching(/^[0-9a-f]{64}$/),
        at: app.clock.now,
      },
    ]);
    expect(app.crm.callsOf('write')).toEqual([]);
  });

  it.each([
    ['the channels of the model', SQL, { sql: ['owner-task', 'slack'] }, {}, ['owner-task', 'slack']],
    ['those that were asked for', SQL, { sql: ['owner-task', 'slack'] }, { channels: 'webhook' }, ['webhook']],
    ['only those it knows', SQL, { sql: ['pager', 'email'] }, {}, ['email']],
    ['a task, where the model names none it knows', SQL, { sql: ['pager'] }, {}, ['owner-task']],
    ['a task, where the model says nothing of the stage', SQL, { mql: ['slack'] }, {}, ['owner-task']],
    ['a task at a stage of the portal’s own', { lifecyclestage: '51439524' }, { sql: ['slack'] }, {}, ['owner-task']],
    ['a task at a stage with a word of the language', { lifecyclestage: 'constructor' }, {}, {}, ['owner-task']],
  ])('tells by %s', async (_name, contact, channels, inputs, used) => {
    const app = portal(contact, channels);

    await notify(app, 'ap-1', inputs);

    expect(app.announcements.kept()).toMatchObject([{ channels: used, urgent: false }]);
  });

  it('keeps one for two workflows at once, and tells the second so (W05)', async () => {
    const app = portal();

    const answers = await Promise.all(['ap-1', 'ap-2', 'ap-2', 'ap-1'].map((id) => notify(app, id)));

    expect(answers.map(({ sent }) => sent).sort()).toEqual(['already', 'already', 'recorded', 'recorded']);
    expect(answers[0]).toEqual(answers[3]);
    expect(answers[1]).toEqual(answers[2]);
    expect(app.announcements.kept()).toHaveLength(1);
  });

  it('hears the same after a crash between keeping it and ending the ask (W05)', async () => {
    const app = portal();
    app.store.fail('settle', 'before');
    await expect(notify(app)).rejects.toThrow(/503/);

    app.restart('w2');

    await expect(notify(app)).resolves.toEqual(RECORDED);
    await expect(notify(app, 'ap-2')).resolves.toEqual(ALREADY);
    expect(app.announcements.kept()).toHaveLength(1);
  });

  it('tells the next stage again (W05)', async () => {
    const app = portal({ lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'OPEN' });

    const first = await notify(app, 'ap-1');
    await app.call('set-stage', { callbackId: 'ap-2', inputFields: { stage: 'sql' } });
    const second = await notify(app, 'ap-3');

    expect([first['sent'], second['sent']]).toEqual(['recorded', 'recorded']);
    expect(first['key']).not.toBe(second['key']);
  });

  it('assigns before it tells: the owner is there when sales hears of it (W06)', async () => {
    const app = portal({ lifecyclestage: 'marketingqualifiedlead', hs_lead_status: 'OPEN' });

    await app.call('qualify-lead', { callbackId: 'ap-1', inputFields: { assignTo: '64492917' } });
    await notify(app, 'ap-2');

    expect(app.crm.contacts.get('101')).toMatchObject({ hubspot_owner_id: '64492917', ...SQL });
    expect(app.announcements.kept()).toMatchObject([{ stage: 'sql' }]);
  });

  it('is told later when HubSpot is away', async () => {
    const app = portal();
    app.crm.script('read', 'busy');

    await expect(notify(app)).resolves.toEqual({ hs_execution_state: 'BLOCK', hs_expiration_duration: 'P7D' });
    await app.pass(5);

    expect(app.crm.completions).toEqual([{ callbackId: 'ap-1', outputs: RECORDED }]);
  });
});
