import type { ClockRow, ClockStart, LookedAt } from '../../../src/app/clock/clock.js';
import type { Tell } from '../../../src/core/watch-clock.js';
import { createClockStore } from '../../../src/store/clock-store.js';
import { createGate } from '../../../src/store/coalesce.js';
import { anAsk, aPlan, ended } from '../asks.js';
import type { Bench } from '../bench.js';

const AT = 1_700_000_000_000;
const HOUR = 3_600_000;

function aClock(portalId: number, more: Partial<ClockRow> = {}): ClockRow {
  return {
    ...{ portalId, contactId: '101', model: 'saas', stage: 'sql', enteredAt: AT, capturedAt: AT - HOUR, handedAt: AT },
    ...{ openedAt: undefined, acceptedAt: undefined, acceptedBy: undefined, confirmWithin: '7d', followFrom: AT },
    ...{ followUps: 0, followedAt: undefined, noShows: 0, told: [], dueAt: AT + 1 },
    ...more,
  };
}

const TELL: Tell = {
  kind: 'overdue',
  about: 'overdue:respond:1',
  to: 'overdue',
  stage: 'sql',
  dueAt: AT,
  deadline: 'respond',
};
const looked = (row: ClockRow, more: Partial<LookedAt> = {}): LookedAt => ({
  ...{ row, tells: [{ tell: TELL, channels: ['manager-task'] }], at: AT + 2, keep: false },
  ...more,
});

