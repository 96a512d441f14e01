import Table from 'cli-table3';
import type { LineWriter } from './line-writer.js';
import { printable } from './printable.js';
import type { ScoredRow } from './score-row.js';

const ROWS_SHOWN = 20;
const CELL_CHARACTERS = 48;

/** Where scored rows go. */
export interface ScoreSink {
  /** @returns false when nobody reads any more */
  add(scored: ScoredRow): Promise<boolean>;
  close(): Promise<void>;
  /** Something went wrong: leaves nothing half done behind. */
  abandon(): void;
}

/** One line of JSON for each row. */
export function jsonSink(lines: LineWriter): ScoreSink {
  return { ...lines, add: (scored) => lines.write(JSON.stringify(scored)) };
}

/** A table of the first 20 rows, written when all are there. */
export function tableSink(lines: LineWriter): ScoreSink {
  const table = new Table({
    head: ['row', 'id', 'score', 'fit', 'intent', 'timing', 'decision', 'why'],
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  let rows = 0;
  return {
    ...lines,
    add(scored) {
      rows += 1;
      if (rows <= ROWS_SHOWN) table.push(cellsOf(scored));
      return Promise.resolve(true);
    },
    async close() {
      await lines.write(table.toString());
      if (rows > ROWS_SHOWN) await lines.write(`and ${rows - ROWS_SHOWN} more rows: --json shows all`);
      await lines.close();
    },
  };
}

function cellsOf({ row, id, score, fit, intent, timing, decision, reasons }: ScoredRow): (string | number)[] {
  const axes = [fit, intent, timing].map((axis) => axis ?? '–');
  const why = decision.kind === 'hold' ? decision.missing.join(', ') : reasons.map(({ because }) => because).join(', ');
  return [row, short(id ?? ''), score, ...axes, decisionWords(decision), short(why)];
}

/** A decision in three words: `advance to sql`, `hold at lead`. */
export function decisionWords({ kind, from, to }: ScoredRow['decision']): string {
  return printable(to === from ? `${kind} at ${from}` : `${kind} to ${to}`);
}

function short(text: string): string {
  const shown = printable(text);
  return shown.length > CELL_CHARACTERS ? `${shown.slice(0, CELL_CHARACTERS - 1)}…` : shown;
}
