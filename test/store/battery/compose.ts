import { all } from '../asks.js';
import { allDue, messagesOf, moveAndTell, nothingToTell, queued } from '../announcing.js';
import type { Bench } from '../bench.js';

export function composeBattery(bench: () => Bench): void {
  const first = () => bench().first.deliveries;
  const second = () => bench().second.deliveries;
  const keptOf = (portalId: number) => all(first().deliveries({ portalId }));

  describe('compose', () => {
    beforeEach(() => nothingToTell(bench()));

    const openOf = async (portal: number) => {
      await moveAndTell(bench(), 'a', { portal });
      await allDue(bench());
      const [open = []] = await first().claimAnnouncements(1);
      return open;
    };

    it('queues the deliveries and ends the announcements', async () => {
      const portal = bench().newPortal();
      await queued(bench(), portal, ['one', 'two']);

      const queuedNow = { portalId: portal, contactId: '101', channel: 'slack', state: 'queued' };
      const more = { key: expect.any(String), attempts: 0, because: '', at: expect.any(Number) };
      expect(await keptOf(portal)).toEqual([
        { ...queuedNow, ...more, target: 'one' },
        { ...queuedNow, ...more, target: 'two' },
      ]);
      expect(await second().claimAnnouncements(10)).toEqual([]);
    });

    it('does nothing new the second time', async () => {
      const portal = bench().newPortal();
      const open = await openOf(portal);

      await first().compose(open, messagesOf(open));
      await first().compose(open, messagesOf(open, ['other']));

      expect((await keptOf(portal)).map(({ target }) => target)).toEqual(['host']);
    });

    it('ends what has no message: the contact is gone', async () => {
      const portal = bench().newPortal();
      await first().compose(await openOf(portal), []);

      expect([await keptOf(portal), await second().claimAnnouncements(10)]).toEqual([[], []]);
    });

    it('does all of it or nothing: what lost one of its announcements is composed anew, together', async () => {
      const portal = bench().newPortal();
      await moveAndTell(bench(), 'a', { portal, from: 'lead', to: 'mql' });
      await moveAndTell(bench(), 'b', { portal, from: 'mql', to: 'sql' });
      await allDue(bench());
      const [open = []] = await first().claimAnnouncements(1);
      const { rowCount } = await bench().pool.query(
        `update announcements set lease_token = null where portal_id = $1 and key = $2`,
        [portal, open[0]?.key],
      );

      await first().compose(open, messagesOf(open));

      expect([rowCount, await keptOf(portal)]).toEqual([1, []]);
      expect(await second().claimAnnouncements(1)).toMatchObject([[{ stage: 'mql' }, { stage: 'sql' }]]);
    });

    it.each([
      ['portal', (portal: number) => ({ portalId: portal + 1_000_000 })],
      ['contact', () => ({ contactId: '999' })],
    ])('refuses a message of another %s, and queues nothing (P6)', async (_name, wrong) => {
      const portal = bench().newPortal();
      const open = await openOf(portal);
      const messages = messagesOf(open, ['one', 'two']).map((message, at) =>
        at ? { ...message, ...wrong(portal) } : message,
      );

      await expect(first().compose(open, messages)).rejects.toMatchObject({ code: 'INTERNAL' });

      expect(await keptOf(portal)).toEqual([]);
    });
  });
}
