import { createAnnounce, type NotifyAsk } from '../../../src/app/announcements/announce.js';
import type { Channel } from '../../../src/app/ask.js';
import type { Models } from '../../../src/app/ports.js';
import { compiledModel, modelsWith } from '../../fakes/compiled-model.js';
import { createMemoryCrm } from '../../fakes/memory-crm.js';
import { createMemoryAnnouncements } from '../../fakes/memory-handover.js';
import { ask, START } from '../../fakes/road.js';

const SQL = { lifecyclestage: 'salesqualifiedlead', hs_lead_status: 'CONNECTED' };

function asked(key: string, channels: readonly Channel[] = [], contactId = '101'): NotifyAsk {
  const want = { kind: 'notify', channels, urgent: true, note: 'Soon' } as const;
  return { ...ask(key, { want, contactId }), want };
}

function announcer(models: Models = modelsWith(compiledModel({ says: { notify: { sql: ['email', 'pager'] } } }))) {
  const crm = createMemoryCrm({ 101: SQL, 102: { lifecyclestage: null } });
  const announcements = createMemoryAnnouncements();
  return { announce: createAnnounce({ crm, announcements, models }), announcements, crm };
}

describe('createAnnounce', () => {
  it('keeps what sales is to hear, and decides nothing (W05)', async () => {
    const { announce, announcements, crm } = announcer();

    const outcome = await announce(asked('a'), 'live');

    expect(outcome).toEqual({
      decision: { kind: 'hold', from: 'sql', to: 'sql', rule: 'recorded', missing: [], flags: [] },
      announced: { sent: 'recorded', key: '4401:101:sql' },
    });
    expect(announcements.kept()).toEqual([
      {
        portalId: 4401,
        contactId: '101',
        stage: 'sql',
        channels: ['email'],
        urgent: true,
        note: 'Soon',
        askKey: 'a',
        at: START,
      },
    ]);
    expect(crm.calls.map(({ operation }) => operation)).toEqual(['read']);
  });

  it('says who was merged into the contact, whose announcements count as its own', async () => {
    const crm = createMemoryCrm({ 101: { ...SQL, hs_merged_object_ids: '201;202' } });
    const announcements = createMemoryAnnouncements();
    const announce = createAnnounce({ crm, announcements, models: modelsWith(compiledModel()) });

    await announce(asked('a'), 'live');

    expect(announcements.kept()).toMatchObject([{ contactId: '101', merged: ['201', '202'] }]);
  });

  it('says the same to the same ask, and "already" to another (W05)', async () => {
    const { announce, announcements } = announcer();
    const sent = async (key: string) => (await announce(asked(key), 'live'))?.announced?.sent;

    expect([await sent('a'), await sent('a'), await sent('b'), await sent('a')]).toEqual([
      'recorded',
      'recorded',
      'already',
      'recorded',
    ]);
    expect(announcements.kept()).toHaveLength(1);
  });

  it.each<[string, readonly Channel[], string, readonly Channel[]]>([
    ['those asked for', ['slack', 'webhook'], '101', ['slack', 'webhook']],
    ['those of the model that it knows', [], '101', ['email']],
    ['a task where the model names none', [], '102', ['owner-task']],
  ])('goes by %s', async (_name, channels, contactId, used) => {
    const { announce, announcements } = announcer();

    await announce(asked('a', channels, contactId), 'live');

    expect(announcements.kept()).toMatchObject([{ channels: used }]);
  });

  it('makes a task where there is no model', async () => {
    const { announce, announcements } = announcer({ get: () => undefined, names: () => [] });

    await announce(asked('a'), 'live');

    expect(announcements.kept()).toMatchObject([{ channels: ['owner-task'] }]);
  });

  it('keeps nothing of a contact that is gone', async () => {
    const { announce, announcements } = announcer();

    await expect(announce(asked('a', [], '999'), 'live')).resolves.toBeUndefined();
    expect(announcements.kept()).toEqual([]);
  });
});
