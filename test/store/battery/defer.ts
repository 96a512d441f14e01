import { anAsk, aPlan, ended, keyOf, REFUSED } from '../asks.js';
import type { Bench } from '../bench.js';

export function deferBattery(bench: () => Bench): void {
  describe('defer', () => {
    it('keeps a new ask as accepted, and this worker may plan it', async () => {
      const ask = anAsk(bench().newPortal(), 'a');

      const kept = await bench().first.evaluations.defer(ask);
      const planned = await bench().first.evaluations.plan(aPlan(ask, 'lead'));

      expect(kept).toMatchObject({ state: 'accepted', attempts: 0 });
      expect(kept.outcome).toBeUndefined();
      expect(planned).toEqual({ kind: 'planned' });
    });

    it('keeps others from planning it', async () => {
      const ask = anAsk(bench().newPortal(), 'a');
      await bench().first.evaluations.defer(ask);

      const planned = await bench().second.evaluations.plan(aPlan(ask, 'lead'));

      expect(planned).toMatchObject({ kind: 'repeat', evaluation: { state: 'accepted' } });
    });

    it('becomes accepted again when its plan is stale', async () => {
      const portal = bench().newPortal();
      const ask = anAsk(portal, 'b');
      await bench().first.evaluations.plan(aPlan(anAsk(portal, 'a'), 'lead'));
      await bench().first.evaluations.defer(ask);

      expect(await bench().first.evaluations.plan(aPlan(ask, 'lead'))).toMatchObject({ kind: 'stale' });

      const found = await bench().first.evaluations.find(portal, keyOf('b'));
      expect(found?.state).toBe('accepted');
      expect(found?.outcome).toBeUndefined();
    });

    it('answers with what is there when it is planned, or over', async () => {
      const plan = aPlan(anAsk(bench().newPortal(), 'a'), 'lead');
      await bench().first.evaluations.plan(plan);

      expect((await bench().first.evaluations.defer(plan.ask)).state).toBe('planned');
      await bench().first.evaluations.settle(ended(plan));
      expect(await bench().first.evaluations.defer(plan.ask)).toMatchObject({
        state: 'settled',
        outcome: { move: { state: 'applied' } },
      });
    });

    it('may end as refused without a plan', async () => {
      const portal = bench().newPortal();
      const ask = anAsk(portal, 'a');
      await bench().first.evaluations.defer(ask);

      expect(await bench().second.evaluations.settle({ ask, outcome: REFUSED })).toBe(false);
      expect(await bench().first.evaluations.settle({ ask, outcome: REFUSED })).toBe(true);
      expect((await bench().first.evaluations.find(portal, keyOf('a')))?.state).toBe('settled');
    });
  });
}
