import fs from 'node:fs';
import path from 'node:path';
import { AppError } from '../app/errors.js';

/**
 * The file an operator means: a path, or the bare name of a model in the models directory.
 *
 * @throws {AppError} NOT_FOUND
 */
export function findModel(wanted: string, modelsDir: string): string {
  const bare = /^[a-z0-9][a-z0-9-_]*$/.test(wanted);
  const named = bare ? ['yaml', 'yml'].map((ending) => path.join(modelsDir, `${wanted}.${ending}`)) : [];
  const found = [wanted, ...named].find((file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile());
  if (found !== undefined) return found;
  const also = bare ? `, and no model of that name in ${modelsDir}` : '';
  throw new AppError('NOT_FOUND', `${wanted}: no such file${also}`);
}
