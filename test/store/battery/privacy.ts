import { createHmac } from 'node:crypto';
import { createPrivacyStore } from '../../../src/store/privacy-store.js';
import { all, anAsk, aPlan, ended, keyOf } from '../asks.js';
import type { Bench } from '../bench.js';
import { fillTheRest, tablesOf as tablesOfWhom, tablesWith } from '../every-table.js';
import { aNotice } from '../notices.js';

const KEY = Buffer.alloc(32, 7);

export function privacyBattery(bench: () => Bench): void {
  const privacy = () => bench().first.privacy(KEY);

  const tables = () => tablesWith(bench().pool, 'contact_id');
  const tablesOf = (portalId: number, contactId: string) =>
    tablesOfWhom(bench().pool, { portal_id: portalId, contact_id: contactId });

  async function live(portalId: number, contactId: string): Promise<void> {
    const { first } = bench();
    const plan = aPlan(anAsk(portalId, `${contactId} moved`, { contactId }), 'lead', 'sql');
    await first.evaluations.plan(plan);
    await first.evaluations.settle({ ...ended(plan), announce: { channels: ['slack'] } });
    await first.evaluations.defer(anAsk(portalId, `${contactId} waits`, { contactId }));
    await first.inbox.keep([aNotice(portalId, `${contactId} told`, { contactId })]);
    await fillTheRest(bench().pool, { portal_id: portalId, contact_id: contactId });
  }

  describe('a privacy deletion', () => {
    it('leaves no row of the person in any table, and every other person alone (P7, RELIABILITY 35)', async () => {
      const [portal, other] = [bench().newPortal(), bench().newPortal()];
      await live(portal, '101');
      await live(portal, '102');
      await live(other, '101');
      const before = await tablesOf(portal, '101');

      await privacy().erase(portal, '101', false);

      expect(before).toEqual(await tables());
      expect(await tablesOf(portal, '101')).toEqual([]);
      expect([await tablesOf(portal, '102'), await tablesOf(other, '101')]).toEqual([before, before]);
    });

    it('leaves the notice that asks for it where it is to be looked at once more', async () => {
      const portal = bench().newPortal();
      await bench().first.inbox.keep([
        aNotice(portal, 'privacy', { of: { kind: 'privacy' } }),
        aNotice(portal, 'stage'),
      ]);

      await privacy().erase(portal, '101', true);
      const { rows } = await bench().pool.query(
        `select notice -> 'of' ->> 'kind' as kind from inbox where portal_id = $1`,
        [portal],
      );
      await privacy().erase(portal, '101', false);

      expect([rows, await tablesOf(portal, '101')]).toEqual([[{ kind: 'privacy' }], []]);
    });

    it('is known afterwards by a keyed hash and nothing else', async () => {
      const portal = bench().newPortal();
      const store = privacy();
      await store.erase(portal, '101', false);

      expect([store.has(portal, '101'), store.has(portal, '102'), store.has(portal + 1, '101')]).toEqual([
        true,
        false,
        false,
      ]);
      const { rows } = await bench().pool.query('select hash from tombstones where portal_id = $1', [portal]);
      expect(rows).toEqual([
        { hash: createHmac('sha256', KEY).update(`tombstone\n${portal}\n101`).digest('base64url') },
      ]);
    });

    it('is known to other processes, and after a restart', async () => {
      const portal = bench().newPortal();
      const other = createPrivacyStore(bench().db, KEY, () => undefined);
      await other.refresh();
      await privacy().erase(portal, '101', false);
      const before = other.has(portal, '101');
      await other.refresh();

      expect([before, other.has(portal, '101')]).toEqual([false, true]);
    });

    it('comes twice without harm', async () => {
      const portal = bench().newPortal();
      await privacy().erase(portal, '101', false);

      await expect(privacy().erase(portal, '101', false)).resolves.toBeUndefined();
    });

    it('takes those along that went up in the person', async () => {
      const portal = bench().newPortal();
      await live(portal, '102');
      await bench().first.chain.merge({
        portalId: portal,
        survivor: '101',
        gone: '102',
        at: 1,
        keep: () => 'survivor',
      });
      const store = privacy();

      await store.erase(portal, '101', false);

      expect([await tablesOf(portal, '101'), await tablesOf(portal, '102'), store.has(portal, '102')]).toEqual([
        [],
        [],
        true,
      ]);
    });

    it('happens as a whole or not at all', async () => {
      const portal = bench().newPortal();
      await live(portal, '101');
      const before = await tablesOf(portal, '101');
      let hits = 0;
      const dying = createPrivacyStore(bench().db, KEY, () => {
        hits += 1;
        if (hits === 3) throw new Error('killed here');
      });

      await dying.erase(portal, '101', false).catch(() => undefined);

      expect([await tablesOf(portal, '101'), dying.has(portal, '101')]).toEqual([before, false]);
    });
  });

  describe('a deletion that can be taken back', () => {
    it('stops what waits to be told and keeps the log', async () => {
      const portal = bench().newPortal();
      const plan = aPlan(anAsk(portal, 'moved'), 'lead', 'sql');
      await bench().first.evaluations.plan(plan);
      await bench().first.evaluations.settle({ ...ended(plan), announce: { channels: ['slack'] } });

      await privacy().dropWaiting(portal, '101');

      const { rows } = await bench().pool.query('select count(*)::int as n from announcements where portal_id = $1', [
        portal,
      ]);
      expect([rows, (await all(bench().first.logs.transitions({ portalId: portal }))).length]).toEqual([[{ n: 0 }], 1]);
    });
  });

  describe('a key of the service', () => {
    it('is made once and stays the same, one for each purpose', async () => {
      const [one, again, other] = [
        await bench().first.key(keyOf('a')),
        await bench().first.key(keyOf('a')),
        await bench().first.key(keyOf('b')),
      ];

      expect([one.length, one.equals(again), one.equals(other)]).toEqual([32, true, false]);
    });
  });
}
