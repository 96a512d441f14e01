import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { AppError } from '../app/errors.js';

/** Somewhere lines go. */
export interface LineWriter {
  /** @returns false when nobody reads any more (`… | head`): stop, without fuss */
  write(line: string): Promise<boolean>;
  /** Everything is written. */
  close(): Promise<void>;
  /** Something went wrong: leaves nothing half done behind. */
  abandon(): void;
}

const PIECE_CHARACTERS = 64 * 1024;

/** Lines to a stream that stays open, in pieces, no faster than it takes them. */
export function createStreamWriter(stream: Writable): LineWriter {
  let pending = '';
  let failure: Error | undefined;
  const onError = (error: Error): void => {
    failure = error;
  };
  stream.on('error', onError);

  async function flush(): Promise<boolean> {
    const piece = pending;
    pending = '';
    if (failure === undefined && piece !== '' && !stream.write(piece)) await once(stream, 'drain').catch(onError);
    if (failure === undefined) return true;
    if ('code' in failure && failure.code === 'EPIPE') return false;
    throw new AppError('INVALID_INPUT', 'the output cannot be written', { cause: failure });
  }
  return {
    async write(line) {
      pending += `${line}\n`;
      return pending.length < PIECE_CHARACTERS || flush();
    },
    async close() {
      await flush();
      stream.off('error', onError);
    },
    abandon() {
      stream.off('error', onError);
    },
  };
}

/**
 * Lines to a file that appears under its name only when it is complete.
 *
 * @throws {AppError} INVALID_INPUT when nothing can be written there
 */
export function createFileWriter(file: string): LineWriter {
  const directory = temporaryBeside(file);
  const temporary = path.join(directory, 'out');
  const stream = fs.createWriteStream(temporary, { flush: true });
  const lines = createStreamWriter(stream);
  const remove = (): void => fs.rmSync(directory, { recursive: true, force: true });
  return {
    write: (line) => lines.write(line),
    async close() {
      await lines.close();
      await ended(stream, file);
      fs.renameSync(temporary, file);
      remove();
    },
    abandon() {
      lines.abandon();
      stream.on('error', () => undefined).destroy();
      remove();
    },
  };
}

async function ended(stream: fs.WriteStream, file: string): Promise<void> {
  try {
    stream.end();
    await once(stream, 'close');
  } catch (error) {
    throw new AppError('INVALID_INPUT', `${file}: cannot be written`, { cause: error });
  }
}

function temporaryBeside(file: string): string {
  if (fs.statSync(file, { throwIfNoEntry: false })?.isDirectory())
    throw new AppError('INVALID_INPUT', `${file}: is a directory`);
  try {
    return fs.mkdtempSync(path.join(path.dirname(file), '.handoff-out-'));
  } catch (error) {
    throw new AppError('INVALID_INPUT', `${file}: cannot be written`, { cause: error });
  }
}
