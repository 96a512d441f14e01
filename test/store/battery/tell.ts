import { createGate } from '../../../src/store/coalesce.js';
import { createEvaluationStore } from '../../../src/store/evaluation-store.js';
import { anAsk, aPlan, ended, keyOf } from '../asks.js';
import { allDue, moveAndTell, nothingToTell } from '../announcing.js';
import type { Bench } from '../bench.js';

interface Kept {
  readonly about: string;
  readonly key: string;
  readonly channels: readonly string[];
  readonly wait: number;
}

export function tellBattery(bench: () => Bench): void {
  const keptOf = async (portal: number) => {
    const { rows } = await bench().pool.query<Kept>(
      `select *, round(extract(epoch from due_at - now()))::int as wait from announcements where portal_id = $1 order by id`,
      [portal],
    );
    return rows;
  };
  const notify = (portal: number, more: object = {}) =>
    bench().first.announcements.record({
      ...{ portalId: portal, contactId: '101', stage: 'sql', channels: [], urgent: false, note: undefined },
      ...{ askKey: 'notify-1', at: 1_700_000_000_000, ...more },
    });

  describe('a move that is to be told', () => {
    beforeEach(() => nothingToTell(bench()));

    it('leaves an announcement with its transition, due after the window (P3, W05)', async () => {
      const portal = bench().newPortal();

      await moveAndTell(bench(), 'a', { portal });

      const kept = await keptOf(portal);
      expect(kept).toMatchObject([
        {
          contact_id: '101',
          about: 'transition:1',
          key: expect.stringMatching(/^[0-9a-f]{64}$/),
          stage: 'sql',
          channels: ['owner-task', 'slack'],
          urgent: false,
          note: null,
          ask_key: keyOf('101 a'),
          composed: false,
        },
      ]);
      expect([59, 60]).toContain(kept[0]?.wait);
    });

    it('leaves one, however often it is settled', async () => {
      const portal = bench().newPortal();
      const plan = aPlan(anAsk(portal, 'a'), 'mql', 'sql');
      await bench().first.evaluations.plan(plan);
      const settlement = { ...ended(plan), announce: { channels: ['slack'] } } as const;

      await Promise.all([1, 2, 3].map(() => bench().first.evaluations.settle(settlement)));
      await bench().first.evaluations.settle(settlement);

      expect(await keptOf(portal)).toHaveLength(1);
    });

    it('leaves one for itself and none for what others changed before it', async () => {
      const portal = bench().newPortal();
      await moveAndTell(bench(), 'a', { portal, from: 'lead', to: 'mql' });
      const plan = aPlan(anAsk(portal, 'b'), 'subscriber', 'sql', 1);
      await bench().first.evaluations.plan(plan);

      await bench().first.evaluations.settle({ ...ended(plan), announce: { channels: ['slack'] } });

      expect((await keptOf(portal)).map(({ about }) => about)).toEqual(['transition:1', 'transition:3']);
    });

    it.each(['ignored', 'refused'] as const)('leaves none when it was %s', async (state) => {
      const portal = bench().newPortal();
      const plan = aPlan(anAsk(portal, 'a'), 'mql', 'sql');
      await bench().first.evaluations.plan(plan);

      await bench().first.evaluations.settle({ ...ended(plan, state), announce: { channels: ['slack'] } });

      expect(await keptOf(portal)).toEqual([]);
    });

    it('leaves none when nobody asked for it', async () => {
      const portal = bench().newPortal();
      const plan = aPlan(anAsk(portal, 'a'), 'mql', 'sql');
      await bench().first.evaluations.plan(plan);

      await bench().first.evaluations.settle(ended(plan));

      expect(await keptOf(portal)).toEqual([]);
    });

    it('waits as long as the store was told to', async () => {
      const { db, firstWorker } = bench();
      const deps = { db, worker: firstWorker, now: undefined, gate: createGate(1) };
      const evaluations = createEvaluationStore({ ...deps, announceAfterMs: 300_000 });
      const portal = bench().newPortal();
      const plan = aPlan(anAsk(portal, 'a'), 'mql', 'sql');
      await evaluations.plan(plan);

      await evaluations.settle({ ...ended(plan), announce: { channels: ['slack'] } });

      expect([299, 300]).toContain((await keptOf(portal))[0]?.wait);
    });

    it('keeps the announcements of many contacts and portals apart, settled together', async () => {
      const portals = [bench().newPortal(), bench().newPortal()];
      const told = portals.flatMap((portal) => ['1', '2', '3'].map((contactId) => ({ portal, contactId })));

      await Promise.all(told.map((one) => moveAndTell(bench(), 'a', one)));

      const kept = await Promise.all(portals.map(keptOf));
      expect(kept.map((rows) => rows.length)).toEqual([3, 3]);
      expect(new Set(kept.flat().map(({ key }) => key)).size).toBe(6);
    });
  });

  describe('notify-sales after a move that is to be told', () => {
    beforeEach(() => nothingToTell(bench()));

    it('is already told, and adds its note, its urgency and its channels while that is not composed (W05)', async () => {
      const portal = bench().newPortal();
      await moveAndTell(bench(), 'a', { portal });

      const answer = await notify(portal, {
        channels: ['slack', 'email', 'webhook'],
        urgent: true,
        note: 'Before noon',
      });

      const kept = await keptOf(portal);
      expect(answer).toEqual({ sent: 'already', key: kept[0]?.key });
      expect(kept).toMatchObject([
        { channels: ['owner-task', 'slack', 'email', 'webhook'], urgent: true, note: 'Before noon', wait: 0 },
      ]);
    });

    it('takes nothing away', async () => {
      const portal = bench().newPortal();
      await moveAndTell(bench(), 'a', { portal });
      await notify(portal, { urgent: true, note: 'Before noon' });

      await notify(portal, { askKey: 'notify-2' });

      expect(await keptOf(portal)).toMatchObject([
        { channels: ['owner-task', 'slack'], urgent: true, note: 'Before noon', wait: 0 },
      ]);
    });

    it('changes nothing of what is composed', async () => {
      const portal = bench().newPortal();
      await moveAndTell(bench(), 'a', { portal });
      await allDue(bench());
      const [open = []] = await bench().first.deliveries.claimAnnouncements(1);
      await bench().first.deliveries.compose(open, []);

      const answer = await notify(portal, { channels: ['email'], urgent: true, note: 'Too late' });

      expect(answer.sent).toBe('already');
      expect(await keptOf(portal)).toMatchObject([
        { channels: ['owner-task', 'slack'], urgent: false, note: null, composed: true },
      ]);
    });

    it('has it composed anew when it comes while it is being composed: nothing it says is lost', async () => {
      const portal = bench().newPortal();
      await moveAndTell(bench(), 'a', { portal });
      await allDue(bench());
      const [before = []] = await bench().first.deliveries.claimAnnouncements(1);
      await notify(portal, { note: 'Before noon' });

      await bench().first.deliveries.compose(before, []);
      const [after = []] = await bench().first.deliveries.claimAnnouncements(1);

      expect(after).toMatchObject([{ key: before[0]?.key, note: 'Before noon', attempts: 2 }]);
    });
  });
}
