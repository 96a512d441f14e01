import { advanced, all, anAsk, aPlan, ended, keyOf, REFUSED } from '../asks.js';
import { nothingDue, silence, type Bench } from '../bench.js';

export function settleBattery(bench: () => Bench): void {
  const chainOf = async (portalId: number, contactId = '101') => {
    const log = await all(bench().first.logs.transitions({ portalId, contactId }));
    return log.map(({ from, to, way }) => `${from} → ${to} (${way})`);
  };
  const move = async (
    portal: number,
    name: string,
    from: string,
    to: 'mql' | 'sql' | 'recycled',
    headSeen?: number,
  ) => {
    const plan = aPlan(anAsk(portal, name), from, to, headSeen);
    const planned = await bench().first.evaluations.plan(plan);
    return { planned, settled: await bench().first.evaluations.settle(ended(plan)) };
  };

  describe('settle', () => {
    it('logs an applied move with who asked and why', async () => {
      const portal = bench().newPortal();
      await move(portal, 'a', 'lead', 'mql');

      const [logged] = await all(bench().first.logs.transitions({ portalId: portal }));

      expect(logged).toEqual({
        portalId: portal,
        contactId: '101',
        from: 'lead',
        to: 'mql',
        way: 'workflow',
        actor: 'workflow:5005',
        rule: 'enter:mql',
        because: ['Ready for mql'],
        model: 'saas@0badcafe',
        passed: [],
        at: expect.any(Number),
      });
    });

    it('keeps the outcome for every later repeat', async () => {
      const portal = bench().newPortal();
      await move(portal, 'a', 'lead', 'mql');

      const outcome = { ...advanced('lead', 'mql'), move: { state: 'applied', stage: 'mql', because: 'Read back' } };
      const found = await bench().second.evaluations.find(portal, keyOf('a'));
      expect(found).toMatchObject({ state: 'settled', outcome });
    });

    it('writes an unbroken chain', async () => {
      const portal = bench().newPortal();
      await move(portal, 'a', 'lead', 'mql');
      await move(portal, 'b', 'mql', 'sql');
      await move(portal, 'c', 'sql', 'recycled');

      expect(await chainOf(portal)).toEqual([
        'lead → mql (workflow)',
        'mql → sql (workflow)',
        'sql → recycled (workflow)',
      ]);
    });

    it('puts what others changed into the chain first', async () => {
      const portal = bench().newPortal();
      await move(portal, 'a', 'lead', 'mql');
      await move(portal, 'b', 'subscriber', 'sql', 1);

      expect(await chainOf(portal)).toEqual([
        'lead → mql (workflow)',
        'mql → subscriber (sync)',
        'subscriber → sql (workflow)',
      ]);
      const [, seen] = await all(bench().first.logs.transitions({ portalId: portal }));
      expect(seen).toMatchObject({ actor: 'portal', rule: 'seen', model: null });
    });

    it.each(['ignored', 'refused'] as const)(
      'logs nothing of an %s move, and lets the next one begin',
      async (state) => {
        const portal = bench().newPortal();
        const plan = aPlan(anAsk(portal, 'a'), 'lead');
        await bench().first.evaluations.plan(plan);

        expect(await bench().first.evaluations.settle(ended(plan, state))).toBe(true);

        expect(await chainOf(portal)).toEqual([]);
        expect((await move(portal, 'b', 'lead', 'mql')).planned).toEqual({ kind: 'planned' });
      },
    );

    it('closes a planned move when the ask ends as refused', async () => {
      const portal = bench().newPortal();
      const plan = aPlan(anAsk(portal, 'a'), 'lead');
      await bench().first.evaluations.plan(plan);

      await bench().first.evaluations.settle({ ask: plan.ask, outcome: REFUSED });

      expect(await chainOf(portal)).toEqual([]);
      expect((await move(portal, 'b', 'lead', 'mql')).planned).toEqual({ kind: 'planned' });
    });

    it('does it once, however often it is told', async () => {
      const portal = bench().newPortal();
      const plan = aPlan(anAsk(portal, 'a'), 'lead');
      await bench().first.evaluations.plan(plan);

      const together = await Promise.all([1, 2, 3].map(() => bench().first.evaluations.settle(ended(plan))));
      const later = await bench().first.evaluations.settle(ended(plan));

      expect([...together, later]).toEqual([true, true, true, true]);
      expect(await chainOf(portal)).toEqual(['lead → mql (workflow)']);
    });

    it('does nothing for a worker whose lease was taken over', async () => {
      await nothingDue(bench());
      const portal = bench().newPortal();
      const plan = aPlan(anAsk(portal, 'a'), 'lead');
      await bench().first.evaluations.plan(plan);
      await silence(bench(), bench().firstWorker);
      const claimed = await bench().second.evaluations.claim(10);
      await bench().first.evaluations.renew();

      expect(claimed).toHaveLength(1);
      expect(await bench().first.evaluations.settle(ended(plan))).toBe(false);
      expect(await chainOf(portal)).toEqual([]);
      expect(await bench().second.evaluations.settle(ended(plan))).toBe(true);
      expect(await bench().first.evaluations.settle(ended(plan))).toBe(false);
      expect(await chainOf(portal)).toEqual(['lead → mql (workflow)']);
    });

    it('does nothing for what was never planned', async () => {
      const plan = aPlan(anAsk(bench().newPortal(), 'a'), 'lead');

      expect(await bench().first.evaluations.settle(ended(plan))).toBe(false);
    });

    it('keeps a refusal that nothing was planned for, and the first one stands', async () => {
      const portal = bench().newPortal();
      const ask = anAsk(portal, 'a', { contactId: '0', want: { kind: 'refuse', code: 'not-a-contact' } });

      const settled = [
        await bench().first.evaluations.settle({ ask, outcome: REFUSED }),
        await bench().second.evaluations.settle({ ask, outcome: REFUSED }),
      ];

      expect(settled).toEqual([true, true]);
      expect(await bench().first.evaluations.find(portal, keyOf('a'))).toMatchObject({
        state: 'settled',
        outcome: REFUSED,
      });
    });
  });
}
