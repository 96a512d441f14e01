import type { Bench } from '../bench.js';
import { fillTheRest, tablesOf, tablesWith } from '../every-table.js';
import { aNotice } from '../notices.js';
import { aRow } from './import-rows.js';

export function forgetPortalBattery(bench: () => Bench): void {
  describe('a portal that is forgotten', () => {
    it('leaves no row in any table, and every other portal alone', async () => {
      const { pool, first } = bench();
      const [portal, other] = [bench().newPortal(), bench().newPortal()];
      for (const id of [portal, other]) {
        await first.inbox.keep([aNotice(id, 'told')]);
        await first.imports.remember({ portalId: id, id: 'i1' }, [aRow(1)]);
        await fillTheRest(pool, { portal_id: id });
      }
      const before = await tablesOf(pool, { portal_id: portal });

      await first.forget(portal);

      expect(before).toEqual(await tablesWith(pool, 'portal_id'));
      expect(await tablesOf(pool, { portal_id: portal })).toEqual([]);
      expect(await tablesOf(pool, { portal_id: other })).toEqual(before);
    });
  });
}
