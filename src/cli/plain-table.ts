import Table from 'cli-table3';

/** Without lines between the rows. */
const PLAIN = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };

/** A table for the terminal: a frame, a head, one line a row, no colours. */
export function plainTable(head: readonly string[]): Table.Table {
  return new Table({ head: [...head], chars: PLAIN, style: { head: [], border: [] } });
}
