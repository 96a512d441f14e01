import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { AppError } from '../app/errors.js';
import { CSV_SIZE } from './read-csv.js';

/** A stream's content in a file that only this user can read. */
export interface Spooled {
  readonly file: string;
  /** Call it whatever happened. */
  readonly remove: () => void;
}

/**
 * Copies a stream to a temporary file, so that its shape can be judged before its first row has an effect.
 *
 * @throws {AppError} TOO_LARGE beyond 50 MiB unless `large`; nothing is left behind then
 */
export async function spoolInput(input: Readable, { large = false } = {}): Promise<Spooled> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'handoff-'));
  const spooled = { file: path.join(directory, 'stdin'), remove: () => fs.rmSync(directory, { recursive: true }) };
  try {
    await copyStream(input, fs.createWriteStream(spooled.file, { mode: 0o600 }), {
      limit: large ? Infinity : CSV_SIZE.fileBytes,
      what: 'standard input: ',
    });
    return spooled;
  } catch (error) {
    spooled.remove();
    throw error;
  }
}

/**
 * Copies a stream to a file, no faster than the file takes it.
 *
 * @param bound.limit bytes @param bound.what named in the refusal
 * @throws {AppError} TOO_LARGE, and whatever the streams throw
 */
export async function copyStream(
  input: AsyncIterable<Uint8Array | string>,
  output: fs.WriteStream,
  { limit, what = '' }: { readonly limit: number; readonly what?: string },
): Promise<void> {
  let bytes = 0;
  for await (const piece of input) {
    const chunk = Buffer.from(piece);
    bytes += chunk.length;
    if (bytes > limit) {
      output.destroy();
      throw new AppError('TOO_LARGE', `${what}larger than 50 MiB; --large takes it all the same`);
    }
    if (!output.write(chunk)) await once(output, 'drain');
  }
  output.end();
  await once(output, 'close');
}
