import { createReadStream } from 'node:fs';
import { isAppError, OUTCOME, type AppError } from '../app/errors.js';
import type { ImportRow, ImportState, Summary } from '../app/import/import-job.js';
import type { Sent, ServiceClient } from './service-client.js';

/** An import as the service tells it. */
export interface ImportView {
  readonly id: string;
  readonly kind: string;
  readonly source: string;
  readonly state: ImportState;
  readonly because: string;
  readonly dryRun: boolean;
  readonly rows: number;
  readonly doneRow: number;
  readonly at: string;
  readonly summary?: Summary;
}

export interface Looking {
  readonly seen: { readonly now: (now: ImportView) => void; readonly lost: (why: string) => void };
  readonly pause: (ms: number) => Promise<unknown>;
}

const LOOK_EVERY_MS = 400;
/** Ten minutes of them. */
const MOST_FAILED_LOOKS = 300;
const LOOK_AGAIN_MS = 2_000;

const heals = (error: unknown): error is AppError => isAppError(error) && OUTCOME[error.code].retry;

/** Talks to the running service about imports. All throw AppError. */
export function createImportService(service: ServiceClient) {
  const view = async (place: string, sent?: Sent): Promise<ImportView> =>
    (await (await service.ask(`imports${place}`, sent)).json()) as ImportView;

  async function* rows(id: string): AsyncGenerator<ImportRow> {
    for await (const line of service.lines(`imports/${id}/rows`)) yield JSON.parse(line) as ImportRow;
  }

  return {
    /** Sends a file. @param file absent: there is none to send */
    begin(query: Readonly<Record<string, string>>, file: string | undefined): Promise<ImportView> {
      return view('', { query, ...(file === undefined ? { post: true } : { csv: createReadStream(file) }) });
    },
    get: (id: string) => view(`/${id}`),
    list: async (): Promise<readonly ImportView[]> =>
      ((await (await service.ask('imports')).json()) as { readonly results: readonly ImportView[] }).results,
    resume: (id: string) => view(`/${id}/resume`, { post: true }),
    undo: (id: string, query: Readonly<Record<string, string>>) => view(`/${id}/undo`, { post: true, query }),
    rows,
    /**
     * Looks until it is over. A service that is away, for a new version say, is waited for.
     *
     * @param seen `now` hears of every look, `lost` once of each time the service is away
     */
    async follow(id: string, { seen, pause }: Looking): Promise<ImportView> {
      let failed = 0;
      for (;;) {
        try {
          const now = await view(`/${id}`);
          failed = 0;
          seen.now(now);
          if (now.state !== 'waiting' && now.state !== 'running') return now;
        } catch (error) {
          failed += 1;
          if (!heals(error) || failed > MOST_FAILED_LOOKS) throw error;
          if (failed === 1) seen.lost(error.message);
        }
        await pause(failed === 0 ? LOOK_EVERY_MS : LOOK_AGAIN_MS);
      }
    },
  };
}

export type ImportService = ReturnType<typeof createImportService>;
