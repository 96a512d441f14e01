import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ImportRow } from '../../src/app/import/import-job.js';
import { writeUndoFile } from '../../src/files/undo-file.js';

const ROW: ImportRow = {
  ...{ row: 1, contactId: '101', created: false, before: {}, sets: {}, from: null, to: null },
  ...{ outcome: 'done', because: '' },
};

async function* rowsOf(...rows: readonly Partial<ImportRow>[]): AsyncGenerator<ImportRow> {
  for (const row of rows) yield { ...ROW, ...row };
}

describe('the undo file', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'handoff-undo-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('holds what each contact that was changed or made held before', async () => {
    const target = path.join(folder, 'undo.jsonl');
    const rows = rowsOf(
      { row: 1, before: { jobtitle: 'Clerk' }, sets: { jobtitle: 'Director' } },
      { row: 2, contactId: '102', from: 'lead', to: 'sql' },
      { row: 3, contactId: '103', created: true },
      { row: 4, contactId: '104', from: 'lead', to: 'sql', outcome: 'held' },
      { row: 5, contactId: null, outcome: 'failed' },
    );

    expect(await writeUndoFile(rows, target)).toBe(3);
    expect(
      readFileSync(target, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      { row: 1, contactId: '101', created: false, before: { jobtitle: 'Clerk' }, set: { jobtitle: 'Director' } },
      { row: 2, contactId: '102', created: false, before: {}, set: {}, from: 'lead', to: 'sql' },
      { row: 3, contactId: '103', created: true, before: {}, set: {} },
    ]);
  });
});
