import fs from 'node:fs';
import path from 'node:path';
import { AppError } from '../app/errors.js';
import type { ImportFiles } from '../app/import/import-job.js';
import { CSV_SIZE, headerOfCsv, readCsvPages } from './read-csv.js';
import { copyStream } from './spool-input.js';

const ID = /^[0-9a-f]{12}$/;
const SUFFIX = '.csv';
/** In the file's name, so that the limits hold after a restart too. */
const LARGE = '.large';

export interface SpooledFiles extends ImportFiles {
  /**
   * Keeps an upload until its import is over, readable by this user alone.
   *
   * @throws {AppError} TOO_LARGE beyond 50 MiB unless `large`, INVALID_INPUT when it was cut short; nothing is left then
   */
  add(id: string, input: AsyncIterable<Uint8Array | string>, options: { readonly large: boolean }): Promise<void>;
}

/** The files to be imported, in a folder of their own. @param dir is made when first needed */
export function createImportFiles(dir: string): SpooledFiles {
  const nameOf = (id: string, large: boolean): string => path.join(dir, `${id}${large ? LARGE : ''}${SUFFIX}`);
  const isLarge = (id: string): boolean => fs.existsSync(nameOf(id, true));
  const fileOf = (id: string): string => nameOf(id, isLarge(id));

  return {
    here() {
      if (!fs.existsSync(dir)) return [];
      return fs.readdirSync(dir).flatMap((name) => {
        const id = name.replace(SUFFIX, '').replace(LARGE, '');
        return name.endsWith(SUFFIX) && ID.test(id) ? [id] : [];
      });
    },
    async add(id, input, { large }) {
      fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
      const arriving = path.join(dir, `${id}.part`);
      try {
        const limit = large ? Infinity : CSV_SIZE.fileBytes;
        await copyStream(input, fs.createWriteStream(arriving, { mode: 0o600, flush: true }), { limit });
        fs.renameSync(arriving, nameOf(id, large));
      } catch (error) {
        fs.rmSync(arriving, { force: true });
        throw error;
      }
    },
    async judge(id) {
      return { columns: await headerOfCsv(fileOf(id)) };
    },
    async *pages(id) {
      const limit = isLarge(id) ? Infinity : CSV_SIZE.rows;
      for await (const page of readCsvPages(fileOf(id), { strict: true })) {
        const last = page.at(-1);
        if (last && last.row > limit)
          throw new AppError(
            'TOO_LARGE',
            `more than ${limit.toLocaleString('en')} rows; --large takes it all the same`,
          );
        yield page;
      }
    },
    remove: (id) => {
      for (const large of [true, false]) fs.rmSync(nameOf(id, large), { force: true });
    },
  };
}
