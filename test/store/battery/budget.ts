import { rateOf, reserveCall } from '../../../src/store/budget.js';
import type { Bench } from '../bench.js';

/** 100 calls in 10 s: ten at once, then 8.9 a second. */
const RATE = { burst: 10, perSecond: 8.9 };

/** The most grants in any window of `seconds`, both ends included. */
function most(grants: readonly number[], seconds: number): number {
  return Math.max(...grants.map((start) => grants.filter((at) => at >= start && at <= start + seconds).length));
}

export function budgetBattery(bench: () => Bench): void {
  describe('budget', () => {
    it('grants no more than burst and rate in any window, whichever process asks', async () => {
      const portal = bench().newPortal();
      expect(rateOf(100)).toEqual({ burst: 10, perSecond: 8.9 });

      const reserved = await Promise.all(
        Array.from({ length: 250 }, () => reserveCall(bench().db, portal, RATE).then(({ at }) => at)),
      );

      expect(most(reserved, 0.5)).toBeLessThanOrEqual(14);
      expect(most(reserved, 1)).toBeLessThanOrEqual(18);
      expect(most(reserved, 10)).toBeLessThanOrEqual(99);
      // And wastes none: 250 calls take 240 intervals.
      expect(Math.max(...reserved) - Math.min(...reserved)).toBeLessThan(27.5);
    });

    it('shares one bound between two processes', async () => {
      const portal = bench().newPortal();
      const taken: number[] = [];
      const begin = performance.now();

      await Promise.all(
        Array.from({ length: 16 }, async (_, n) => {
          await (n % 2 ? bench().first : bench().second).budget.take(portal);
          taken.push(performance.now() - begin);
        }),
      );

      // Ten leave at once; the six after them are 1/8.9 s apart, so the last cannot leave before 0.67 s.
      expect(taken[15]).toBeGreaterThan(670);
    });

    it('keeps portals apart', async () => {
      const [one, other] = [bench().newPortal(), bench().newPortal()];
      for (let n = 0; n < 30; n += 1) await reserveCall(bench().db, one, RATE);

      expect((await reserveCall(bench().db, other, RATE)).waitMs).toBe(0);
    });

    it('grants nothing during a pause, not even to those already waiting', async () => {
      const portal = bench().newPortal();
      // Half a second to wait, so that it is still waiting when the pause comes, however busy the machine.
      for (let n = 0; n < 15; n += 1) await reserveCall(bench().db, portal, RATE);
      const begin = performance.now();
      const waiting = bench().first.budget.take(portal);
      await bench().second.budget.pause(portal, 700);

      await waiting;

      expect(performance.now() - begin).toBeGreaterThan(700);
    });

    it('believes no pause of more than a minute', async () => {
      const portal = bench().newPortal();
      await bench().first.budget.pause(portal, 3_600_000);

      const { waitMs } = await reserveCall(bench().db, portal, RATE);

      expect(waitMs).toBeGreaterThan(55_000);
      expect(waitMs).toBeLessThan(60_500);
    });
  });
}
