import { AppError } from '../../src/app/errors.js';
import { createKeptPerPortal } from '../../src/hubspot/kept-per-portal.js';
import { createMemoryLog } from '../fakes/memory-log.js';

describe('createKeptPerPortal', () => {
  function keptWith(read: (portalId: number, reads: number) => Promise<string>) {
    let now = 0;
    let reads = 0;
    const log = createMemoryLog();
    const get = createKeptPerPortal({ read: (portalId) => read(portalId, (reads += 1)), now: () => now, log });
    return { get, log, reads: () => reads, pass: (ms: number) => (now += ms) };
  }

  it('reads a portal once for ten minutes', async () => {
    const { get, pass, reads } = keptWith(async (_portalId, count) => `read ${count}`);

    const first = await get(1);
    pass(599_999);
    const second = await get(1);
    pass(1);
    const third = await get(1);

    expect([first, second, third]).toEqual(['read 1', 'read 1', 'read 2']);
    expect(reads()).toBe(2);
  });

  it('shows without reading what is kept and fresh', async () => {
    const { get, pass, reads } = keptWith(async () => 'read');

    const before = get.fresh(1);
    await get(1);
    pass(599_999);
    const kept = get.fresh(1);
    pass(1);

    expect([before, kept, get.fresh(1), get.fresh(2), reads()]).toEqual([undefined, 'read', undefined, undefined, 1]);
  });

  it('reads once for everybody who asks at the same time, and apart for each portal', async () => {
    const { get, reads } = keptWith(async (portalId) => `of ${portalId}`);

    const all = await Promise.all([get(1), get(1), get(2), get(1)]);

    expect(all).toEqual(['of 1', 'of 1', 'of 2', 'of 1']);
    expect(reads()).toBe(2);
  });

  it('keeps the old one when it cannot be read again, and tries again after half a minute', async () => {
    const { get, pass, log } = keptWith(async (_portalId, count) => {
      if (count === 2) throw new AppError('HUBSPOT_BUSY', 'not now');
      return `read ${count}`;
    });
    await get(1);
    pass(600_000);

    const kept = await get(1);
    pass(30_000);
    const renewed = await get(1);

    expect([kept, renewed]).toEqual(['read 1', 'read 3']);
    expect(log.said('what a portal said is kept although it is old')).toHaveLength(1);
  });

  it('fails when there is no old one, and reads again when asked again', async () => {
    const { get } = keptWith(async (_portalId, count) => {
      if (count === 1) throw new AppError('HUBSPOT_BUSY', 'not now');
      return `read ${count}`;
    });

    await expect(get(1)).rejects.toMatchObject({ code: 'HUBSPOT_BUSY' });
    await expect(get(1)).resolves.toBe('read 2');
  });
});
