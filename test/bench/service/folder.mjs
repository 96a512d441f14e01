import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Does `work` with a folder that is gone afterwards. */
export async function withFolder(work) {
  const folder = await mkdtemp(path.join(tmpdir(), 'handoff-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Does `work` with a place to register what must be stopped afterwards, last first, whatever happens. */
export async function withCleanUp(work) {
  const stops = [];
  try {
    return await work((stop) => stops.unshift(stop));
  } finally {
    for (const stop of stops) await stop();
  }
}
