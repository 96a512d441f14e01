import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Lines are joined up to about this many characters: one write per row would cost more than the row. */
const CHUNK = 16 * 1024;

/**
 * Streams rows as JSON lines, as fast as the client reads and no faster. A source that fails before its first row throws,
 * and nothing was sent; one that fails later cuts the connection, so that half a listing cannot pass for a whole one.
 */
export async function sendLines<T>(
  res: ServerResponse,
  rows: AsyncIterable<T>,
  toJson: (row: T) => unknown,
): Promise<void> {
  const iterator = rows[Symbol.asyncIterator]();
  const first = await iterator.next();
  res.writeHead(200, { 'Content-Type': 'application/x-ndjson; charset=utf-8' });
  try {
    await pipeline(Readable.from(chunks(iterator, first, toJson)), res);
  } catch (error) {
    // A client that has seen enough is no failure.
    if (!isEarlyLeave(error)) throw error;
  }
}

const LEFT: ReadonlySet<unknown> = new Set(['ERR_STREAM_PREMATURE_CLOSE', 'EPIPE', 'ECONNRESET']);

function isEarlyLeave(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && LEFT.has(error.code);
}

async function* chunks<T>(
  iterator: AsyncIterator<T>,
  first: IteratorResult<T>,
  toJson: (row: T) => unknown,
): AsyncGenerator<string> {
  try {
    let text = '';
    for (let next = first; next.done !== true; next = await iterator.next()) {
      text += `${JSON.stringify(toJson(next.value))}\n`;
      if (text.length < CHUNK) continue;
      yield text;
      text = '';
    }
    if (text !== '') yield text;
  } finally {
    // The client may leave early: the source must not be left open.
    await iterator.return?.();
  }
}
