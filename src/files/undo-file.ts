import type { ImportRow } from '../app/import/import-job.js';
import { writeLines } from './write-lines.js';

/**
 * Writes what each contact held before an import, one JSON object a line.
 *
 * @param rows   in order of rows
 * @param target readable by this user alone
 * @returns how many contacts; with none there is no file
 * @throws {AppError} INVALID_INPUT when it cannot be written
 */
export function writeUndoFile(rows: AsyncIterable<ImportRow>, target: string): Promise<number> {
  return writeLines(undoLines(rows), target);
}

async function* undoLines(rows: AsyncIterable<ImportRow>): AsyncGenerator<string> {
  for await (const { row, contactId, created, before, sets, from, to, outcome } of rows) {
    const moved = to !== null && outcome === 'done';
    if (contactId === null || !(created || moved || Object.keys(sets).length > 0)) continue;
    yield `${JSON.stringify({ row, contactId, created, before, set: sets, ...(moved ? { from, to } : {}) })}\n`;
  }
}
