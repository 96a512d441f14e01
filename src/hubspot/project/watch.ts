import { existsSync, watch, type FSWatcher } from 'node:fs';
import path from 'node:path';

/** What the assembled project is made of: folders with everything below them, and files beside hsproject.json. */
const FOLDERS = ['actions', 'cards', 'src/hubspot', 'src/app', 'src/http'] as const;
const ROOT_FILES = /^(hsproject\.json|package\.json|local\.json|hsprofile\.[^.]+\.json|cards)$/;
/** Is a file or folder beside hsproject.json one the project is made of? */
export const isSource = (name: string): boolean => ROOT_FILES.test(name);

const GATHER_MS = 100;

/** Work that may be asked for at any time: it never runs twice at once, and once more when it was asked for while it ran. */
export function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running = false;
  let asked = false;
  return async () => {
    asked = true;
    if (running) return;
    running = true;
    while (asked) {
      asked = false;
      await work();
    }
    running = false;
  };
}

/** Asks for work when nothing has happened for a moment: an editor writes a file in several steps. */
export function createGather(work: () => Promise<void>) {
  let timer: NodeJS.Timeout | undefined;
  return {
    happened: (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => void work(), GATHER_MS);
    },
    cancel: (): void => clearTimeout(timer),
  };
}

/**
 * Calls `again` after the sources of the project change: one at a time.
 *
 * @param root  the folder of the project
 * @param again must not reject
 * @returns ends it
 */
export function watchSources(root: string, again: () => Promise<void>): () => void {
  const gather = createGather(oneAtATime(again));
  const watchers = new Map<string, FSWatcher>();

  /** A folder may appear later: the one above it is watched too. */
  function watchFolders(): void {
    for (const folder of FOLDERS) {
      const place = path.join(root, folder);
      if (watchers.has(folder) || !existsSync(place)) continue;
      const watcher = watch(place, { recursive: true }, gather.happened);
      watchers.set(
        folder,
        watcher.on('error', () => watchers.delete(folder)),
      );
    }
  }

  watchFolders();
  const above = watch(root, (_event, name) => {
    if (name === null || !isSource(name)) return;
    watchFolders();
    gather.happened();
  });
  return () => {
    gather.cancel();
    above.close();
    for (const watcher of watchers.values()) watcher.close();
  };
}
