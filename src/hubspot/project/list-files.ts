import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Every file below a folder, as paths relative to it with `/`, sorted; `node_modules` aside. A missing folder has none. */
export function listFiles(folder: string, below = ''): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(path.join(folder, below), { withFileTypes: true })
    .flatMap((entry) => {
      const file = path.posix.join(below, entry.name);
      if (entry.name === 'node_modules') return [];
      return entry.isDirectory() ? listFiles(folder, file) : [file];
    })
    .sort();
}
