import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { listFiles } from './list-files.js';

/** What happened to one file of the assembled project. */
export interface Assembled {
  readonly file: string;
  readonly change: 'new' | 'changed' | 'same' | 'removed';
}

/** Written there by npm and by HubSpot's development server, for their own use. */
const isTheirs = (file: string): boolean =>
  path.posix.basename(file) === 'package-lock.json' || file.startsWith('app/dist/');

/**
 * Makes a folder hold exactly these files. Writes only what differs, so that whoever watches the folder wakes for nothing;
 * removes what is not wanted, except what npm and HubSpot's development server keep there.
 *
 * @param files  the text of each file, by its path below `folder`
 * @param folder absolute; created when it is not there
 * @returns every file once, by path
 */
export function assemble(files: ReadonlyMap<string, string>, folder: string): readonly Assembled[] {
  const strays = listFiles(folder).filter((file) => !files.has(file) && !isTheirs(file));
  for (const file of strays) remove(folder, file);
  const written = [...files].map(([file, text]) => ({ file, change: write(path.join(folder, file), text) }));
  const removed = strays.map((file) => ({ file, change: 'removed' as const }));
  return [...written, ...removed].sort((a, b) => (a.file < b.file ? -1 : 1));
}

function write(place: string, text: string): 'new' | 'changed' | 'same' {
  const isThere = existsSync(place);
  if (isThere && readFileSync(place, 'utf8') === text) return 'same';
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, text);
  return isThere ? 'changed' : 'new';
}

/** With the last file of a folder goes the folder. */
function remove(folder: string, file: string): void {
  rmSync(path.join(folder, file));
  for (let dir = path.dirname(file); dir !== '.' && readdirSync(path.join(folder, dir)).length === 0;) {
    rmdirSync(path.join(folder, dir));
    dir = path.dirname(dir);
  }
}

/** The assembled project for a person: a word per file, and how many changed. */
export function assembledText(assembled: readonly Assembled[], folder: string): string {
  const changed = assembled.filter(({ change }) => change !== 'same').length;
  const lines = assembled.map(({ file, change }) => `  ${change.padEnd(8)} ${file}`);
  return [folder, ...lines, `${assembled.length} files, ${changed} changed`, ''].join('\n');
}
