import { furthest } from '../../../src/app/sync/furthest.js';
import type { Stage } from '../../../src/core/model.js';
import { announcementKeyOf } from '../../../src/store/announcement-key.js';
import { all, anAsk, aPlan, ended, keyOf } from '../asks.js';
import type { Bench } from '../bench.js';

export function mergeBattery(bench: () => Bench): void {
  async function move(portalId: number, contactId: string, from: string, to: Stage) {
    const plan = aPlan(anAsk(portalId, `${contactId} ${from} ${to}`, { contactId }), from, to);
    await bench().first.evaluations.plan(plan);
    await bench().first.evaluations.settle({ ...ended(plan), announce: { channels: ['slack'] } });
  }
  const merge = (portalId: number, survivor = '1', gone = '2') =>
    bench().first.chain.merge({ portalId, survivor, gone, at: 9_000, keep: furthest });
  const log = async (portalId: number) =>
    (await all(bench().first.logs.transitions({ portalId }))).map(
      ({ contactId, from, to }) => `${contactId}: ${from} → ${to}`,
    );
  const tell = (portalId: number, contactId: string, stage: string) =>
    bench().first.announcements.record({
      portalId,
      contactId,
      stage,
      channels: ['slack'],
      urgent: false,
      note: undefined,
      askKey: keyOf('asked'),
      at: 10_000,
    });

  describe('merges (P26)', () => {
    it('give the log of the one that is gone to the survivor', async () => {
      const portal = bench().newPortal();
      await move(portal, '2', 'lead', 'mql');
      await move(portal, '2', 'mql', 'sql');

      expect(await merge(portal)).toBe('merged');

      expect(await log(portal)).toEqual(['1: lead → mql', '1: mql → sql']);
      expect(await bench().first.chain.state(portal, '1')).toMatchObject({ head: { stage: 'sql', seq: 2 } });
      expect(await bench().first.chain.state(portal, '2')).toEqual({ open: false, survivor: '1' });
    });

    it.each([
      ['the one that is gone', 'lead', ['1: lead → mql', '1: mql → sql']],
      ['the survivor', 'sql', ['1: lead → sql']],
    ] as const)('keep the log that got furthest: that of %s, and put the other away', async (_name, to, expected) => {
      const portal = bench().newPortal();
      await move(portal, '1', to === 'sql' ? 'lead' : 'subscriber', to);
      await move(portal, '2', 'lead', 'mql');
      if (to === 'lead') await move(portal, '2', 'mql', 'sql');

      await merge(portal);

      expect(await log(portal)).toEqual(expected);
      const { rows } = await bench().pool.query(
        'select json_array_length(log) as lines from merges where portal_id = $1',
        [portal],
      );
      expect(rows).toEqual([{ lines: 1 }]);
    });

    it.each(['1', '2'])('announce nobody again who was announced as %s', async (told) => {
      const portal = bench().newPortal();
      await move(portal, '1', 'lead', 'mql');
      await move(portal, '1', 'mql', 'sal');
      await move(portal, '1', 'sal', 'mql');
      await move(portal, told, told === '1' ? 'mql' : 'lead', 'sql');

      await merge(portal);

      expect((await tell(portal, '1', 'sql')).sent).toBe('already');
    });

    it('announce what comes after', async () => {
      const portal = bench().newPortal();
      await move(portal, '1', 'lead', 'mql');
      await move(portal, '2', 'lead', 'sql');
      await merge(portal);
      await move(portal, '1', 'sql', 'opportunity');

      const { rows } = await bench().pool.query(
        'select key, composed from announcements where portal_id = $1 and stage = $2',
        [portal, 'opportunity'],
      );
      expect(rows).toEqual([{ key: announcementKeyOf(portal, '1', 'transition:2'), composed: false }]);
    });

    it('give answers, asks and what is kept once per contact to the survivor', async () => {
      const portal = bench().newPortal();
      await bench().first.evaluations.defer(anAsk(portal, 'waiting', { contactId: '2' }));
      await bench().first.acceptances.record({
        portalId: portal,
        contactId: '2',
        key: keyOf('yes'),
        outcome: 'accepted',
        by: 'user:9',
        at: 1_000,
      });
      for (const contactId of ['1', '2'])
        await bench().first.engagements.meet({ portalId: portal, companyId: '77', contactId, at: 1_000 });

      await merge(portal);

      const waiting = await bench().first.evaluations.find(portal, keyOf('waiting'));
      expect(waiting?.ask.contactId).toBe('1');
      expect((await bench().first.acceptances.find({ portalId: portal, contactId: '1', since: 0 }))?.by).toBe('user:9');
      expect(
        await bench().first.engagements.meet({ portalId: portal, companyId: '77', contactId: '3', at: undefined }),
      ).toHaveLength(1);
    });

    it('are done once, and wait while a move of ours is under way in one of the two', async () => {
      const portal = bench().newPortal();
      const mine = aPlan(anAsk(portal, 'm', { contactId: '2' }), 'lead', 'mql');
      await bench().first.evaluations.plan(mine);
      const during = await merge(portal);
      await bench().first.evaluations.settle(ended(mine));

      expect([during, await merge(portal), await merge(portal)]).toEqual(['open', 'merged', 'known']);
      const { rows } = await bench().pool.query(
        `select count(*)::int as open from moves where portal_id = $1 and state = 'planned'`,
        [portal],
      );
      expect(rows).toEqual([{ open: 0 }]);
    });

    it('follow one another', async () => {
      const portal = bench().newPortal();
      await move(portal, '3', 'lead', 'mql');
      await merge(portal, '2', '3');
      await merge(portal, '1', '2');

      expect([await bench().first.chain.state(portal, '3'), await log(portal)]).toEqual([
        { open: false, survivor: '1' },
        ['1: lead → mql'],
      ]);
    });

    it('touch no other portal', async () => {
      const [portal, other] = [bench().newPortal(), bench().newPortal()];
      await move(other, '2', 'lead', 'mql');

      await merge(portal);

      expect(await log(other)).toEqual(['2: lead → mql']);
    });
  });
}
