import fs from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError, isAppError } from '../app/errors.js';

/**
 * Writes lines, each with its end, to a file readable by this user alone. What goes wrong with the lines themselves passes
 * through.
 *
 * @returns how many; with none there is no file
 * @throws {AppError} INVALID_INPUT when it cannot be written
 */
export async function writeLines(lines: AsyncGenerator<string>, target: string): Promise<number> {
  const first = await lines.next();
  if (first.done) return 0;
  let count = 0;
  async function* counted(begin: string): AsyncGenerator<string> {
    count += 1;
    yield begin;
    for await (const line of lines) {
      count += 1;
      yield line;
    }
  }
  try {
    await pipeline(Readable.from(counted(first.value)), fs.createWriteStream(target, { mode: 0o600 }));
  } catch (error) {
    if (isAppError(error)) throw error;
    throw new AppError('INVALID_INPUT', `${target}: cannot be written`, { cause: error });
  }
  return count;
}
