import type { Announcement } from '../../../src/app/ports.js';
import { createAnnouncementStore } from '../../../src/store/announcement-store.js';
import { anAsk, aPlan, ended } from '../asks.js';
import { databaseAway, type Bench } from '../bench.js';

export function announcementBattery(bench: () => Bench): void {
  const about = (portalId: number, askKey: string, more: Partial<Announcement> = {}): Announcement => ({
    portalId,
    contactId: '101',
    stage: 'sql',
    channels: ['owner-task', 'slack'],
    urgent: true,
    note: 'Before noon',
    askKey,
    at: 1_700_000_000_000,
    ...more,
  });
  const record = (portalId: number, askKey: string, more: Partial<Announcement> = {}) =>
    bench().first.announcements.record(about(portalId, askKey, more));
  const move = async (portalId: number, name: string, from: string, to: 'mql' | 'sql' | 'recycled') => {
    const plan = aPlan(anAsk(portalId, name), from, to);
    await bench().first.evaluations.plan(plan);
    await bench().first.evaluations.settle(ended(plan));
  };
  const keptOf = async (portalId: number) =>
    (await bench().pool.query('select * from announcements where portal_id = $1 order by id', [portalId])).rows;

  describe('announcements', () => {
    it('keeps what sales is to hear', async () => {
      const portal = bench().newPortal();
      await move(portal, 'a', 'mql', 'sql');

      const { sent, key } = await record(portal, 'ask-1');
      await record(portal, 'ask-1', { contactId: '102', note: undefined, urgent: false, channels: [] });

      expect([sent, key]).toEqual(['recorded', expect.stringMatching(/^[0-9a-f]{64}$/)]);
      expect(await keptOf(portal)).toMatchObject([
        {
          contact_id: '101',
          about: 'transition:1',
          key,
          stage: 'sql',
          channels: ['owner-task', 'slack'],
          urgent: true,
          note: 'Before noon',
          ask_key: 'ask-1',
          at: 1_700_000_000_000,
        },
        { contact_id: '102', about: 'stage:sql', channels: [], urgent: false, note: null },
      ]);
    });

    it('tells the same ask the same, as after a crash before it was settled, and another one that it was done (W05)', async () => {
      const portal = bench().newPortal();
      await move(portal, 'a', 'mql', 'sql');

      const first = await record(portal, 'ask-1');
      const again = await record(portal, 'ask-1');
      const other = await record(portal, 'ask-2', { channels: ['email'], note: 'Other words' });

      expect([first.sent, again.sent, other.sent]).toEqual(['recorded', 'recorded', 'already']);
      expect(new Set([first.key, again.key, other.key]).size).toBe(1);
      expect(await keptOf(portal)).toMatchObject([{ ask_key: 'ask-1' }]);
    });

    it('is told anew after each transition, also back to the same stage (W05)', async () => {
      const portal = bench().newPortal();
      await move(portal, 'a', 'mql', 'sql');
      const first = await record(portal, 'ask-1');
      await move(portal, 'b', 'sql', 'recycled');
      const back = await record(portal, 'ask-2', { stage: 'recycled' });
      await move(portal, 'c', 'recycled', 'sql');
      const second = await record(portal, 'ask-3');

      expect([first.sent, back.sent, second.sent]).toEqual(['recorded', 'recorded', 'recorded']);
      expect(new Set([first.key, back.key, second.key]).size).toBe(3);
    });

    it.each([
      ['the log knows nothing of the contact', undefined],
      ['others moved it since the log ends', 'mql'],
    ] as const)('is told once per stage where %s', async (_name, logged) => {
      const portal = bench().newPortal();
      if (logged) await move(portal, 'a', 'lead', logged);

      const answers = [
        await record(portal, 'ask-1'),
        await record(portal, 'ask-2'),
        await record(portal, 'ask-3', { stage: 'opportunity' }),
      ];

      expect(answers.map(({ sent }) => sent)).toEqual(['recorded', 'already', 'recorded']);
      expect((await keptOf(portal)).map((row: { about: string }) => row.about)).toEqual([
        'stage:sql',
        'stage:opportunity',
      ]);
    });

    it('keeps one of many at the same moment, in one process and in two (W05)', async () => {
      const portal = bench().newPortal();
      await move(portal, 'a', 'mql', 'sql');
      const [one, other] = [bench().first.announcements, createAnnouncementStore(bench().db)];

      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, n) => (n % 2 ? one : other).record(about(portal, `ask-${n}`))),
      );

      expect(answers.filter((answer) => answer.sent === 'recorded')).toHaveLength(1);
      expect(answers.filter((answer) => answer.sent === 'already')).toHaveLength(39);
      expect(await keptOf(portal)).toHaveLength(1);
    });

    it('keeps portals and contacts apart', async () => {
      const [one, other] = [bench().newPortal(), bench().newPortal()];

      const answers = [
        await record(one, 'ask-1'),
        await record(other, 'ask-2'),
        await record(one, 'ask-3', { contactId: '102' }),
      ];

      expect(answers.map(({ sent }) => sent)).toEqual(['recorded', 'recorded', 'recorded']);
      expect(new Set(answers.map(({ key }) => key)).size).toBe(3);
    });

    it('says so when the store is away', async () => {
      const away = createAnnouncementStore(databaseAway());

      await expect(away.record(about(1, 'ask-1'))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    });
  });
}
