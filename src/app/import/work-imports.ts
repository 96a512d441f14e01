import type { AppError } from '../errors.js';
import { isAppError } from '../errors.js';
import type { Log } from '../ports.js';
import { retryDelayMs } from '../retry-delay.js';
import type { ImportFiles, ImportJob, ImportStore } from './import-job.js';
import { isTakenOver, type RunImport } from './run-import.js';
import type { UndoImport } from './undo-import.js';

export interface WorkImportsDeps {
  readonly imports: ImportStore;
  readonly files: ImportFiles;
  readonly runImport: RunImport;
  readonly undoImport: UndoImport;
  readonly log: Log;
  readonly random: () => number;
}

const BACKOFF = { firstMs: 1_000, longestMs: 60_000 };
/** The file or the request is at fault: the same again would fare the same. */
const REFUSED = new Set<AppError['code']>(['INVALID_INPUT', 'TOO_LARGE', 'NOT_FOUND', 'MODEL_INVALID']);
/** Somebody has to do something first. */
const STOPPED = new Set<AppError['code']>([
  'HUBSPOT_UNAUTHORIZED',
  'HUBSPOT_REJECTED',
  'HUBSPOT_UNREADABLE',
  'PORTAL_UNKNOWN',
]);

/**
 * Works on imports: takes what is due, and goes on where a crash or a stop left off. Several portals at once, one import
 * each.
 *
 * @returns `once` looks for work and does not wait for its end; `stop` begins nothing new and resolves when all is put down
 */
export function createWorkImports({ imports, files, runImport, undoImport, log, random }: WorkImportsDeps) {
  const running = new Map<string, Promise<void>>();
  let stopping = false;

  async function end(job: ImportJob): Promise<void> {
    const work = job.kind === 'undo' ? undoImport : runImport;
    const summary = await work(job, () => stopping);
    if (!summary) return imports.putOff(job, '', 0);
    await imports.end(job, { state: 'done', because: '', summary });
    files.remove(job.id);
    log.info('import over', { portalId: job.portalId, importId: job.id, rows: summary.rows });
  }

  async function fail(job: ImportJob, error: unknown): Promise<void> {
    if (isTakenOver(error)) return;
    const fields = { portalId: job.portalId, importId: job.id, error };
    const because = isAppError(error) ? error.message : 'something we did not foresee; see the log of the service';
    if (isAppError(error) && REFUSED.has(error.code) && job.doneRow === 0) {
      await imports.end(job, { state: 'refused', because });
      return files.remove(job.id);
    }
    if (!isAppError(error) || STOPPED.has(error.code) || REFUSED.has(error.code)) {
      log.error('import stopped', fields);
      return imports.end(job, { state: 'stopped', because });
    }
    log.warn('import put off', fields);
    await imports.putOff(job, because, retryDelayMs(BACKOFF, Math.max(job.attempts, 1), random()));
  }

  async function work(job: ImportJob): Promise<void> {
    log.info('import taken up', { portalId: job.portalId, importId: job.id, row: job.doneRow });
    try {
      await end(job);
    } catch (error) {
      // While the store is away nothing can be said of it: it stays ours, and is claimed again when the store is back.
      await fail(job, error).catch((failure: unknown) =>
        log.warn('import left alone', { importId: job.id, error: failure }),
      );
    }
  }

  return {
    async once(): Promise<void> {
      const job = stopping ? undefined : await imports.claim(files.here(), [...running.keys()]);
      if (!job) return;
      running.set(
        job.id,
        work(job).finally(() => running.delete(job.id)),
      );
    },
    async stop(): Promise<void> {
      stopping = true;
      await Promise.allSettled(running.values());
    },
  };
}

export type WorkImports = ReturnType<typeof createWorkImports>;
