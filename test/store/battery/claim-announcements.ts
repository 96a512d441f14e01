import { advanced, all, anAsk, aPlan, ended } from '../asks.js';
import { allDue, messagesOf, moveAndTell, nothingToTell } from '../announcing.js';
import { breakable, silence, type Bench } from '../bench.js';

export function claimAnnouncementsBattery(bench: () => Bench): void {
  const first = () => bench().first.deliveries;
  const second = () => bench().second.deliveries;
  const keptOf = (portalId: number) => all(first().deliveries({ portalId }));
  const contactsOf = (groups: readonly (readonly { readonly contactId: string }[])[]) =>
    groups.map((group) => group.map(({ contactId }) => contactId));

  describe('what is to be told', () => {
    beforeEach(() => nothingToTell(bench()));
    afterEach(async () => {
      await bench().first.evaluations.renew();
      await bench().second.evaluations.renew();
    });

    describe('claimAnnouncements', () => {
      it('offers nothing before the window is over', async () => {
        await moveAndTell(bench(), 'a', { portal: bench().newPortal() });

        expect(await first().claimAnnouncements(10)).toEqual([]);
      });

      it('offers what is to be told, with what was decided', async () => {
        const portal = bench().newPortal();
        await moveAndTell(bench(), 'a', { portal });
        await allDue(bench());

        expect(await first().claimAnnouncements(10)).toEqual([
          [
            {
              portalId: portal,
              contactId: '101',
              key: expect.stringMatching(/^[0-9a-f]{64}$/),
              stage: 'sql',
              channels: ['owner-task', 'slack'],
              urgent: false,
              outcome: { ...advanced('mql', 'sql'), move: { state: 'applied', stage: 'sql', because: 'Read back' } },
              at: expect.any(Number),
              attempts: 1,
            },
          ],
        ]);
      });

      it('offers what notify-sales asked for at once when it is urgent, without a decision where the log has none', async () => {
        const [portalId, contactId] = [bench().newPortal(), '101'];
        const { announcements } = bench().first;
        const more = { stage: 'customer', channels: ['slack'], note: 'Before noon', at: 5 } as const;
        await announcements.record({ portalId, contactId, urgent: true, askKey: 'k', ...more });
        await announcements.record({ portalId, contactId: '102', urgent: false, askKey: 'k', ...more });

        expect(await first().claimAnnouncements(10)).toEqual([
          [{ portalId, contactId, key: expect.any(String), urgent: true, attempts: 1, ...more }],
        ]);
      });

      it('gives what notify-sales asked for the decision that moved the contact there', async () => {
        const portal = bench().newPortal();
        const plan = aPlan(anAsk(portal, 'a'), 'mql', 'sql');
        await bench().first.evaluations.plan(plan);
        await bench().first.evaluations.settle(ended(plan));
        const about = { stage: 'sql', channels: ['slack'], note: undefined, askKey: 'k', at: 5 } as const;
        await bench().first.announcements.record({ portalId: portal, contactId: '101', urgent: true, ...about });

        expect(await first().claimAnnouncements(10)).toMatchObject([
          [{ outcome: { decision: { rule: 'enter:sql' } } }],
        ]);
      });

      it('takes all that is open of a contact as soon as one of it is due, oldest first (P19)', async () => {
        const portal = bench().newPortal();
        await moveAndTell(bench(), 'a', { portal, from: 'lead', to: 'mql' });
        await allDue(bench());
        await moveAndTell(bench(), 'b', { portal, from: 'mql', to: 'sql' });

        const claimed = await first().claimAnnouncements(10);

        expect(claimed.map((group) => group.map(({ stage }) => stage))).toEqual([['mql', 'sql']]);
        expect(await second().claimAnnouncements(10)).toEqual([]);
      });

      it('takes the contacts that have waited longest, no more than asked, whatever portal they are of', async () => {
        const [one, other] = [bench().newPortal(), bench().newPortal()];
        await moveAndTell(bench(), 'a', { portal: other, contactId: '3' });
        await moveAndTell(bench(), 'a', { portal: one, contactId: '3' });
        await moveAndTell(bench(), 'a', { portal: one, contactId: '1' });
        await bench().pool.query(`update announcements set due_at = to_timestamp(id) where not composed`);

        const claimed = await first().claimAnnouncements(2);

        expect(claimed.map((group) => group.map(({ portalId, contactId }) => [portalId, contactId]))).toEqual([
          [[other, '3']],
          [[one, '3']],
        ]);
        expect(contactsOf(await second().claimAnnouncements(2))).toEqual([['1']]);
      });

      it('takes nothing of a contact of the same id in another portal, nor what was decided there (P6)', async () => {
        const [one, other] = [bench().newPortal(), bench().newPortal()];
        await moveAndTell(bench(), 'a', { portal: one, to: 'mql', from: 'lead' });
        await allDue(bench());
        await moveAndTell(bench(), 'a', { portal: other, to: 'sql', from: 'mql' });

        const claimed = await first().claimAnnouncements(10);

        expect(claimed).toMatchObject([[{ portalId: one, stage: 'mql', outcome: { decision: { to: 'mql' } } }]]);
        expect(claimed.flat()).toHaveLength(1);
      });

      it('makes a thousand announcements of a hundred contacts a hundred, by four hands at once (P19)', async () => {
        const portal = bench().newPortal();
        await bench().pool.query(
          `insert into announcements (portal_id, contact_id, about, key, stage, channels, urgent, ask_key, at)
         select $1, (n % 100)::text, 'stage:' || n, 'k' || n, 'sql', '[]', false, 'a', n from generate_series(1, 1000) n`,
          [portal],
        );
        const groups: string[][] = [];
        const hand = async (store: ReturnType<typeof first>) => {
          for (let claimed = await store.claimAnnouncements(7); claimed.length > 0;) {
            groups.push(...contactsOf(claimed));
            for (const group of claimed) await store.compose(group, messagesOf(group));
            claimed = await store.claimAnnouncements(7);
          }
        };

        await Promise.all([hand(first()), hand(second()), hand(first()), hand(second())]);

        expect(groups.map((group) => [group.length, new Set(group).size])).toEqual(Array(100).fill([10, 1]));
        expect(new Set(groups.flat()).size).toBe(100);
        expect(await keptOf(portal)).toHaveLength(100);
      });

      it('lets what is new of a contact wait while somebody composes for it', async () => {
        const portal = bench().newPortal();
        await moveAndTell(bench(), 'a', { portal, from: 'lead', to: 'mql' });
        await allDue(bench());
        const [group = []] = await first().claimAnnouncements(1);
        await moveAndTell(bench(), 'b', { portal, from: 'mql', to: 'sql' });
        await allDue(bench());
        await bench().pool.query(`update announcements set due_at = to_timestamp(1) where lease_token is null`);

        const meanwhile = await second().claimAnnouncements(1);
        await first().compose(group, []);

        expect(meanwhile).toEqual([]);
        expect(await second().claimAnnouncements(1)).toMatchObject([[{ stage: 'sql' }]]);
      });

      it('offers again what a silent worker was composing, and takes nothing more from that worker', async () => {
        const portal = bench().newPortal();
        await moveAndTell(bench(), 'a', { portal });
        await allDue(bench());
        const [lost = []] = await first().claimAnnouncements(1);
        await silence(bench(), bench().firstWorker);
        const [taken = []] = await second().claimAnnouncements(1);

        await first().compose(lost, messagesOf(lost, ['late']));
        await first().releaseAnnouncements(lost, 0);
        const meanwhile = await keptOf(portal);
        await second().compose(taken, messagesOf(taken, ['taken']));

        expect(taken).toMatchObject([{ key: lost[0]?.key, attempts: 2 }]);
        expect(meanwhile).toEqual([]);
        expect((await keptOf(portal)).map(({ target }) => target)).toEqual(['taken']);
      });

      it('gives back what was leased to this worker without its hearing of it', async () => {
        await moveAndTell(bench(), 'a', { portal: bench().newPortal() });
        const broken = breakable(bench());
        await allDue(bench());
        await second().claimAnnouncements(1);
        const before = await broken.deliveries.claimAnnouncements(1);

        broken.breakNext();
        await expect(broken.deliveries.claimAnnouncements(1)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });

        expect(before).toEqual([]);
        expect(await broken.deliveries.claimAnnouncements(1)).toHaveLength(1);
      });

      it('keeps what this worker composes when a connection breaks', async () => {
        await moveAndTell(bench(), 'a', { portal: bench().newPortal() });
        const broken = breakable(bench());
        await allDue(bench());
        await broken.deliveries.claimAnnouncements(1);

        broken.breakNext();
        await expect(broken.deliveries.claimAnnouncements(1)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });

        expect(await broken.deliveries.claimAnnouncements(1)).toEqual([]);
      });
    });

    describe('releaseAnnouncements', () => {
      it('offers them again after the delay, together', async () => {
        const portal = bench().newPortal();
        await moveAndTell(bench(), 'a', { portal, from: 'lead', to: 'mql' });
        await moveAndTell(bench(), 'b', { portal, from: 'mql', to: 'sql' });
        await moveAndTell(bench(), 'a', { portal, contactId: '102' });
        await allDue(bench());
        const claimed = await first().claimAnnouncements(2);
        const [later = [], now = []] = claimed;

        await first().releaseAnnouncements(later, 60_000);
        await first().releaseAnnouncements(now, 0);

        expect(contactsOf(claimed)).toEqual([['101', '101'], ['102']]);
        expect(contactsOf(await second().claimAnnouncements(2))).toEqual([['102']]);
        await allDue(bench());
        expect(contactsOf(await second().claimAnnouncements(2))).toEqual([['101', '101']]);
      });
    });
  });
}
