import { createHmac } from 'node:crypto';
import { createPrivacyStore } from '../../../src/store/privacy-store.js';
import { all, anAsk, aPlan, ended, keyOf } from '../asks.js';
import type { Bench } from '../bench.js';
import { aNotice } from '../notices.js';

const KEY = Buffer.alloc(32, 7);

export function privacyBattery(bench: () => Bench): void {
  const privacy = () => bench().first.privacy(KEY);

  /** Every table that has a column for a contact, as the database itself tells. */
  async function tables(): Promise<readonly string[]> {
    const { rows } = await bench().pool.query<{ table_name: string }>(
      `select table_name from information_schema.columns
       where table_schema = current_schema() and column_name = 'contact_id' order by table_name`,
    );
    return rows.map(({ table_name }) => table_name);
  }

  async function tablesOf(portalId: number, contactId: string): Promise<readonly string[]> {
    const found: string[] = [];
    for (const table of await tables()) {
      const { rows } = await bench().pool.query(
        `select 1 from ${table} where portal_id = $1 and contact_id = $2 limit 1`,
        [portalId, contactId],
      );
      if (rows.length > 0) found.push(table);
    }
    return found;
  }

  /** A row in every table there is, whatever its columns: each gets something of its type. */
  async function fillTheRest(portalId: number, contactId: string): Promise<void> {
    const there = new Set(await tablesOf(portalId, contactId));
    for (const table of (await tables()).filter((name) => !there.has(name))) {
      const { rows: columns } = await bench().pool.query<{
        column_name: string;
        data_type: string;
        checked: string | null;
      }>(
        `select c.column_name, c.data_type, (
           select (regexp_match(pg_get_constraintdef(k.oid), '''([a-z-]+)''::text'))[1] from pg_constraint k
           where k.conrelid = c.table_name::regclass and k.contype = 'c'
             and pg_get_constraintdef(k.oid) like '%' || c.column_name || ' = ANY%' limit 1) as checked
         from information_schema.columns c
         where c.table_schema = current_schema() and c.table_name = $1 and c.is_identity = 'NO'
           and (c.column_name = 'contact_id' or (c.is_nullable = 'NO' and c.column_default is null))`,
        [table],
      );
      const valueOf = ({ column_name: name, data_type: type, checked }: (typeof columns)[number]): unknown => {
        if (name === 'portal_id') return portalId;
        if (name === 'contact_id') return contactId;
        if (checked !== null) return checked;
        if (type === 'json' || type === 'jsonb') return '[]';
        if (type === 'boolean') return false;
        if (type.startsWith('timestamp')) return new Date(0);
        if (type === 'uuid') return '00000000-0000-4000-8000-000000000000';
        return /int|numeric|double|real/.test(type) ? 1 : `x${contactId}`;
      };
      const names = columns.map(({ column_name }) => column_name);
      await bench().pool.query(
        `insert into ${table} (${names.join(', ')}) values (${names.map((_, n) => `$${n + 1}`).join(', ')})`,
        columns.map(valueOf),
      );
    }
  }

  async function live(portalId: number, contactId: string): Promise<void> {
    const { first } = bench();
    const plan = aPlan(anAsk(portalId, `${contactId} moved`, { contactId }), 'lead', 'sql');
    await first.evaluations.plan(plan);
    await first.evaluations.settle({ ...ended(plan), announce: { channels: ['slack'] } });
    await first.evaluations.defer(anAsk(portalId, `${contactId} waits`, { contactId }));
    await first.inbox.keep([aNotice(portalId, `${contactId} told`, { contactId })]);
    await fillTheRest(portalId, contactId);
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
