import type { OpenDigest } from '../../../src/app/announcements/digest.js';
import { all, anAsk, aPlan, ended, keyOf } from '../asks.js';
import { nothingToTell } from '../announcing.js';
import { silence, type Bench } from '../bench.js';
import { createDigestStore } from '../../../src/store/digest-store.js';

const GROUP = 'import:7';

export function digestBattery(bench: () => Bench): void {
  const first = () => bench().first.digests;
  const second = () => createDigestStore(bench().db, bench().secondWorker);
  const must = (digest: OpenDigest | undefined): OpenDigest => {
    if (!digest) throw new Error('Nothing was claimed.');
    return digest;
  };
  const contactsOf = async (digest: OpenDigest) => (await first().unread(digest, 100)).toSorted();
  /** A move that an import asked for, to be told. */
  const imported = async (
    portal: number,
    contactId: string,
    more: { group?: string; to?: 'mql' | 'sql'; from?: string } = {},
  ) => {
    const { group = GROUP, to = 'sql', from = 'lead' } = more;
    const plan = aPlan(
      anAsk(portal, `${contactId} ${group} ${to}`, { contactId, way: 'import', action: group }),
      from,
      to,
    );
    await bench().first.evaluations.plan(plan);
    await bench().first.evaluations.settle({ ...ended(plan), announce: { channels: ['owner-task', 'slack'] } });
  };
  /** As if nothing had come for so long. */
  const quietFor = (portal: number, seconds: number) =>
    bench().pool.query(
      `update announcements set due_at = due_at - $2 * interval '1 second' where portal_id = $1 and digest_id is null`,
      [portal, seconds],
    );
  const read = (contactId: string, ownerId: string, score?: number) => ({
    contactId,
    line: { ownerId, who: `Person ${contactId}`, ...(score !== undefined && { score }) },
  });

  describe('what an import moved', () => {
    beforeEach(async () => {
      await nothingToTell(bench());
      await bench().pool.query('update digests set composed = true');
    });
    afterEach(() => bench().first.evaluations.renew());

    it('is told by nobody alone, however due it is (P8)', async () => {
      const portal = bench().newPortal();
      await imported(portal, '1');
      await quietFor(portal, 3600);

      expect(await bench().first.deliveries.claimAnnouncements(10)).toEqual([]);
    });

    it.each([
      ['waits while something new came within the minute', 59, undefined],
      ['is one digest when nothing new came for a minute', 60, ['1', '2', '3']],
    ])('%s (P19)', async (_name, seconds, contacts) => {
      const portal = bench().newPortal();
      for (const contactId of ['1', '2', '3']) await imported(portal, contactId);
      await quietFor(portal, seconds);

      const digest = await first().claimDigest();

      expect(digest && (await contactsOf(digest))).toEqual(contacts);
      expect(await second().claimDigest()).toBeUndefined();
    });

    it('does not wait for its end longer than a quarter of an hour; what comes then is the next digest', async () => {
      const portal = bench().newPortal();
      await imported(portal, '1');
      await quietFor(portal, 15 * 60);
      await imported(portal, '2');

      const one = must(await first().claimDigest());
      await imported(portal, '3');
      await quietFor(portal, 60);
      const other = must(await second().claimDigest());

      expect([await contactsOf(one), await contactsOf(other)]).toEqual([['1', '2'], ['3']]);
      expect(one).toMatchObject({ portalId: portal, group: GROUP, attempts: 1 });
      expect(one.key).not.toBe(other.key);
    });

    it('keeps imports and portals apart (P6)', async () => {
      const [portal, foreign] = [bench().newPortal(), bench().newPortal()];
      await imported(portal, '1');
      await imported(portal, '2', { group: 'import:8' });
      await imported(foreign, '3');
      await Promise.all([portal, foreign].map((one) => quietFor(one, 60)));

      const digests = [await first().claimDigest(), await first().claimDigest(), await first().claimDigest()].map(must);

      expect(await Promise.all(digests.map(contactsOf))).toEqual(expect.arrayContaining([['1'], ['2'], ['3']]));
      expect(new Set(digests.map(({ key }) => key)).size).toBe(3);
    });

    it('is closed once by two processes at the same moment', async () => {
      const portal = bench().newPortal();
      for (const contactId of ['1', '2', '3']) await imported(portal, contactId);
      await quietFor(portal, 60);

      const claimed = await Promise.all([first(), second(), first(), second()].map((store) => store.claimDigest()));

      expect(claimed.filter(Boolean)).toHaveLength(1);
    });

    it('is counted by channel, owner and stage, each contact once, the ten best first', async () => {
      const portal = bench().newPortal();
      for (let n = 1; n <= 12; n += 1) await imported(portal, String(n), { to: n > 10 ? 'mql' : 'sql' });
      await imported(portal, '12', { from: 'mql' });
      await quietFor(portal, 60);
      const digest = must(await first().claimDigest());

      await first().keepRead(
        digest,
        Array.from({ length: 12 }, (_, n) => read(String(n + 1), n < 11 ? '77' : '', n === 0 ? undefined : n * 5)),
      );
      const totals = await first().totals(digest);

      expect(await first().unread(digest, 100)).toEqual([]);
      expect(totals.map(({ channel, ownerId, stages }) => ({ channel, ownerId, stages }))).toEqual([
        { channel: 'owner-task', ownerId: '', stages: [{ stage: 'sql', count: 1 }] },
        {
          ...{ channel: 'owner-task', ownerId: '77' },
          stages: [
            { stage: 'sql', count: 10 },
            { stage: 'mql', count: 1 },
          ],
        },
        {
          ...{ channel: 'slack', ownerId: undefined },
          stages: [
            { stage: 'sql', count: 11 },
            { stage: 'mql', count: 1 },
          ],
        },
      ]);
      expect(totals[2]?.best.map(({ contactId }) => contactId)).toEqual([
        '12',
        '11',
        '10',
        '9',
        '8',
        '7',
        '6',
        '5',
        '4',
        '3',
      ]);
      expect(totals[0]?.best).toEqual([{ contactId: '12', stage: 'sql', ownerId: '', who: 'Person 12', score: 55 }]);
    });

    it('leaves out who is gone', async () => {
      const portal = bench().newPortal();
      for (const contactId of ['1', '2']) await imported(portal, contactId);
      await quietFor(portal, 60);
      const digest = must(await first().claimDigest());

      await first().keepRead(digest, [read('1', '77', 50), { contactId: '2', line: undefined }]);

      expect(await contactsOf(digest)).toEqual([]);
      expect((await first().totals(digest)).map(({ stages }) => stages)).toEqual([
        [{ stage: 'sql', count: 1 }],
        [{ stage: 'sql', count: 1 }],
      ]);
    });

    it('is taken over from a silent worker where that one was, and queued once (P3, P10)', async () => {
      const portal = bench().newPortal();
      for (const contactId of ['1', '2', '3']) await imported(portal, contactId);
      await quietFor(portal, 60);
      const lost = must(await first().claimDigest());
      await first().keepRead(lost, [read('1', '77', 50), read('2', '77', 40)]);
      await silence(bench(), bench().firstWorker);
      await bench().second.evaluations.renew();
      const deliveriesOf = (digest: OpenDigest, target: string) => [
        {
          ...{ portalId: portal, contactId: '1', key: keyOf(digest.key), target },
          message: { channel: 'slack', body: '{}' } as const,
        },
      ];

      const taken = must(await second().claimDigest());
      const left = await contactsOf(taken);
      await first().keepRead(lost, [read('3', '99', 1)]);
      await first().composeDigest(lost, deliveriesOf(lost, 'late'));
      await second().keepRead(taken, [read('3', '77', 30)]);
      await second().composeDigest(taken, deliveriesOf(taken, 'taken'));
      await second().composeDigest(taken, deliveriesOf(taken, 'again'));

      expect([taken.key, taken.attempts, left]).toEqual([lost.key, 2, ['3']]);
      expect(
        (await all(bench().first.deliveries.deliveries({ portalId: portal }))).map(({ target }) => target),
      ).toEqual(['taken']);
      expect(await second().claimDigest()).toBeUndefined();
    });

    it('is offered again at its time when it was given back', async () => {
      const portal = bench().newPortal();
      await imported(portal, '1');
      await quietFor(portal, 60);
      const digest = must(await first().claimDigest());

      await first().releaseDigest(digest, 60_000);
      const early = await first().claimDigest();
      await bench().pool.query(`update digests set due_at = now() where id = $1`, [digest.id]);

      expect(early).toBeUndefined();
      expect(await first().claimDigest()).toMatchObject({ id: digest.id, attempts: 2 });
    });

    it('keeps nothing of the people once it is composed', async () => {
      const portal = bench().newPortal();
      await imported(portal, '1');
      await quietFor(portal, 60);
      const digest = must(await first().claimDigest());
      await first().keepRead(digest, [read('1', '77', 50)]);

      await first().composeDigest(digest, []);

      const kept = await bench().pool.query('select composed, digest_line from announcements where portal_id = $1', [
        portal,
      ]);
      expect(kept.rows).toEqual([{ composed: true, digest_line: null }]);
    });

    it('is told by itself, at once, when notify-sales says that it is urgent, and with the rest when it does not', async () => {
      const portal = bench().newPortal();
      await imported(portal, '1');
      await imported(portal, '2');
      const about = { portalId: portal, stage: 'sql', channels: [], note: undefined, at: 5 } as const;
      await bench().first.announcements.record({ ...about, contactId: '1', urgent: true, askKey: 'n1' });
      await bench().first.announcements.record({ ...about, contactId: '2', urgent: false, askKey: 'n2' });

      const alone = await bench().first.deliveries.claimAnnouncements(10);
      await quietFor(portal, 60);
      const digest = must(await first().claimDigest());

      expect(alone.map((group) => group.map(({ contactId }) => contactId))).toEqual([['1']]);
      expect(await contactsOf(digest)).toEqual(['2']);
    });

    it('holds up nothing else of the same contact', async () => {
      const portal = bench().newPortal();
      await imported(portal, '1', { to: 'mql' });
      const plan = aPlan(anAsk(portal, 'by workflow', { contactId: '1' }), 'mql', 'sql');
      await bench().first.evaluations.plan(plan);
      await bench().first.evaluations.settle({ ...ended(plan), announce: { channels: ['slack'] } });
      await quietFor(portal, 60);

      expect(await bench().first.deliveries.claimAnnouncements(10)).toMatchObject([[{ contactId: '1', stage: 'sql' }]]);
    });

    it('is ten thousand in one digest', async () => {
      const portal = bench().newPortal();
      await bench().pool.query(
        `insert into announcements (portal_id, contact_id, about, key, stage, channels, urgent, ask_key, at, digest)
         select $1, n::text, 'transition:1', 'k' || n, 'sql', '["owner-task","slack"]', false, 'a', n, $2
         from generate_series(1, 10000) n`,
        [portal, GROUP],
      );
      const digest = must(await first().claimDigest());

      for (
        let page = await first().unread(digest, 2_500);
        page.length > 0;
        page = await first().unread(digest, 2_500)
      ) {
        await first().keepRead(
          digest,
          page.map((contactId) => read(contactId, String(Number(contactId) % 4), Number(contactId) % 100)),
        );
      }
      const totals = await first().totals(digest);

      expect(totals.map(({ ownerId, stages, best }) => [ownerId, stages[0]?.count, best.length])).toEqual([
        ['0', 2500, 10],
        ['1', 2500, 10],
        ['2', 2500, 10],
        ['3', 2500, 10],
        [undefined, 10000, 10],
      ]);
    });
  });
}
