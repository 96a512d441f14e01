import { anAsk, aPlan, ended, keyOf } from '../asks.js';
import { breakable, nothingDue, silence, type Bench } from '../bench.js';

export function leaseBattery(bench: () => Bench): void {
  const clear = () => nothingDue(bench());
  afterEach(async () => {
    await bench().first.evaluations.renew();
    await bench().second.evaluations.renew();
  });

  describe('claim', () => {
    beforeEach(clear);

    it('leaves alone what a live worker has', async () => {
      await bench().first.evaluations.plan(aPlan(anAsk(bench().newPortal(), 'a'), 'lead'));

      expect(await bench().second.evaluations.claim(10)).toEqual([]);
      expect(await bench().first.evaluations.claim(10)).toEqual([]);
    });

    it('takes up what a silent worker left, planned or accepted, with everything needed to go on', async () => {
      const portal = bench().newPortal();
      const plan = aPlan(anAsk(portal, 'a'), 'lead');
      await bench().first.evaluations.plan(plan);
      await bench().first.evaluations.defer(anAsk(portal, 'b'));
      await silence(bench(), bench().firstWorker);

      const claimed = await bench().second.evaluations.claim(10);

      const { outcome, writes, move } = plan;
      expect(claimed).toMatchObject([
        { state: 'planned', attempts: 1, outcome, writes, move, ask: { key: keyOf('a'), portalId: portal } },
        { state: 'accepted', attempts: 1, ask: { key: keyOf('b'), portalId: portal } },
      ]);
    });

    it('gives each to one worker only', async () => {
      const portal = bench().newPortal();
      const names = Array.from({ length: 30 }, (_, n) => `n${n}`);
      for (const name of names) await bench().first.evaluations.defer(anAsk(portal, name));
      for (const name of names) await bench().first.evaluations.release(portal, keyOf(name), 0);

      const claimed = await Promise.all(
        [bench().first, bench().second, bench().first, bench().second].map(({ evaluations }) => evaluations.claim(10)),
      );

      const keys = claimed.flat().map(({ ask }) => ask.key);
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys.length + (await bench().first.evaluations.claim(30)).length).toBe(30);
    });

    it('takes no more than asked', async () => {
      const portal = bench().newPortal();
      for (const name of ['a', 'b', 'c']) {
        await bench().first.evaluations.defer(anAsk(portal, name));
        await bench().first.evaluations.release(portal, keyOf(name), 0);
      }

      expect(await bench().first.evaluations.claim(2)).toHaveLength(2);
    });
  });

  describe('a broken connection', () => {
    beforeEach(clear);

    it('gives back what was leased to this worker without its hearing of it', async () => {
      const ask = anAsk(bench().newPortal(), 'unheard');
      const broken = breakable(bench());
      await bench().second.evaluations.plan(aPlan(ask, 'lead'));
      const before = await broken.evaluations.claim(10);

      broken.breakNext();
      const lost = broken.evaluations.plan(aPlan(anAsk(bench().newPortal(), 'lost')));

      await expect(lost).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', retryAfterMs: 1000 });
      const after = await broken.evaluations.claim(10);
      expect(before).toEqual([]);
      expect(after.map(({ ask: { key } }) => key)).toEqual([keyOf('unheard')]);
    });

    it('gives it back too when a repeat came while nobody had it: hearing of an ask is not having it', async () => {
      const ask = anAsk(bench().newPortal(), 'repeated');
      const broken = breakable(bench());
      await bench().first.evaluations.defer(ask);
      await bench().first.evaluations.release(ask.portalId, ask.key, 0);
      await broken.evaluations.defer(ask);
      // Claimed in this worker's name, without its hearing of it.
      await bench().second.evaluations.claim(10);

      broken.breakNext();
      await expect(broken.evaluations.claim(10)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });

      expect((await broken.evaluations.claim(10)).map(({ ask: { key } }) => key)).toEqual([keyOf('repeated')]);
    });

    it('takes nothing from what this worker is at work on', async () => {
      const broken = breakable(bench());
      await broken.evaluations.plan(aPlan(anAsk(bench().newPortal(), 'planned'), 'lead'));
      await broken.evaluations.defer(anAsk(bench().newPortal(), 'deferred'));

      broken.breakNext();
      await expect(broken.evaluations.claim(10)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });

      expect(await broken.evaluations.claim(10)).toEqual([]);
    });
  });

  describe('release', () => {
    beforeEach(clear);

    it('offers it again after the delay', async () => {
      const portal = bench().newPortal();
      await bench().first.evaluations.defer(anAsk(portal, 'now'));
      await bench().first.evaluations.defer(anAsk(portal, 'later'));
      await bench().first.evaluations.release(portal, keyOf('now'), 0);
      await bench().first.evaluations.release(portal, keyOf('later'), 60_000);

      const claimed = await bench().second.evaluations.claim(10);

      expect(claimed.map(({ ask }) => ask.key)).toEqual([keyOf('now')]);
      const { rows } = await bench().pool.query(
        `select due_at > now() + interval '50 seconds' and due_at < now() + interval '61 seconds' as in_a_minute
         from evaluations where portal_id = $1 and key = $2`,
        [portal, keyOf('later')],
      );
      expect(rows).toEqual([{ in_a_minute: true }]);
    });

    it('leaves the same key of another portal alone', async () => {
      const [one, other] = [bench().newPortal(), bench().newPortal()];
      for (const portal of [one, other]) await bench().first.evaluations.defer(anAsk(portal, 'a'));

      await bench().first.evaluations.release(one, keyOf('a'), 0);

      expect((await bench().second.evaluations.claim(10)).map(({ ask }) => ask.portalId)).toEqual([one]);
    });

    it('does nothing for another worker’s', async () => {
      const portal = bench().newPortal();
      await bench().first.evaluations.defer(anAsk(portal, 'a'));

      await bench().second.evaluations.release(portal, keyOf('a'), 0);

      expect(await bench().second.evaluations.claim(10)).toEqual([]);
    });
  });

  describe('renew', () => {
    beforeEach(clear);

    it('keeps everything the worker has', async () => {
      await bench().first.evaluations.defer(anAsk(bench().newPortal(), 'a'));
      await silence(bench(), bench().firstWorker);
      await bench().first.evaluations.renew();

      expect(await bench().second.evaluations.claim(10)).toEqual([]);
    });

    it('does not bring back what was taken over', async () => {
      const portal = bench().newPortal();
      const plan = aPlan(anAsk(portal, 'a'), 'lead');
      await bench().first.evaluations.plan(plan);
      await silence(bench(), bench().firstWorker);
      await bench().second.evaluations.claim(10);

      await bench().first.evaluations.renew();

      expect(await bench().first.evaluations.settle(ended(plan))).toBe(false);
    });
  });

  describe('breakLeases', () => {
    beforeEach(clear);

    it('frees what workers of an earlier life had, at once', async () => {
      await bench().first.evaluations.defer(anAsk(bench().newPortal(), 'a'));

      await bench().second.evaluations.breakLeases();

      expect(await bench().second.evaluations.claim(10)).toHaveLength(1);
    });
  });
}
