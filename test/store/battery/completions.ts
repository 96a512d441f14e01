import type { Ask } from '../../../src/app/ask.js';
import { anAsk, aPlan, ended, keyOf } from '../asks.js';
import { silence, type Bench } from '../bench.js';

export function completionBattery(bench: () => Bench): void {
  /** Told to wait, then over. */
  const finishLate = async (ask: Ask) => {
    const { evaluations } = bench().first;
    await evaluations.defer(ask);
    await evaluations.plan(aPlan(ask));
    await evaluations.settle(ended(aPlan(ask)));
  };
  const clear = () =>
    bench().pool.query(
      `update evaluations set completion = 'done', completion_token = null where completion = 'wanted'`,
    );
  const keysOf = (claimed: Awaited<ReturnType<Bench['first']['evaluations']['claimCompletions']>>) =>
    claimed?.evaluations.map(({ ask }) => ask.key);

  describe('completions', () => {
    beforeEach(clear);

    it('are none while nobody was told to wait, or it is not over', async () => {
      const portal = bench().newPortal();
      const plan = aPlan(anAsk(portal, 'at once'));
      await bench().first.evaluations.plan(plan);
      await bench().first.evaluations.settle(ended(plan));
      await bench().first.evaluations.defer(anAsk(portal, 'not over'));

      expect(await bench().first.evaluations.claimCompletions(10)).toBeUndefined();
    });

    it('are none where HubSpot gave no handle', async () => {
      const { callbackId: _none, ...ask } = anAsk(bench().newPortal(), 'a');
      await finishLate(ask);

      expect(await bench().first.evaluations.claimCompletions(10)).toBeUndefined();
    });

    it('offer the outcome and the handle, of one portal at a time, longest waiting first', async () => {
      const [one, other] = [bench().newPortal(), bench().newPortal()];
      await finishLate(anAsk(one, 'a'));
      await finishLate(anAsk(other, 'b'));
      await finishLate(anAsk(one, 'c'));

      const first = await bench().first.evaluations.claimCompletions(10);
      const second = await bench().second.evaluations.claimCompletions(10);

      expect(first).toMatchObject({
        portalId: one,
        evaluations: [
          { state: 'settled', ask: { callbackId: `ap-${one}-a` }, outcome: { decision: { kind: 'hold' } } },
          { state: 'settled', ask: { callbackId: `ap-${one}-c` } },
        ],
      });
      expect(second).toMatchObject({ portalId: other });
      expect(await bench().first.evaluations.claimCompletions(10)).toBeUndefined();
    });

    it('want one even when the ask was decided before the caller gave up', async () => {
      const portal = bench().newPortal();
      const plan = aPlan(anAsk(portal, 'a'));
      await bench().first.evaluations.plan(plan);
      await bench().first.evaluations.defer(plan.ask);
      await bench().first.evaluations.settle(ended(plan));

      expect(keysOf(await bench().first.evaluations.claimCompletions(10))).toEqual([keyOf('a')]);
    });

    it('want none when it was over before: the caller got its answer', async () => {
      const plan = aPlan(anAsk(bench().newPortal(), 'a'));
      await bench().first.evaluations.plan(plan);
      await bench().first.evaluations.settle(ended(plan));
      await bench().first.evaluations.defer(plan.ask);

      expect(await bench().first.evaluations.claimCompletions(10)).toBeUndefined();
    });

    it('end when HubSpot has them', async () => {
      const portal = bench().newPortal();
      await finishLate(anAsk(portal, 'a'));
      await bench().first.evaluations.claimCompletions(10);

      await bench().first.evaluations.completed(portal, [keyOf('a')]);
      await silence(bench(), bench().firstWorker);

      expect(await bench().second.evaluations.claimCompletions(10)).toBeUndefined();
      await bench().first.evaluations.renew();
    });

    it('of the same key in another portal stay', async () => {
      const [one, other] = [bench().newPortal(), bench().newPortal()];
      for (const portal of [one, other]) await finishLate(anAsk(portal, 'a'));

      await bench().first.evaluations.completed(one, [keyOf('a')]);

      expect(await bench().first.evaluations.claimCompletions(10)).toMatchObject({ portalId: other });
    });

    it('come back after the delay, and when their worker falls silent', async () => {
      const portal = bench().newPortal();
      await finishLate(anAsk(portal, 'now'));
      await finishLate(anAsk(portal, 'later'));
      await finishLate(anAsk(portal, 'silent'));
      await bench().first.evaluations.claimCompletions(10);

      await bench().first.evaluations.releaseCompletions(portal, [keyOf('now')], 0);
      await bench().first.evaluations.releaseCompletions(portal, [keyOf('later')], 60_000);
      const released = await bench().second.evaluations.claimCompletions(10);
      await silence(bench(), bench().firstWorker);
      const left = await bench().second.evaluations.claimCompletions(10);

      expect(keysOf(released)).toEqual([keyOf('now')]);
      expect(keysOf(left)).toEqual([keyOf('silent')]);
      await bench().first.evaluations.renew();
    });
  });
}
