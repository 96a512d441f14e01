import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '../app/errors.js';
import type { ImportRow, ImportState, Summary } from '../app/import/import-job.js';
import { tokenOf, type LogCommandDeps } from './log-command.js';

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

const ErrorReply = z.object({ error: z.string() });
const LOOK_EVERY_MS = 400;

/** Why the service refused, in words: its replies carry codes only. */
const WORDS: Readonly<Record<string, string>> = {
  'invalid-input': 'the service cannot use this request',
  'too-large': 'larger than 50 MiB; --large takes it all the same',
  'portal-unknown': 'no portal is connected: set HUBSPOT_ACCESS_TOKEN for the service, or name another with --portal',
  'not-found': 'the service knows no such import',
  'hubspot-rejected': 'HubSpot refused: is there such a list, and may the app read lists?',
  unproven: 'the service does not take our token: check ADMIN_TOKEN',
};

/** Talks to the running service about imports. All throw AppError. */
export function createImportService(deps: Omit<LogCommandDeps, 'terminal'>) {
  async function ask(path: string, init: RequestInit & { readonly query?: Readonly<Record<string, string>> } = {}) {
    const { query = {}, ...rest } = init;
    const url = new URL(`/admin/imports${path}`, deps.serviceUrl);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const headers = { ...rest.headers, authorization: `Bearer ${tokenOf(deps)}` };
    const reply = await fetch(url, { ...rest, headers }).catch((cause: unknown) => {
      throw new AppError(
        'STORE_UNAVAILABLE',
        `No service answers at ${deps.serviceUrl}: start it, or set HANDOFF_URL`,
        {
          cause,
        },
      );
    });
    if (reply.ok) return reply;
    const { error = '' } = ErrorReply.safeParse(await reply.json().catch(() => undefined)).data ?? {};
    throw new AppError('INVALID_INPUT', WORDS[error] ?? `the service answered ${reply.status} ${error}`);
  }

  const view = async (path: string, init?: Parameters<typeof ask>[1]): Promise<ImportView> =>
    (await (await ask(path, init)).json()) as ImportView;

  async function* rows(id: string): AsyncGenerator<ImportRow> {
    const { body } = await ask(`/${id}/rows`);
    if (!body) return;
    for await (const line of createInterface({ input: Readable.fromWeb(body) }))
      if (line !== '') yield JSON.parse(line) as ImportRow;
  }

  return {
    /** Sends a file. @param file absent: there is none to send */
    begin(query: Readonly<Record<string, string>>, file: string | undefined): Promise<ImportView> {
      if (file === undefined) return view('', { method: 'POST', query });
      const body = Readable.toWeb(createReadStream(file)) as ReadableStream;
      return view('', { method: 'POST', query, body, duplex: 'half', headers: { 'content-type': 'text/csv' } });
    },
    get: (id: string) => view(`/${id}`),
    list: async (): Promise<readonly ImportView[]> =>
      ((await (await ask('')).json()) as { readonly results: readonly ImportView[] }).results,
    resume: (id: string) => view(`/${id}/resume`, { method: 'POST' }),
    undo: (id: string, query: Readonly<Record<string, string>>) => view(`/${id}/undo`, { method: 'POST', query }),
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
