import type { Delivery } from '../../../src/app/announcements/delivery.js';
import { all, keyOf } from '../asks.js';
import { allDue, moveAndTell, nothingToTell, queued } from '../announcing.js';
import { breakable, silence, type Bench } from '../bench.js';

export function deliveryBattery(bench: () => Bench): void {
  const first = () => bench().first.deliveries;
  const second = () => bench().second.deliveries;
  const keptOf = (portalId: number) => all(first().deliveries({ portalId }));
  const claimOne = async (store = first()) => (await store.claimDeliveries('slack', 1))[0];
  const must = <T>(there: T | undefined): T => {
    if (there === undefined) throw new Error('Nothing was claimed.');
    return there;
  };
  const SENT = { state: 'sent', because: '' } as const;

  describe('what is to be sent', () => {
    beforeEach(() => nothingToTell(bench()));
    afterEach(async () => {
      await bench().first.evaluations.renew();
      await bench().second.evaluations.renew();
    });

    describe('claimDeliveries', () => {
      it('offers the very words that were composed, and marks it as being sent before it leaves (rule 23)', async () => {
        const portal = bench().newPortal();
        const body = '{"text":"Zoë \\u0000 \ud83d\ude00 \ud800 <b>\\n"}';
        const [composed] = await queued(bench(), portal);
        const message: Delivery['message'] = { channel: 'slack', body };
        await moveAndTell(bench(), 'b', { portal, contactId: '102' });
        await allDue(bench());
        const [open = []] = await first().claimAnnouncements(1);
        await first().compose(open, [{ ...must(composed), contactId: '102', key: keyOf('odd'), message }]);

        const claimed = await first().claimDeliveries('slack', 10);

        expect(claimed).toEqual([
          { ...composed, at: expect.any(Number), attempts: 1, maybeSent: false, cutShort: 0 },
          {
            ...composed,
            contactId: '102',
            key: keyOf('odd'),
            message,
            at: expect.any(Number),
            attempts: 1,
            maybeSent: false,
            cutShort: 0,
          },
        ]);
        expect((await keptOf(portal)).map(({ state }) => state)).toEqual(['sending', 'sending']);
      });

      it('gives each to one worker only, however many look at once', async () => {
        const portal = bench().newPortal();
        await queued(
          bench(),
          portal,
          Array.from({ length: 40 }, (_, at) => `t${at}`),
        );

        const claimed = await Promise.all(
          [first(), second(), first(), second(), first()].map((store) => store.claimDeliveries('slack', 8)),
        );

        const keys = claimed.flat().map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
        expect(keys.length + (await second().claimDeliveries('slack', 40)).length).toBe(40);
      });

      it('takes what is of the channel asked for, and leaves the rest to others', async () => {
        await queued(bench(), bench().newPortal(), ['a']);

        expect(await first().claimDeliveries('email', 10)).toEqual([]);
        expect(await first().claimDeliveries('slack', 10)).toHaveLength(1);
      });

      it('takes no more than asked, longest waiting first', async () => {
        await queued(bench(), bench().newPortal(), ['a', 'b', 'c']);

        const claimed = await first().claimDeliveries('slack', 2);

        expect(claimed.map(({ target }) => target)).toEqual(['a', 'b']);
      });

      it('offers what a worker died over once more, saying that it may have arrived (P3, P10)', async () => {
        await queued(bench(), bench().newPortal());
        const lost = must(await claimOne());
        const before = await second().claimDeliveries('slack', 10);
        await silence(bench(), bench().firstWorker);

        const again = must(await claimOne(second()));

        expect(before).toEqual([]);
        expect(again).toEqual({ ...lost, attempts: 2, maybeSent: true, cutShort: 1 });
      });

      it('offers what a worker left whom nobody knows any more', async () => {
        await queued(bench(), bench().newPortal());
        await claimOne();
        await bench().pool.query(`delete from workers where token = $1`, [bench().firstWorker]);

        expect(await second().claimDeliveries('slack', 10)).toMatchObject([{ maybeSent: true }]);
      });

      it('gives back, as never sent, what was leased to this worker without its hearing of it', async () => {
        await queued(bench(), bench().newPortal());
        const broken = breakable(bench());
        await second().claimDeliveries('slack', 1);

        broken.breakNext();
        await expect(broken.deliveries.claimDeliveries('slack', 1)).rejects.toMatchObject({
          code: 'STORE_UNAVAILABLE',
        });

        expect(await broken.deliveries.claimDeliveries('slack', 1)).toMatchObject([{ maybeSent: false }]);
        broken.breakNext();
        await expect(broken.deliveries.claimDeliveries('slack', 1)).rejects.toMatchObject({
          code: 'STORE_UNAVAILABLE',
        });
        expect(await broken.deliveries.claimDeliveries('slack', 1)).toEqual([]);
      });
    });

    describe('settleDelivery', () => {
      it.each(['sent', 'refused', 'uncertain'] as const)('ends one as %s', async (state) => {
        const portal = bench().newPortal();
        await queued(bench(), portal);

        await first().settleDelivery(must(await claimOne()), { state, because: 'Slack answered 404' });
        await silence(bench(), bench().firstWorker);

        expect(await keptOf(portal)).toMatchObject([{ state, because: 'Slack answered 404', attempts: 1 }]);
        expect(await second().claimDeliveries('slack', 10)).toEqual([]);
      });

      it.each([
        ['retrying', false],
        ['uncertain', true],
      ] as const)('offers one that is %s again at its time, maybe sent: %s', async (state, maybeSent) => {
        const portal = bench().newPortal();
        await queued(bench(), portal);
        await first().settleDelivery(must(await claimOne()), { state, because: 'away', retryInMs: 60_000 });

        const early = await second().claimDeliveries('slack', 10);
        const shown = await keptOf(portal);
        await allDue(bench());
        const due = await second().claimDeliveries('slack', 10);

        expect([early, due]).toMatchObject([[], [{ attempts: 2, maybeSent }]]);
        expect(shown).toMatchObject([{ state, because: 'away' }]);
      });

      it('remembers that it may have arrived, whatever came after', async () => {
        await queued(bench(), bench().newPortal());
        await first().settleDelivery(must(await claimOne()), { state: 'uncertain', because: 'a', retryInMs: 0 });
        await first().settleDelivery(must(await claimOne()), { state: 'retrying', because: 'b', retryInMs: 0 });

        expect(await claimOne()).toMatchObject({ attempts: 3, maybeSent: true });
      });

      it('changes nothing for a worker whose lease was taken over, nor for an attempt that is past', async () => {
        const portal = bench().newPortal();
        await queued(bench(), portal);
        const lost = must(await claimOne());
        await silence(bench(), bench().firstWorker);
        const taken = must(await claimOne(second()));

        await first().settleDelivery(lost, SENT);
        await second().settleDelivery(lost, SENT);
        const meanwhile = await keptOf(portal);
        await second().settleDelivery(taken, { state: 'refused', because: 'gone' });

        expect([meanwhile, await keptOf(portal)]).toMatchObject([[{ state: 'sending' }], [{ state: 'refused' }]]);
      });

      it('touches no other portal’s delivery of the same key (P6)', async () => {
        const portals = [bench().newPortal(), bench().newPortal()] as const;
        for (const portal of portals) await queued(bench(), portal, ['host'], { key: keyOf('same') });
        const claimed = await first().claimDeliveries('slack', 10);

        await first().settleDelivery(must(claimed.find(({ portalId }) => portalId === portals[0])), SENT);

        expect(new Set(claimed.map(({ key }) => key)).size).toBe(1);
        expect((await keptOf(portals[0])).map(({ state }) => state)).toEqual(['sent']);
        expect((await keptOf(portals[1])).map(({ state }) => state)).toEqual(['sending']);
      });
    });

    describe('deliveries', () => {
      it('lists them page after page, of a portal, a contact or a time on', async () => {
        const [portal, other] = [bench().newPortal(), bench().newPortal()];
        await bench().pool.query(
          `insert into deliveries (portal_id, contact_id, announcements, channel, target, key, message, state, at, due_at)
         select $1, (n % 2)::text, '[]', 'email', 't' || n, 'k' || n, '{}', 'sent', n, null from generate_series(1, 1201) n`,
          [portal],
        );
        await queued(bench(), other);
        const targets = async (filter: object) =>
          (await all(first().deliveries({ portalId: portal, ...filter }))).map(({ target }) => target);

        const everything = await targets({});

        expect(everything).toEqual(Array.from({ length: 1_201 }, (_, at) => `t${at + 1}`));
        expect(await targets({ limit: 700 })).toEqual(everything.slice(0, 700));
        expect(await targets({ since: 1_200 })).toEqual(['t1200', 't1201']);
        expect(await targets({ contactId: '1', since: 1_199 })).toEqual(['t1199', 't1201']);
      });
    });
  });
}
