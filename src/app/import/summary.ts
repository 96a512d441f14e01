import type { ChosenRows } from './choose-rows.js';
import { createCounter } from './count.js';
import type { ImportRow, Summary } from './import-job.js';

/** Adds up what the rows of an import came to. */
export interface Tally {
  add(row: ImportRow): void;
  summary(): Summary;
}

/** @param chosen absent: an undo, whose rows are all there are */
export function createTally(chosen: ChosenRows | undefined): Tally {
  const moves = createCounter();
  const held = createCounter();
  const failed = createCounter();
  let [kept, created, updated, duplicates, failures] = [0, 0, 0, 0, 0];
  return {
    add(row) {
      kept += 1;
      if (row.outcome === 'gave-way') duplicates += 1;
      if (row.outcome === 'failed') {
        failures += 1;
        failed.add(row.because);
      }
      if (row.outcome === 'held') held.add(row.because);
      if (row.outcome === 'done' && row.to !== null) moves.add(`${row.from ?? ''} → ${row.to}`);
      if (row.outcome !== 'done' && row.outcome !== 'held') return;
      if (row.created) created += 1;
      else if (Object.keys(row.sets).length > 0) updated += 1;
    },
    summary() {
      const rows = chosen?.rows ?? kept;
      const people = chosen?.people ?? kept;
      const wanting = kept - duplicates - (chosen?.unusable ?? 0);
      const failedPeople = failures - (chosen?.unusable ?? 0);
      return {
        rows,
        people,
        known: people - created - failedPeople,
        created,
        updated,
        unchanged: people - wanting,
        moves: moves.counts(),
        held: held.counts(),
        duplicates,
        failed: failed.counts(),
      };
    },
  };
}

/** The summary of an import that is over, from what is kept of its rows. */
export async function summaryOf(chosen: ChosenRows | undefined, rows: AsyncIterable<ImportRow>): Promise<Summary> {
  const tally = createTally(chosen);
  for await (const row of rows) tally.add(row);
  return tally.summary();
}
