import { createInboxStore } from '../../../src/store/inbox-store.js';
import { databaseAway, silence, type Bench } from '../bench.js';
import { aNotice } from '../notices.js';

export function inboxBattery(bench: () => Bench): void {
  describe('inbox', () => {
    beforeEach(async () => {
      await bench().pool.query(`update inbox set due_at = null, lease_token = null`);
      await Promise.all([bench().first.evaluations.renew(), bench().second.evaluations.renew()]);
    });

    const claimed = async (from: 'first' | 'second' = 'first', limit = 10) =>
      (await bench()[from].inbox.claim(limit)).map(({ contactId, notices }) => [
        contactId,
        ...notices.map(({ occurredAt }) => occurredAt),
      ]);
    const setDue = (portalId: number) =>
      bench().pool.query('update inbox set due_at = now() where portal_id = $1 and due_at is not null', [portalId]);

    it('gives back what was told as it was told', async () => {
      const notice = aNotice(bench().newPortal(), 'a', { of: { kind: 'merge', gone: ['7', '8'] } });

      await bench().first.inbox.keep([notice]);

      await expect(bench().first.inbox.claim(10)).resolves.toEqual([
        { portalId: notice.portalId, contactId: '101', attempts: 1, notices: [notice] },
      ]);
    });

    it('keeps an event once, and says how many were new (P17)', async () => {
      const portal = bench().newPortal();
      const first = await bench().first.inbox.keep([aNotice(portal, 'a'), aNotice(portal, 'a'), aNotice(portal, 'b')]);
      const again = await bench().second.inbox.keep([aNotice(portal, 'a'), aNotice(portal, 'c')]);

      expect([first, again, await bench().first.inbox.keep([])]).toEqual([2, 1, 0]);
    });

    it('keeps portals apart, the same key included', async () => {
      const [one, other] = [bench().newPortal(), bench().newPortal()];

      expect(await bench().first.inbox.keep([aNotice(one, 'a'), aNotice(other, 'a')])).toBe(2);
    });

    it('gives all that waits of a contact, in the order it happened', async () => {
      const portal = bench().newPortal();
      const at = (occurredAt: number, contactId = '101') =>
        aNotice(portal, `${contactId} ${occurredAt}`, { occurredAt, contactId });
      await bench().first.inbox.keep([at(3), at(1), at(9, '102')]);
      await bench().first.inbox.keep([at(2)]);

      expect((await claimed()).sort()).toEqual([
        ['101', 1, 2, 3],
        ['102', 9],
      ]);
    });

    it('gives a contact to one worker at a time, what came meanwhile included', async () => {
      const portal = bench().newPortal();
      await bench().first.inbox.keep([aNotice(portal, 'a', { occurredAt: 1 })]);
      const [mine] = await bench().first.inbox.claim(10);
      await bench().first.inbox.keep([aNotice(portal, 'b', { occurredAt: 2 })]);
      const meanwhile = await claimed('second');
      if (mine) await bench().first.inbox.settle(mine);

      expect([meanwhile, await claimed('second')]).toEqual([[], [['101', 2]]]);
    });

    it('never gives it to two who ask at the same moment', async () => {
      const portal = bench().newPortal();
      const contacts = Array.from({ length: 20 }, (_, n) => aNotice(portal, `${n}`, { contactId: `${200 + n}` }));
      await bench().first.inbox.keep(contacts);

      const [one, other] = await Promise.all([
        bench().first.inbox.claim(100),
        bench()
          .second.inbox.claim(100)
          .catch(() => []),
      ]);

      const ids = [...one, ...other].map(({ contactId }) => contactId);
      expect(new Set(ids).size).toBe(ids.length);
    });

    it('never gives again what was settled, and knows it when it comes again', async () => {
      const portal = bench().newPortal();
      await bench().first.inbox.keep([aNotice(portal, 'a')]);
      const [mine] = await bench().first.inbox.claim(10);
      if (mine) await bench().first.inbox.settle(mine);
      await setDue(portal);

      expect([await claimed(), await bench().first.inbox.keep([aNotice(portal, 'a')])]).toEqual([[], 0]);
      const { rows } = await bench().pool.query('select notice from inbox where portal_id = $1', [portal]);
      expect(rows).toEqual([{ notice: null }]);
    });

    it('gives again what was given back, when its time has come', async () => {
      const portal = bench().newPortal();
      await bench().first.inbox.keep([aNotice(portal, 'a', { occurredAt: 1 })]);
      const [mine] = await bench().first.inbox.claim(10);
      if (mine) await bench().first.inbox.release(mine, 60_000);
      const early = await claimed('second');
      await setDue(portal);

      expect([early, (await bench().second.inbox.claim(10))[0]?.attempts]).toEqual([[], 2]);
    });

    it('takes over from a worker that fell silent, whose word no longer counts', async () => {
      const portal = bench().newPortal();
      await bench().first.inbox.keep([aNotice(portal, 'a', { occurredAt: 1 })]);
      const [late] = await bench().first.inbox.claim(10);
      await silence(bench(), bench().firstWorker);

      const taken = await claimed('second');
      if (late) await bench().first.inbox.settle(late);

      const { rows } = await bench().pool.query(
        'select count(*)::int as open from inbox where portal_id = $1 and due_at is not null',
        [portal],
      );
      expect([taken, rows]).toEqual([[['101', 1]], [{ open: 1 }]]);
    });

    it('drops keys of what HubSpot no longer repeats, and nothing that waits', async () => {
      const portal = bench().newPortal();
      await bench().first.inbox.keep([aNotice(portal, 'old'), aNotice(portal, 'new', { contactId: '102' })]);
      const [mine, other] = await bench().first.inbox.claim(10);
      if (mine && other) await bench().first.inbox.settle(mine.contactId === '101' ? mine : other);
      await bench().pool.query(`update inbox set kept_at = now() - interval '8 days' where portal_id = $1`, [portal]);

      await bench().first.inbox.sweep();

      const { rows } = await bench().pool.query('select contact_id from inbox where portal_id = $1', [portal]);
      expect(rows).toEqual([{ contact_id: '102' }]);
    });

    it('says so when the store is away', async () => {
      const away = createInboxStore(databaseAway(), bench().firstWorker);

      await expect(away.keep([aNotice(1, 'a')])).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      await expect(away.claim(1)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    });
  });
}
