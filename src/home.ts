import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder of the package, whether this runs from `src/` or from `build/service/src/`. */
export const HOME =
  ['..', '../../..']
    .map((up) => path.resolve(__dirname, up))
    .find((folder) => existsSync(path.join(folder, 'package.json'))) ?? process.cwd();
