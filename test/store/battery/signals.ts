import type { Ask } from '../../../src/app/ask.js';
import { furthest } from '../../../src/app/sync/furthest.js';
import type { Signal } from '../../../src/app/signals/signals.js';
import { createGate } from '../../../src/store/coalesce.js';
import { createSignalStore } from '../../../src/store/signal-store.js';
import { anAsk, keyOf } from '../asks.js';
import { databaseAway, nothingDue, type Bench } from '../bench.js';

export function signalBattery(bench: () => Bench): void {
  const act = (id: string, more: Partial<Signal> = {}): Signal => ({
    id,
    contactId: '101',
    signal: 'message',
    at: 1_000,
    source: 'intercom',
    wakes: true,
    ...more,
  });
  const need = (id: string, at: number, value: string) =>
    act(id, { signal: 'answer_given', at, answer: { property: 'handoff_need', value } });
  const ask = (portalId: number, name = 'a', more: Partial<Ask> = {}): Ask => {
    const { callbackId: _none, ...whole } = anAsk(portalId, name, {
      action: 'signals',
      actor: 'signal:intercom',
      ...more,
    });
    return whole;
  };
  const take = (portalId: number, signals: readonly Signal[], asks: readonly Ask[] = []) =>
    bench().first.signals.take(portalId, signals, asks);
  const told = (portalId: number, contactId = '101') => bench().first.signals.of(portalId, contactId, 'later');
  const claimed = async () => (await bench().second.evaluations.claim(10)).map((one) => one.ask.key);

  describe('signals', () => {
    beforeEach(() => nothingDue(bench()));

    it('knows nothing of a contact nobody told of', async () => {
      await expect(told(bench().newPortal())).resolves.toBeUndefined();
    });

    it('tells the acts of a contact, the newest first, two of the same moment as two', async () => {
      const portal = bench().newPortal();

      const stored = await take(portal, [
        act('1'),
        act('2', { at: 3_000 }),
        act('3', { at: 3_000 }),
        act('4', { signal: 'demo_booked', at: 2_000 }),
        act('5', { contactId: '102' }),
      ]);

      expect([...stored].sort()).toEqual(['1', '2', '3', '4', '5']);
      await expect(told(portal)).resolves.toEqual({
        acts: { message: [3_000, 3_000, 1_000], demo_booked: [2_000] },
        answers: {},
      });
    });

    it('tells of each signal the newest thousand', async () => {
      const portal = bench().newPortal();
      await take(
        portal,
        Array.from({ length: 1_001 }, (_, n) => act(`m${n}`, { at: n })),
      );

      const { message = [] } = (await told(portal))?.acts ?? {};

      expect([message.length, message[0], message.at(-1)]).toEqual([1_000, 1_000, 1]);
    });

    it('keeps an id once, with its first word, and knows it', async () => {
      const portal = bench().newPortal();
      await take(portal, [act('1')]);

      const again = await take(portal, [act('1', { at: 9_000 }), act('2')]);

      expect([...again]).toEqual(['2']);
      expect([...(await bench().first.signals.known(portal, ['1', '2', '3']))].sort()).toEqual(['1', '2']);
      await expect(told(portal)).resolves.toMatchObject({ acts: { message: [1_000, 1_000] } });
    });

    it('keeps portals apart, the same id included', async () => {
      const [one, other] = [bench().newPortal(), bench().newPortal()];
      await take(one, [act('1')]);

      expect([...(await take(other, [act('1', { at: 2_000 })]))]).toEqual(['1']);
      await expect(told(one)).resolves.toMatchObject({ acts: { message: [1_000] } });
      await expect(told(other)).resolves.toMatchObject({ acts: { message: [2_000] } });
    });

    it('answers concurrent looks each with its own', async () => {
      const [one, other] = [bench().newPortal(), bench().newPortal()];
      await take(one, [act('1'), act('2', { contactId: '102', at: 2_000 })]);
      await take(other, [act('1', { at: 3_000 })]);

      const seen = await Promise.all([told(one), told(one, '102'), told(other), told(one, '103'), told(one)]);

      expect(seen.map((of) => of?.acts['message'])).toEqual([[1_000], [2_000], [3_000], undefined, [1_000]]);
    });

    describe('an answer', () => {
      it('is told until it is on the contact, and stays an act', async () => {
        const portal = bench().newPortal();
        await take(portal, [need('1', 1_000, 'Reports')]);
        const before = await told(portal);

        await bench().first.signals.answered(portal, '101', { handoff_need: 'Reports', handoff_score: '70' });

        expect(before).toEqual({ acts: { answer_given: [1_000] }, answers: { handoff_need: 'Reports' } });
        await expect(told(portal)).resolves.toEqual({ acts: { answer_given: [1_000] }, answers: {} });
      });

      it.each([
        ['in order', ['old', 'new']],
        ['the older one late', ['new', 'old']],
      ])('that is newer stands, whichever came first: %s', async (_name, order) => {
        const portal = bench().newPortal();
        const both = { old: need('o', 1_000, 'Reports'), new: need('n', 2_000, 'Dashboards') };
        for (const which of order) await take(portal, [both[which as keyof typeof both]]);

        await expect(told(portal)).resolves.toMatchObject({ answers: { handoff_need: 'Dashboards' } });
      });

      it('of the same moment: the id decides, not who came first', async () => {
        const portal = bench().newPortal();
        await take(portal, [need('b', 1_000, 'Dashboards')]);
        await take(portal, [need('a', 1_000, 'Reports')]);

        await expect(told(portal)).resolves.toMatchObject({ answers: { handoff_need: 'Dashboards' } });
      });

      it('that is written ends those before it, and one that comes late after it', async () => {
        const portal = bench().newPortal();
        await take(portal, [need('o', 1_000, 'Reports'), need('n', 2_000, 'Dashboards')]);

        await bench().first.signals.answered(portal, '101', { handoff_need: 'Dashboards' });
        await take(portal, [need('late', 1_500, 'Charts')]);

        await expect(told(portal)).resolves.toMatchObject({ answers: {} });
        const { rows } = await bench().pool.query('select id from signals where portal_id = $1 and value is not null', [
          portal,
        ]);
        expect(rows).toEqual([{ id: 'late' }]);
      });

      it('that came while another was written is not ended by it', async () => {
        const portal = bench().newPortal();
        await take(portal, [need('o', 1_000, 'Reports')]);
        await take(portal, [need('n', 2_000, 'Dashboards')]);

        await bench().first.signals.answered(portal, '101', { handoff_need: 'Reports' });

        await expect(told(portal)).resolves.toMatchObject({ answers: { handoff_need: 'Dashboards' } });
      });

      it('of another contact or portal is left alone', async () => {
        const [one, other] = [bench().newPortal(), bench().newPortal()];
        await take(one, [need('1', 1_000, 'Reports'), { ...need('2', 1_000, 'Reports'), contactId: '102' }]);
        await take(other, [need('1', 1_000, 'Reports')]);

        await bench().first.signals.answered(one, '101', { handoff_need: 'Reports' });

        const left = await Promise.all([told(one), told(one, '102'), told(other)]);
        expect(left.map((of) => of?.answers)).toEqual([{}, { handoff_need: 'Reports' }, { handoff_need: 'Reports' }]);
      });
    });

    describe('the ask that follows', () => {
      it('is there to be taken up at once, by whoever is first', async () => {
        const portal = bench().newPortal();

        await take(portal, [act('1'), act('2')], [ask(portal)]);

        await expect(claimed()).resolves.toEqual([keyOf('a')]);
        await expect(bench().first.evaluations.find(portal, keyOf('a'))).resolves.toEqual({
          ask: ask(portal),
          state: 'accepted',
          attempts: 1,
        });
      });

      it('is planned and settled by its worker like any other', async () => {
        const portal = bench().newPortal();
        await take(portal, [act('1')], [ask(portal)]);
        await claimed();

        const decision = { kind: 'hold', from: 'lead', to: 'lead', rule: 'at:lead', missing: [], flags: [] } as const;
        await expect(bench().second.evaluations.settle({ ask: ask(portal), outcome: { decision } })).resolves.toBe(
          true,
        );
        await expect(claimed()).resolves.toEqual([]);
      });

      it('is kept for contacts of which something is new, and for no other', async () => {
        const portal = bench().newPortal();
        await take(portal, [act('1')]);

        await take(
          portal,
          [act('1'), act('2', { contactId: '102' })],
          [ask(portal, 'a'), ask(portal, 'b', { contactId: '102' })],
        );

        await expect(claimed()).resolves.toEqual([keyOf('b')]);
      });

      it('G08: is not kept for what wakes nobody', async () => {
        const portal = bench().newPortal();
        await take(portal, [act('1')]);

        await take(portal, [act('1'), act('2', { signal: 'auto_replied', wakes: false })], [ask(portal)]);

        await expect(claimed()).resolves.toEqual([]);
        await expect(told(portal)).resolves.toMatchObject({ acts: { auto_replied: [1_000] } });
      });

      it('is not kept a second time when the same call comes again', async () => {
        const portal = bench().newPortal();
        await take(portal, [act('1')], [ask(portal)]);
        const first = await claimed();

        await take(portal, [act('1')], [ask(portal)]);
        await bench().second.evaluations.release(portal, keyOf('a'), 60_000);

        expect([first, await claimed()]).toEqual([[keyOf('a')], []]);
      });

      it('is one where two processes are told the same at the same moment (P17)', async () => {
        const portal = bench().newPortal();
        const other = createSignalStore(bench().db, createGate(1), () => 0);
        const all = Array.from({ length: 40 }, (_, n) => act(`s${n}`));

        const stored = await Promise.all(
          Array.from({ length: 10 }, (_, n) =>
            (n % 2 ? other : bench().first.signals).take(portal, n % 3 ? all : [...all].reverse(), [ask(portal)]),
          ),
        );

        expect(stored.reduce((sum, ids) => sum + ids.size, 0)).toBe(40);
        await expect(claimed()).resolves.toEqual([keyOf('a')]);
      });

      it('is there with its signals, or neither is: both are one transaction', async () => {
        const portal = bench().newPortal();
        const broken = { ...ask(portal), at: 1.5 };

        await expect(take(portal, [act('1')], [broken])).rejects.toMatchObject({ code: 'INTERNAL' });

        await expect(told(portal)).resolves.toBeUndefined();
      });
    });

    describe('for somebody who waits', () => {
      const storeAt = (clock: { now: number }) => createSignalStore(bench().db, createGate(1), () => clock.now);

      it('a portal without any costs one look a second; what is taken up later always looks', async () => {
        const portal = bench().newPortal();
        const clock = { now: 10_000 };
        const store = storeAt(clock);
        await store.of(portal, '101', 'live');
        await take(portal, [act('1')]); // in another process

        const soon = await store.of(portal, '101', 'live');
        const later = await store.of(portal, '101', 'later');
        clock.now += 1_000;
        const after = await store.of(portal, '101', 'live');

        expect([soon, later?.acts, after?.acts]).toEqual([undefined, { message: [1_000] }, { message: [1_000] }]);
      });

      it('what this process took is seen at once', async () => {
        const portal = bench().newPortal();
        const store = storeAt({ now: 10_000 });
        await store.of(portal, '101', 'live');

        await store.take(portal, [act('1')], []);

        await expect(store.of(portal, '101', 'live')).resolves.toMatchObject({ acts: { message: [1_000] } });
      });
    });

    it('says so when the store is away', async () => {
      const away = createSignalStore(databaseAway(), createGate(1), () => 0);
      const gone = { code: 'STORE_UNAVAILABLE' };

      await expect(away.known(1, ['1'])).rejects.toMatchObject(gone);
      await expect(away.take(1, [act('1')], [])).rejects.toMatchObject(gone);
      await expect(away.of(1, '101', 'live')).rejects.toMatchObject(gone);
      await expect(away.of(1, '101', 'later')).rejects.toMatchObject(gone);
      await expect(away.answered(1, '101', { a: 'b' })).rejects.toMatchObject(gone);
    });

    it('M07: of two contacts that were merged are the survivor’s', async () => {
      const portal = bench().newPortal();
      await take(portal, [
        act('1'),
        act('2', { contactId: '102', at: 2_000 }),
        { ...need('3', 3_000, 'Reports'), contactId: '102' },
      ]);

      await bench().first.chain.merge({ portalId: portal, survivor: '101', gone: '102', at: 9_000, keep: furthest });

      await expect(told(portal)).resolves.toEqual({
        acts: { message: [2_000, 1_000], answer_given: [3_000] },
        answers: { handoff_need: 'Reports' },
      });
      await expect(told(portal, '102')).resolves.toBeUndefined();
    });

    it('go with somebody who asked to be forgotten (P7)', async () => {
      const portal = bench().newPortal();
      await take(portal, [act('1'), act('2', { contactId: '102' })]);

      await bench().first.privacy(Buffer.alloc(32, 7)).erase(portal, '101', false);

      expect([await told(portal), (await told(portal, '102'))?.acts]).toEqual([undefined, { message: [1_000] }]);
    });
  });
}
