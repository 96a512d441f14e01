import { createReadStream } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
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

const LOOK_EVERY_MS = 400;

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
    /** Looks until it is over. @param seen hears of every look */
    async follow(id: string, seen: (now: ImportView) => void): Promise<ImportView> {
      for (;;) {
        const now = await view(`/${id}`);
        seen(now);
        if (now.state !== 'waiting' && now.state !== 'running') return now;
        await pause(LOOK_EVERY_MS);
      }
    },
  };
}

export type ImportService = ReturnType<typeof createImportService>;
