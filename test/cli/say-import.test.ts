import type { ImportRow } from '../../src/app/import/import-job.js';
import { inWords } from '../../src/cli/say-import.js';
import { all } from '../store/asks.js';

const ROW: ImportRow = {
  ...{ row: 1, contactId: '101', created: false, before: {}, sets: {}, from: 'lead', to: 'recycled' },
  ...{ outcome: 'held', because: '' },
};

async function* rowsOf(...rows: readonly Partial<ImportRow>[]): AsyncGenerator<ImportRow> {
  for (const row of rows) yield { ...ROW, ...row };
}

describe('inWords', () => {
  it.each([
    ['before-mql', 'recycled, and never was an MQL'],
    ['would-go-back', 'backward; --allow-backward makes it'],
    ['protect:customer', 'protected at customer'],
    ['require:served', 'not SQL: requirement served'],
    ['require:served: We sell in: the Benelux', 'not SQL: requirement served: We sell in: the Benelux'],
    ['policy:vetted', 'the model wants a rep to set SQL; --override sets it'],
    ['a-rule-without-words', 'a-rule-without-words'],
  ])('says why a stage was left alone by %s', async (because, words) => {
    const [row] = await all(inWords(rowsOf({ because })));

    expect(row).toEqual({ ...ROW, because: words });
  });

  it('leaves other reasons as they are', async () => {
    const [row] = await all(inWords(rowsOf({ outcome: 'failed', because: 'before-mql' })));

    expect(row?.because).toBe('before-mql');
  });
});
