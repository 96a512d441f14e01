import type { Addition } from '../../../src/app/sync/chain.js';
import { all, anAsk, aPlan, ended, keyOf } from '../asks.js';
import type { Bench } from '../bench.js';

export function chainBattery(bench: () => Bench): void {
  const line = (from: string, to: string, at = 5_000): Addition['lines'][number] => ({
    from,
    to,
    at,
    way: 'sync',
    actor: 'salesforce',
    rule: 'SALESFORCE',
    because: ['Changed in HubSpot by the Salesforce sync'],
    model: null,
    passed: [],
  });
  const add = (portalId: number, name: string, more: Partial<Addition> = {}) =>
    bench().first.chain.add({ portalId, contactId: '101', key: keyOf(name), lines: [line('lead', 'mql')], ...more });
  const state = (portalId: number) => bench().first.chain.state(portalId, '101');
  const log = async (portalId: number) =>
    (await all(bench().first.logs.transitions({ portalId }))).map(({ from, to, way }) => `${from} → ${to} (${way})`);
  const plan = (portalId: number, name: string, from: string, to: 'mql' | 'sql', headSeen?: number) =>
    aPlan(anAsk(portalId, name), from, to, headSeen);

  describe('chain', () => {
    it('begins a log, and goes on where it ended, several lines at a time', async () => {
      const portal = bench().newPortal();

      const begun = await add(portal, 'a');
      const went = await add(portal, 'b', { after: 1, lines: [line('mql', 'sal', 6_000), line('sal', 'sql', 7_000)] });

      expect([begun, went]).toEqual(['added', 'added']);
      expect(await log(portal)).toEqual(['lead → mql (sync)', 'mql → sal (sync)', 'sal → sql (sync)']);
      expect(await state(portal)).toEqual({ open: false, head: { stage: 'sql', seq: 3, at: 7_000, way: 'sync' } });
    });

    it('knows nothing of a contact nobody moved', async () => {
      expect(await state(bench().newPortal())).toEqual({ open: false });
    });

    it('adds nothing to a log that went on meanwhile', async () => {
      const portal = bench().newPortal();
      await add(portal, 'a');

      expect([await add(portal, 'b'), await add(portal, 'c', { after: 2 })]).toEqual(['stale', 'stale']);
      expect(await log(portal)).toEqual(['lead → mql (sync)']);
    });

    it('adds nothing while a move of ours is under way, and after it goes on', async () => {
      const portal = bench().newPortal();
      const mine = plan(portal, 'm', 'lead', 'mql');
      await bench().first.evaluations.plan(mine);
      const during = [await add(portal, 'a'), (await state(portal)).open];
      await bench().first.evaluations.settle(ended(mine));

      expect(during).toEqual(['open', true]);
      expect(await add(portal, 'b', { after: 1, lines: [line('mql', 'sql')] })).toBe('added');
      expect(await log(portal)).toEqual(['lead → mql (workflow)', 'mql → sql (sync)']);
    });

    it('leaves nothing open behind it: a move can be planned at once, from where the log ends', async () => {
      const portal = bench().newPortal();
      await add(portal, 'a');

      const from = await bench().first.evaluations.plan(plan(portal, 'm', 'lead', 'sql'));
      const right = await bench().first.evaluations.plan(plan(portal, 'm', 'mql', 'sql'));

      expect([from.kind, right.kind]).toEqual(['stale', 'planned']);
    });

    it('takes one of two additions that come together', async () => {
      const portal = bench().newPortal();

      const both = await Promise.all([add(portal, 'a'), add(portal, 'b')]);

      expect(both).toEqual(['added', 'stale']);
    });

    it('stays one chain when workers plan, settle and add at once', async () => {
      const portal = bench().newPortal();
      await add(portal, 'begin');
      const moves = Array.from({ length: 20 }, async (_, n) => {
        if (n % 2) {
          const { head } = await state(portal);
          if (head)
            await add(portal, `add ${n}`, { after: head.seq, lines: [line(head.stage, n % 4 === 1 ? 'sql' : 'mql')] });
          return;
        }
        const { head } = await state(portal);
        const mine = plan(portal, `plan ${n}`, head?.stage ?? 'mql', n % 4 ? 'sql' : 'mql');
        const planned = await bench().second.evaluations.plan(mine);
        if (planned.kind === 'planned') await bench().second.evaluations.settle(ended(mine));
      });
      await Promise.all(moves);

      const lines = await all(bench().first.logs.transitions({ portalId: portal }));
      const broken = lines.filter(({ from }, place) => place > 0 && from !== lines[place - 1]?.to);
      expect(broken).toEqual([]);
    });
  });
}
