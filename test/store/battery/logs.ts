import type { Stage } from '../../../src/core/model.js';
import { all, anAsk, aPlan, ended, REFUSED } from '../asks.js';
import type { Bench } from '../bench.js';

export function logBattery(bench: () => Bench): void {
  describe('decisions', () => {
    it('lists every ask with what was decided, oldest first', async () => {
      const portal = bench().newPortal();
      const { evaluations } = bench().first;
      const plan = aPlan(anAsk(portal, 'a', { contactId: '1' }), 'lead');
      await evaluations.plan(plan);
      await evaluations.settle(ended(plan));
      await evaluations.defer(anAsk(portal, 'b', { contactId: '2' }));
      await evaluations.settle({ ask: anAsk(portal, 'c', { contactId: '0' }), outcome: REFUSED });

      const rows = await all(bench().first.logs.decisions({ portalId: portal }));

      const known = { portalId: portal, way: 'workflow', at: 1_700_000_000_000, key: expect.any(String) };
      const none = { from: null, to: null, score: null, model: null };
      const first = { kind: 'advance', from: 'lead', to: 'mql', rule: 'enter:mql', score: 71, model: 'saas@0badcafe' };
      expect(rows).toEqual([
        { ...known, ...first, contactId: '1', state: 'settled' },
        { ...known, ...none, contactId: '2', state: 'accepted', kind: null, rule: null },
        { ...known, ...none, contactId: '0', state: 'settled', kind: 'refused', rule: 'not-a-contact' },
      ]);
    });

    it('streams more than a page, and stops at the limit', async () => {
      const portal = bench().newPortal();
      const plans = Array.from({ length: 1_201 }, (_, n) => aPlan(anAsk(portal, `n${n}`, { contactId: String(n) })));
      await Promise.all(plans.map((plan) => bench().first.evaluations.plan(plan)));

      const everything = await all(bench().first.logs.decisions({ portalId: portal }));
      const some = await all(bench().first.logs.decisions({ portalId: portal, limit: 700 }));

      expect(new Set(everything.map(({ key }) => key)).size).toBe(1_201);
      expect(some).toEqual(everything.slice(0, 700));
    });

    it('filters by contact and by time', async () => {
      const portal = bench().newPortal();
      for (const [contactId, at] of [
        ['1', 100],
        ['1', 200],
        ['2', 300],
      ] as const) {
        await bench().first.evaluations.plan(aPlan(anAsk(portal, `${at}`, { contactId, at })));
      }
      const at = async (filter: object) =>
        (await all(bench().first.logs.decisions({ portalId: portal, ...filter }))).map((row) => row.at);

      expect(await at({ contactId: '1' })).toEqual([100, 200]);
      expect(await at({ since: 200 })).toEqual([200, 300]);
      expect(await at({ contactId: '1', since: 200 })).toEqual([200]);
    });
  });

  describe('transitions', () => {
    it('never shows one portal what is another’s', async () => {
      const [one, other] = [bench().newPortal(), bench().newPortal()];
      for (const portal of [one, other]) {
        const plan = aPlan(anAsk(portal, 'a'), 'lead');
        await bench().first.evaluations.plan(plan);
        await bench().first.evaluations.settle(ended(plan));
      }

      const rows = await all(bench().first.logs.transitions({ portalId: one, contactId: '101' }));

      expect(rows.map(({ portalId }) => portalId)).toEqual([one]);
    });
  });

  describe('history', () => {
    const moved = async (portalId: number, contactId: string, steps: readonly (readonly [string, Stage])[]) => {
      for (const [from, to] of steps) {
        const plan = aPlan(anAsk(portalId, `${contactId} ${from} ${to}`, { contactId }), from, to);
        await bench().first.evaluations.plan(plan);
        await bench().first.evaluations.settle(ended(plan));
      }
    };

    it('tells the newest transitions of one contact first, and no more than asked for', async () => {
      const [portal, other] = [bench().newPortal(), bench().newPortal()];
      await moved(portal, '101', [
        ['lead', 'mql'],
        ['mql', 'sal'],
        ['sal', 'sql'],
      ]);
      await moved(portal, '102', [['lead', 'mql']]);
      await moved(other, '101', [['lead', 'mql']]);

      const newest = await bench().first.history.newest({ portalId: portal, contactId: '101' }, 2);

      expect(newest.map(({ portalId, contactId, from, to }) => [portalId, contactId, from, to])).toEqual([
        [portal, '101', 'sal', 'sql'],
        [portal, '101', 'mql', 'sal'],
      ]);
    });

    it('tells a transition as the log does', async () => {
      const portal = bench().newPortal();
      await moved(portal, '101', [['lead', 'mql']]);

      expect(await bench().first.history.newest({ portalId: portal, contactId: '101' }, 20)).toEqual(
        await all(bench().first.logs.transitions({ portalId: portal })),
      );
    });

    it('is empty of a contact the log does not know', async () => {
      expect(await bench().first.history.newest({ portalId: bench().newPortal(), contactId: '101' }, 20)).toEqual([]);
    });
  });

  describe('engagements', () => {
    it('tells the newest act of each colleague, the contact itself left out', async () => {
      const portal = bench().newPortal();
      const { engagements } = bench().first;
      const meet = (companyId: string, contactId: string, at?: number, portalId = portal) =>
        engagements.meet({ portalId, companyId, contactId, at });

      await Promise.all([
        meet('9', '1', 2_000),
        meet('9', '1', 3_000),
        meet('8', '3', 5_000),
        meet('9', '4', 6_000, bench().newPortal()),
      ]);
      await meet('9', '1', 500);

      expect(await meet('9', '2', 1_000)).toEqual([3_000]);
      expect([...(await meet('9', '5'))].sort()).toEqual([1_000, 3_000]);
      expect(await meet('7', '1', 9_000)).toEqual([]);
    });

    it('lets colleagues of one batch see each other', async () => {
      const portalId = bench().newPortal();
      const { engagements } = bench().first;

      const seen = await Promise.all([
        engagements.meet({ portalId, companyId: '9', contactId: '1', at: 1_000 }),
        engagements.meet({ portalId, companyId: '9', contactId: '2', at: 2_000 }),
      ]);

      expect(seen).toEqual([[2_000], [1_000]]);
    });
  });
}
