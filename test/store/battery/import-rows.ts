import { randomBytes } from 'node:crypto';
import type { ImportRow } from '../../../src/app/import/import-job.js';
import { createImportStore } from '../../../src/store/import-store.js';
import { NO_VALUES_OF_NOBODY } from '../../../src/store/import-tables.js';
import { all } from '../asks.js';
import type { Bench } from '../bench.js';

export function aRow(row: number, more: Partial<ImportRow> = {}): ImportRow {
  return {
    ...{ row, contactId: '101', created: false, before: { jobtitle: null }, sets: { jobtitle: 'CEO' } },
    ...{ from: 'lead', to: 'mql', outcome: null, because: '', ...more },
  };
}

/* Rows need no import they belong to. */
export function importRowsBattery(bench: () => Bench): void {
  const first = () => bench().first.imports;
  const second = () => createImportStore(bench().db, bench().secondWorker);
  const newKey = () => ({ portalId: bench().newPortal(), id: randomBytes(6).toString('hex') });

  describe('rows of an import', () => {
    it('keeps the first word of what was there before, and the last of what came of it', async () => {
      const key = newKey();
      await first().remember(key, [aRow(1), aRow(3)]);

      const again = await second().remember(key, [aRow(1, { before: { jobtitle: 'CEO' }, sets: {} }), aRow(2)]);
      expect(again.get(1)).toEqual(aRow(1));

      await second().settle(key, [
        aRow(1, { contactId: '7', outcome: 'done' }),
        aRow(4, { outcome: 'gave-way', because: 'row 1' }),
      ]);
      expect(await all(first().rows(key))).toEqual([
        aRow(1, { contactId: '7', outcome: 'done' }),
        aRow(2),
        aRow(3),
        aRow(4, { outcome: 'gave-way', because: 'row 1' }),
      ]);
      expect([...(await first().recall(key, 2, 3)).keys()]).toEqual([2, 3]);
    });

    it('lists any number of rows in order, of this import and portal only', async () => {
      const key = newKey();
      const other = newKey();
      await first().settle(other, [aRow(1)]);
      await first().settle(
        key,
        Array.from({ length: 1_200 }, (_, index) => aRow(1_200 - index)),
      );

      const rows = await all(first().rows(key));

      expect(rows.map(({ row }) => row)).toEqual(Array.from({ length: 1_200 }, (_, index) => index + 1));
    });

    it('keeps nothing of somebody who is forgotten, and everything of the others (P7)', async () => {
      const key = newKey();
      await first().settle(key, [aRow(1), aRow(2, { contactId: '102' }), aRow(3, { contactId: null, sets: {} })]);

      const privacy = bench().first.privacy(Buffer.alloc(32, 7));
      await privacy.erase(key.portalId, '101', false);

      expect((await all(first().rows(key))).map(({ row }) => row)).toEqual([2, 3]);
      expect(privacy.has(key.portalId, '101')).toBe(true);
    });

    it('takes no values that a deletion would not find: those of nobody HubSpot has (P7)', async () => {
      const key = newKey();

      await expect(first().remember(key, [aRow(1, { contactId: null })])).rejects.toMatchObject({ code: 'INTERNAL' });
      await first().settle(key, [aRow(1, { contactId: null, sets: {}, outcome: 'failed' })]);

      expect((await all(first().rows(key))).map(({ row, sets }) => [row, sets])).toEqual([[1, {}]]);
    });

    it('drops such values kept by an earlier version, and no others', async () => {
      const { portalId, id } = newKey();
      await bench().pool.query('alter table import_rows drop constraint import_rows_findable');
      await first().remember({ portalId, id }, [aRow(1, { contactId: null }), aRow(2)]);

      for (const statement of NO_VALUES_OF_NOBODY) await bench().pool.query(statement);

      const rows = await all(first().rows({ portalId, id }));
      expect(rows).toEqual([aRow(1, { contactId: null, sets: {} }), aRow(2)]);
    });
  });
}
