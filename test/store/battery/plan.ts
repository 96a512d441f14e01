import { anAsk, aPlan, ended, HELD, keyOf } from '../asks.js';
import type { Bench } from '../bench.js';

export function planBattery(bench: () => Bench): void {
  const workerOf = (n: number) => (n % 2 ? bench().first : bench().second);

  describe('plan', () => {
    it('keeps the decision, the writes and the move under the key', async () => {
      const portal = bench().newPortal();
      const plan = aPlan(anAsk(portal, 'a'), 'lead');

      const planned = await bench().first.evaluations.plan(plan);

      expect(planned).toEqual({ kind: 'planned' });
      const { ask, outcome, writes, move } = plan;
      const found = await bench().first.evaluations.find(portal, keyOf('a'));
      expect(found).toMatchObject({ state: 'planned', attempts: 0, outcome, writes, move });
      expect(found?.ask).toEqual(JSON.parse(JSON.stringify(ask)));
    });

    it('knows nothing of a key that was never asked', async () => {
      expect(await bench().first.evaluations.find(bench().newPortal(), keyOf('a'))).toBeUndefined();
    });

    it('answers a repeat with what is there, whoever asks', async () => {
      const ask = anAsk(bench().newPortal(), 'a');
      await bench().first.evaluations.plan(aPlan(ask));

      const again = await bench().first.evaluations.plan(aPlan(ask, 'lead'));
      const elsewhere = await bench().second.evaluations.plan(aPlan(ask, 'lead'));

      expect(again).toMatchObject({ kind: 'repeat', evaluation: { state: 'planned', outcome: HELD } });
      expect(elsewhere).toMatchObject({ kind: 'repeat', evaluation: { state: 'planned', outcome: HELD } });
    });

    it('lets one of many equal plans through, in one process and in two', async () => {
      const ask = anAsk(bench().newPortal(), 'a');

      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, n) => workerOf(n).evaluations.plan(aPlan(ask, 'lead'))),
      );

      expect(answers.filter((answer) => answer.kind === 'planned')).toHaveLength(1);
      expect(answers.filter((answer) => answer.kind === 'repeat')).toHaveLength(39);
    });

    it('opens one move per contact, in one process and in two', async () => {
      const portal = bench().newPortal();

      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, n) => workerOf(n).evaluations.plan(aPlan(anAsk(portal, `n${n}`), 'lead'))),
      );

      expect(answers.filter((answer) => answer.kind === 'planned')).toHaveLength(1);
      expect(answers.filter((answer) => answer.kind === 'stale')).toHaveLength(39);
      expect(answers.find((answer) => answer.kind === 'stale')).toEqual({ kind: 'stale', head: 0, open: true });
    });

    it('leaves nothing of a stale plan: its key is free again', async () => {
      const portal = bench().newPortal();
      const { evaluations } = bench().first;
      const open = aPlan(anAsk(portal, 'a'), 'lead');
      await evaluations.plan(open);
      await evaluations.plan(aPlan(anAsk(portal, 'b'), 'lead'));

      expect(await evaluations.find(portal, keyOf('b'))).toBeUndefined();
      await evaluations.settle(ended(open));
      expect(await evaluations.plan(aPlan(anAsk(portal, 'b'), 'mql', 'sql'))).toEqual({ kind: 'planned' });
    });

    it('plans without a move beside an open one', async () => {
      const portal = bench().newPortal();
      await bench().first.evaluations.plan(aPlan(anAsk(portal, 'a'), 'lead'));

      expect(await bench().first.evaluations.plan(aPlan(anAsk(portal, 'b')))).toEqual({ kind: 'planned' });
    });

    it('is stale when the chain ends elsewhere, until the caller has seen its head', async () => {
      const portal = bench().newPortal();
      const { evaluations } = bench().first;
      const before = aPlan(anAsk(portal, 'a'), 'lead');
      await evaluations.plan(before);
      await evaluations.settle(ended(before));

      const blind = await evaluations.plan(aPlan(anAsk(portal, 'b'), 'lead', 'sql'));
      const wrong = await evaluations.plan(aPlan(anAsk(portal, 'b'), 'lead', 'sql', 7));
      const seeing = await evaluations.plan(aPlan(anAsk(portal, 'b'), 'lead', 'sql', 1));

      expect(blind).toEqual({ kind: 'stale', head: 1, open: false });
      expect(wrong).toEqual({ kind: 'stale', head: 1, open: false });
      expect(seeing).toEqual({ kind: 'planned' });
    });

    it('keeps portals apart: the same key and the same contact are nobody else’s', async () => {
      const [one, other] = [bench().newPortal(), bench().newPortal()];
      const { evaluations } = bench().first;

      const answers = await Promise.all([
        evaluations.plan(aPlan(anAsk(one, 'a'), 'lead')),
        evaluations.plan(aPlan(anAsk(other, 'a'), 'lead')),
      ]);

      expect(answers).toEqual([{ kind: 'planned' }, { kind: 'planned' }]);
      await evaluations.settle(ended(aPlan(anAsk(one, 'a'), 'lead')));
      expect((await evaluations.find(other, keyOf('a')))?.state).toBe('planned');
      const stillOpen = { kind: 'stale', head: 0, open: true };
      expect(await evaluations.plan(aPlan(anAsk(other, 'b'), 'lead'))).toEqual(stillOpen);
      expect(await evaluations.find(bench().newPortal(), keyOf('a'))).toBeUndefined();
    });

    it('fails one row without the others', async () => {
      const portal = bench().newPortal();
      const { evaluations } = bench().first;
      const unfit = aPlan(anAsk(portal, 'unfit', { contactId: 'a\u0000b' }), 'lead');

      const answers = await Promise.allSettled([
        evaluations.plan(aPlan(anAsk(portal, 'a', { contactId: '1' }), 'lead')),
        evaluations.plan(unfit),
        evaluations.plan(aPlan(anAsk(portal, 'b', { contactId: '2' }), 'lead')),
      ]);

      expect(answers).toMatchObject([
        { value: { kind: 'planned' } },
        { reason: { code: 'INTERNAL' } },
        { value: { kind: 'planned' } },
      ]);
    });

    it('keeps large batches of two clients apart', async () => {
      const portal = bench().newPortal();
      const because = 'x'.repeat(2_000);
      const plans = Array.from({ length: 200 }, (_, n) => {
        const plan = aPlan(anAsk(portal, `big${n}`, { contactId: String(n) }));
        return { ...plan, writes: { handoff_reasons: `${n} ${because}` } };
      });

      const answers = await Promise.all(plans.map((plan, n) => workerOf(n).evaluations.plan(plan)));
      const found = await Promise.all(plans.map(({ ask }) => bench().first.evaluations.find(portal, ask.key)));

      expect(answers.every((answer) => answer.kind === 'planned')).toBe(true);
      expect(found.map((one) => one?.writes)).toEqual(plans.map(({ writes }) => writes));
    });
  });
}