export function clockBattery(bench: () => Bench): void {
  const first = () => bench().first.clocks;
  const second = () => createClockStore({ db: bench().db, worker: bench().secondWorker, gate: createGate(1) });
  /** A move of ours that begins a clock. */
  const move = async (row: ClockRow, name = 'a', from = 'mql', state: 'applied' | 'ignored' = 'applied') => {
    const { portalId, contactId, stage } = row;
    const to = stage === 'mql' || stage === 'sal' || stage === 'recycled' ? stage : 'sql';
    const plan = aPlan(anAsk(portalId, `${contactId} ${name}`, { contactId }), from, to);
    await bench().first.evaluations.plan(plan);
    await bench().first.evaluations.settle({ ...ended(plan, state), clock: { because: 'move', row } });
  };
  /** An ask that leaves the contact where it is. */
  const see = async (row: ClockRow, name = 's', because: ClockStart['because'] = 'seen') => {
    const plan = aPlan(anAsk(row.portalId, `${row.contactId} ${name}`, { contactId: row.contactId }));
    await bench().first.evaluations.settle({ ...ended(plan), clock: { because, row } });
  };
  const nothingElse = () => bench().pool.query('update clocks set due_at = null');
  const announced = async (portal: number) =>
    (await bench().pool.query<object>('select * from announcements where portal_id = $1 order by id', [portal])).rows;

  describe('clocks', () => {
    beforeEach(nothingElse);

    it('begin with the transition, as they were computed', async () => {
      const row = aClock(bench().newPortal());

      await move(row);

      expect(await first().find(row.portalId, '101')).toEqual(row);
    });

    it('do not begin with a move that HubSpot ignored', async () => {
      const row = aClock(bench().newPortal());

      await move(row, 'a', 'mql', 'ignored');

      expect(await first().find(row.portalId, '101')).toBeUndefined();
    });

    it('keep within a run what was done in it, and begin anew after it', async () => {
      const portal = bench().newPortal();
      await move(
        aClock(portal, {
          stage: 'sal',
          acceptedAt: AT,
          acceptedBy: 'user:7',
          openedAt: AT,
          noShows: 1,
          told: ['warn'],
        }),
      );
      await move(aClock(portal, { enteredAt: AT + HOUR, handedAt: AT + HOUR, capturedAt: undefined }), 'b', 'sal');

      const within = await first().find(portal, '101');
      await move(
        aClock(portal, { stage: 'recycled', handedAt: undefined, confirmWithin: undefined, dueAt: undefined }),
        'c',
        'sql',
      );
      const after = await first().find(portal, '101');

      expect(within).toMatchObject({
        ...{ stage: 'sql', enteredAt: AT + HOUR, handedAt: AT, openedAt: AT, acceptedAt: AT, acceptedBy: 'user:7' },
        ...{ capturedAt: AT - HOUR, noShows: 1, told: [] },
      });
      expect(after).toMatchObject({ stage: 'recycled', handedAt: undefined, acceptedAt: undefined, noShows: 0 });
    });

    it('begin where a contact was seen, once, and several at a time', async () => {
      const portal = bench().newPortal();
      const lead = aClock(portal, { stage: 'lead', handedAt: undefined });

      await Promise.all(['s1', 's2', 's3'].map((name) => see(lead, name)));
      await see({ ...lead, enteredAt: AT + HOUR }, 's4');

      expect(await first().find(portal, '101')).toEqual(lead);
    });

    it.each([
      ['later than the clock', HOUR, 'mql'],
      ['before it began', -HOUR, 'sql'],
    ])('go by a look at another stage only %s', async (_what, ms, stage) => {
      const portal = bench().newPortal();
      await move(aClock(portal));

      await see(aClock(portal, { stage: 'mql', enteredAt: AT + ms }));

      expect(await first().find(portal, '101')).toMatchObject({ stage });
    });

    it('are claimed when due, by one worker, the longest overdue first', async () => {
      const portal = bench().newPortal();
      await Promise.all(['1', '2', '3'].map((contactId, n) => move(aClock(portal, { contactId, dueAt: AT - n }))));
      await move(aClock(portal, { contactId: '4', dueAt: AT + 1 }));

      const [one, two] = await Promise.all([first().claim(AT, 2), second().claim(AT, 2)]);
      const ids = [...one, ...two].map(({ contactId }) => contactId);

      expect([...ids].sort()).toEqual(['1', '2', '3'].slice(0, ids.length));
      expect(new Set(ids).size).toBe(ids.length);
      const rest = await first().claim(AT, 10);
      expect([...ids, ...rest.map(({ contactId }) => contactId)].sort()).toEqual(['1', '2', '3']);
    });

    it('are settled together with what they have to tell, which is told once for ever', async () => {
      const row = aClock(bench().newPortal());
      await move(row);
      await first().claim(AT + 1, 10);

      const ours = await first().settle(looked({ ...row, told: ['respond'], dueAt: AT + HOUR }));
      await first().claim(AT + HOUR, 10);
      await first().settle(looked({ ...row, followUps: 1 }));

      expect(ours).toBe(true);
      expect(await first().find(row.portalId, '101')).toMatchObject({ followUps: 1, told: [] });
      expect(await announced(row.portalId)).toMatchObject([
        {
          about: 'overdue:respond:1',
          channels: ['manager-task'],
          stage: 'sql',
          urgent: true,
          tell: TELL,
          composed: false,
        },
      ]);
    });

    it('come back with their announcement when it is composed', async () => {
      const row = aClock(bench().newPortal());
      await move(row);
      await first().claim(AT + 1, 10);
      await first().settle(looked(row));

      const claimed = await bench().first.deliveries.claimAnnouncements(1000);

      expect(claimed.flat().filter(({ portalId }) => portalId === row.portalId)).toMatchObject([
        { tell: TELL, channels: ['manager-task'], stage: 'sql', urgent: true },
      ]);
    });

    it('are nobody’s to settle who has lost them: to a move, to an answer, to a signal, to another worker', async () => {
      const portal = bench().newPortal();
      const rows = ['1', '2', '3', '4'].map((contactId) => aClock(portal, { contactId }));
      await Promise.all(rows.map((row) => move(row)));
      await first().claim(AT + 1, 10);
      await move(aClock(portal, { contactId: '1', stage: 'recycled', handedAt: undefined }), 'b', 'sql');
      const answer = {
        portalId: portal,
        contactId: '2',
        key: 'k2',
        outcome: 'accepted',
        by: 'user:7',
        at: AT + 2,
      } as const;
      await bench().first.acceptances.record(answer);
      await first().wake(portal, '3', AT);
      await bench().pool.query(`update clocks set lease_until = now() - interval '1 second' where contact_id = '4'`);
      await second().claim(AT + 1, 10);

      const settled = await Promise.all(rows.map((row) => first().settle(looked({ ...row, dueAt: undefined }))));

      expect(settled).toEqual([false, false, false, false]);
      expect(await announced(portal)).toEqual([]);
    });

    it('hear of an answer: accepted by whom and when, and due at once', async () => {
      const row = aClock(bench().newPortal());
      await move(row);
      const answer = {
        portalId: row.portalId,
        contactId: '101',
        key: 'k1',
        outcome: 'accepted',
        by: 'user:7',
        at: AT - 5,
      } as const;

      await bench().first.acceptances.record(answer);
      await bench().first.acceptances.record({ ...answer, key: 'k2', by: 'user:8', at: AT });

      expect(await first().find(row.portalId, '101')).toMatchObject({
        ...{ acceptedAt: AT - 5, acceptedBy: 'user:7', openedAt: AT - 5, dueAt: AT - 5 },
      });
    });

    it('are kept by who is not through with them', async () => {
      const row = aClock(bench().newPortal());
      await move(row);
      await first().claim(AT + 1, 10);

      await first().settle(looked(row, { keep: true, tells: [] }));

      expect(await second().claim(AT + 1, 10)).toEqual([]);
      expect(await first().settle(looked(row, { tells: [] }))).toBe(true);
    });
  });
}
