import { setTimeout as pause } from 'node:timers/promises';
import type { Acceptance } from '../../../src/app/ports.js';
import { createAcceptanceStore } from '../../../src/store/acceptance-store.js';
import { all, anAsk, aPlan, ended, keyOf } from '../asks.js';
import { databaseAway, nothingDue, type Bench } from '../bench.js';

/** The store's clock is now: one of these is before whatever it writes, the other after. */
const LONG_AGO = 1_000;
const FAR_AHEAD = 4_000_000_000_000;

export function acceptanceBattery(bench: () => Bench): void {
  const WAIT = { action: 'await-acceptance', want: { kind: 'await-acceptance', minutes: 60 } } as const;
  const answer = (portalId: number, more: Partial<Acceptance> = {}): Acceptance => ({
    portalId,
    contactId: '101',
    key: keyOf(JSON.stringify(more)),
    outcome: 'accepted',
    by: 'user:9001',
    at: LONG_AGO,
    ...more,
  });
  const record = (portalId: number, more: Partial<Acceptance> = {}) =>
    bench().first.acceptances.record(answer(portalId, more));
  const found = async (portalId: number, since: number, contactId = '101') =>
    (await bench().first.acceptances.find({ portalId, contactId, since }))?.by;
  const move = async (portalId: number, from: string, to: 'mql' | 'sal' | 'sql' | 'recycled', contactId = '101') => {
    const plan = aPlan(anAsk(portalId, `${contactId} ${from} ${to}`, { contactId }), from, to);
    await bench().first.evaluations.plan(plan);
    await bench().first.evaluations.settle(ended(plan));
  };

  describe('acceptances', () => {
    it('finds an answer as it was given', async () => {
      const portal = bench().newPortal();
      const given = answer(portal, { outcome: 'refused', by: 'Sanne; de Wit', at: 5_000 });

      await bench().first.acceptances.record(given);

      await expect(
        bench().first.acceptances.find({ portalId: portal, contactId: '101', since: 5_000 }),
      ).resolves.toEqual(given);
    });

    it('finds nothing where nobody answered', async () => {
      await expect(found(bench().newPortal(), 0)).resolves.toBeUndefined();
    });

    it('takes the newest of those that count, in whatever order they came', async () => {
      const portal = bench().newPortal();
      await record(portal, { by: 'second', at: 6_000 });
      await record(portal, { by: 'first', at: 5_000 });
      await record(portal, { by: 'third', at: 6_000 });

      await expect(found(portal, 5_500)).resolves.toBe('third');
    });

    it('keeps an answer once, and its first word', async () => {
      const portal = bench().newPortal();
      await record(portal, { key: keyOf('a'), by: 'first' });
      await record(portal, { key: keyOf('a'), by: 'again', outcome: 'refused', at: 9_000 });

      await expect(found(portal, 0)).resolves.toBe('first');
    });

    it('keeps portals and contacts apart, the same key included', async () => {
      const [one, other] = [bench().newPortal(), bench().newPortal()];
      await record(one, { key: keyOf('a'), by: 'one' });
      await record(other, { key: keyOf('a'), by: 'other' });

      expect([await found(one, 0), await found(other, 0), await found(one, 0, '102')]).toEqual([
        'one',
        'other',
        undefined,
      ]);
    });

    describe('given before the hand-over began', () => {
      it('stands while the contact has not moved', async () => {
        const portal = bench().newPortal();
        await record(portal);

        await expect(found(portal, LONG_AGO + 60_000)).resolves.toBe('user:9001');
      });

      it.each([
        [15 * 60_000, 'user:9001'],
        [15 * 60_000 + 1, undefined],
      ])('%i ms before, it is %s', async (early, by) => {
        const portal = bench().newPortal();
        await record(portal);

        await expect(found(portal, LONG_AGO + early)).resolves.toBe(by);
      });

      it('stands when the contact had moved before it', async () => {
        const portal = bench().newPortal();
        await move(portal, 'lead', 'sql');
        await record(portal, { at: FAR_AHEAD });

        await expect(found(portal, FAR_AHEAD + 1)).resolves.toBe('user:9001');
      });

      it('stands when the accepted lead went to SAL, where it belongs', async () => {
        const portal = bench().newPortal();
        await record(portal);
        await move(portal, 'mql', 'sal');

        await expect(found(portal, LONG_AGO + 60_000)).resolves.toBe('user:9001');
      });

      it.each(['mql', 'sql', 'recycled'] as const)('stands no longer when the contact went to %s since', async (to) => {
        const portal = bench().newPortal();
        await record(portal);
        await move(portal, 'lead', to);

        await expect(found(portal, LONG_AGO + 60_000)).resolves.toBeUndefined();
        // For a hand-over that was under way when it was given it counts, wherever the contact is now.
        await expect(found(portal, LONG_AGO)).resolves.toBe('user:9001');
      });

      it('stands through the move that was itself the answer, and what was seen with that', async () => {
        const portal = bench().newPortal();
        await move(portal, 'lead', 'mql');
        await pause(2);
        const at = Date.now();
        await record(portal, { key: keyOf('by hand'), at });
        await pause(2);
        // The log ends at MQL: that the contact had gone back to lead is seen with this move.
        const plan = aPlan(anAsk(portal, 'by hand'), 'lead', 'sql');
        await bench().first.evaluations.plan({ ...plan, headSeen: 1 });
        await bench().first.evaluations.settle(ended(plan));

        const log = await all(bench().first.logs.transitions({ portalId: portal }));
        expect(log.map(({ to, way }) => `${to} ${way}`)).toEqual(['mql workflow', 'lead sync', 'sql workflow']);
        await expect(found(portal, at + 60_000)).resolves.toBe('user:9001');
      });

      it('stands no longer when another move came after that', async () => {
        const portal = bench().newPortal();
        await record(portal, { key: keyOf('101 mql sql') });
        await move(portal, 'mql', 'sql');
        await pause(2);
        await move(portal, 'sql', 'recycled');

        await expect(found(portal, LONG_AGO + 60_000)).resolves.toBeUndefined();
      });

      it('does not fall with the moves of another contact or portal', async () => {
        const [portal, other] = [bench().newPortal(), bench().newPortal()];
        await record(portal);
        await move(portal, 'lead', 'sql', '102');
        await move(other, 'lead', 'sql');

        await expect(found(portal, LONG_AGO + 60_000)).resolves.toBe('user:9001');
      });
    });

    describe('recorded', () => {
      beforeEach(() => nothingDue(bench()));

      /** An ask that was looked at and is to be looked at again in a minute. */
      async function waits(portalId: number, name: string, more: Parameters<typeof anAsk>[2] = WAIT) {
        await bench().first.evaluations.defer(anAsk(portalId, name, more));
        await bench().first.evaluations.release(portalId, keyOf(name), 60_000);
      }
      const claimed = async () => (await bench().second.evaluations.claim(10)).map(({ ask }) => ask.key);

      it('lets whoever waits for it look at once, each of them', async () => {
        const portal = bench().newPortal();
        await waits(portal, 'a');
        await waits(portal, 'b');
        const before = await claimed();

        await record(portal);

        expect(before).toEqual([]);
        expect((await claimed()).sort()).toEqual([keyOf('a'), keyOf('b')].sort());
      });

      it('wakes nobody else: another contact, another portal, another kind of ask', async () => {
        const [portal, other] = [bench().newPortal(), bench().newPortal()];
        await waits(portal, 'contact', { ...WAIT, contactId: '102' });
        await waits(other, 'portal');
        await waits(portal, 'kind', {});

        await record(portal);

        await expect(claimed()).resolves.toEqual([]);
      });

      it('leaves what somebody is looking at to him, and the time he gives it back for', async () => {
        const portal = bench().newPortal();
        await bench().first.evaluations.defer(anAsk(portal, 'a', WAIT));

        await record(portal);
        const meanwhile = await claimed();
        await bench().first.evaluations.release(portal, keyOf('a'), 60_000);

        expect([meanwhile, await claimed()]).toEqual([[], []]);
        await expect(found(portal, 0)).resolves.toBe('user:9001');
      });

      it('changes nothing of a wait that is over', async () => {
        const portal = bench().newPortal();
        await bench().first.evaluations.defer(anAsk(portal, 'a', WAIT));
        const decision = { kind: 'hold', from: 'mql', to: 'mql', rule: 'late', missing: [], flags: [] } as const;
        await bench().first.evaluations.settle({ ask: anAsk(portal, 'a', WAIT), outcome: { decision } });

        await record(portal);

        await expect(claimed()).resolves.toEqual([]);
        await expect(bench().first.evaluations.find(portal, keyOf('a'))).resolves.toMatchObject({
          state: 'settled',
          outcome: { decision },
        });
      });

      it('is kept once when two processes are told at the same moment', async () => {
        const portal = bench().newPortal();
        const [one, other] = [bench().first.acceptances, createAcceptanceStore(bench().db)];

        await Promise.all(
          Array.from({ length: 20 }, (_, n) => (n % 2 ? one : other).record(answer(portal, { key: keyOf('same') }))),
        );

        const { rows } = await bench().pool.query(
          'select count(*)::int as kept from acceptances where portal_id = $1',
          [portal],
        );
        expect(rows).toEqual([{ kept: 1 }]);
      });
    });

    it('says so when the store is away', async () => {
      const away = createAcceptanceStore(databaseAway());

      await expect(away.record(answer(1))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      await expect(away.find({ portalId: 1, contactId: '101', since: 0 })).rejects.toMatchObject({
        code: 'STORE_UNAVAILABLE',
      });
    });
  });
}
