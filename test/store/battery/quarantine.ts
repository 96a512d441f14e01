import type { Claimed } from '../../../src/app/sync/quarantine.js';
import { all, keyOf } from '../asks.js';
import type { Bench } from '../bench.js';

export function quarantineBattery(bench: () => Bench): void {
  const claim = (portalId: number, name: string, more: Partial<Claimed> = {}): Claimed => ({
    portalId,
    contactId: '101',
    key: keyOf(name),
    kind: 'jump',
    from: 'lead',
    stage: 'sql',
    form: 'newsletter',
    code: 'no-proof',
    because: 'Nothing shows that the form was asked to',
    at: 5_000,
    ...more,
  });
  const put = (portalId: number, name: string, more: Partial<Claimed> = {}) =>
    bench().first.quarantine.put(claim(portalId, name, more));
  const list = (filter: Parameters<Bench['first']['quarantine']['list']>[0]) =>
    all(bench().first.quarantine.list(filter));
  const BY = { by: 'admin', at: 9_000 } as const;

  describe('quarantine', () => {
    it('holds a claim once, as it was made', async () => {
      const portal = bench().newPortal();
      const given = claim(portal, 'a', { kind: 'request', signal: 'demo_requested', code: 'expired' });

      const kept = [await bench().first.quarantine.put(given), await bench().first.quarantine.put(given)];

      expect(kept).toEqual([true, false]);
      expect(await list({ portalId: portal })).toEqual([{ ...given, id: expect.any(Number) as number, state: 'open' }]);
    });

    it('shows the newest of a contact that is open', async () => {
      const portal = bench().newPortal();
      await put(portal, 'old', { at: 1 });
      await put(portal, 'new', { at: 2, stage: 'customer' });
      await put(portal, 'other', { contactId: '102', at: 3 });
      const { quarantine } = bench().first;
      const newest = await quarantine.openOf(portal, '101');
      await quarantine.end(newest?.id ?? 0, { ...BY, state: 'released' });

      expect([newest?.stage, (await quarantine.openOf(portal, '101'))?.stage]).toEqual(['customer', 'sql']);
      expect(await quarantine.openOf(portal, '103')).toBeUndefined();
    });

    it('is ended by one, with his name and the time', async () => {
      const portal = bench().newPortal();
      await put(portal, 'a');
      const [held] = await list({ portalId: portal });
      const { quarantine } = bench().first;
      const ended = [
        await quarantine.end(held?.id ?? 0, { ...BY, state: 'released' }),
        await quarantine.end(held?.id ?? 0, { ...BY, state: 'reverted' }),
      ];

      expect(ended).toEqual([true, false]);
      expect(await quarantine.find(held?.id ?? 0)).toMatchObject({
        state: 'released',
        endedBy: 'admin',
        endedAt: 9_000,
      });
    });

    it('lists what is open, of a portal, a contact, a time', async () => {
      const portal = bench().newPortal();
      await put(portal, 'a', { at: 1 });
      await put(portal, 'b', { at: 2 });
      await put(portal, 'c', { at: 3, contactId: '102' });
      const [first] = await list({ portalId: portal });
      await bench().first.quarantine.end(first?.id ?? 0, { ...BY, state: 'reverted' });
      const times = async (filter: Parameters<typeof list>[0]) =>
        (await list({ portalId: portal, ...filter })).map(({ at }) => at);

      expect([
        await times({}),
        await times({ state: 'open' }),
        await times({ contactId: '101' }),
        await times({ since: 2 }),
        await times({ limit: 1 }),
      ]).toEqual([[1, 2, 3], [2, 3], [1, 2], [2, 3], [1]]);
    });

    it('is overtaken by what others did later, jumps only', async () => {
      const portal = bench().newPortal();
      await put(portal, 'before', { at: 1 });
      await put(portal, 'request', { at: 1, kind: 'request' });
      await put(portal, 'after', { at: 9 });

      await bench().first.quarantine.overtake(portal, '101', 5);

      expect((await list({ portalId: portal })).map(({ state }) => state)).toEqual(['overtaken', 'open', 'open']);
    });
  });
}
