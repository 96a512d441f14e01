import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isAppError } from '../app/errors.js';
import type { ImportRow } from '../app/import/import-job.js';
import type { ImportService, ImportView } from './import-service.js';
import { createStreamWriter } from './line-writer.js';
import { printable } from './printable.js';
import { createRateBar } from './progress.js';
import { importLines, inWords } from './say-import.js';
import type { Terminal } from './terminal.js';

/** What writes the files an import leaves behind. Each returns how many rows it wrote; with none there is no file. All throw AppError. */
export interface ResultFiles {
  writeReport(source: string | undefined, rows: AsyncIterable<ImportRow>, target: string): Promise<number>;
  writeUndoFile(rows: AsyncIterable<ImportRow>, target: string): Promise<number>;
}

interface Following {
  /** The file as it is here; absent: a list of the portal. */
  readonly file: string | undefined;
  readonly json: boolean;
}

interface FollowDeps {
  readonly terminal: Terminal;
  readonly tools: ResultFiles;
}

/**
 * Shows how far an import is, then what came of it, and leaves report and undo file beside the file. The import is the
 * service's own: what goes wrong here loses nothing, and `import report` makes up for it.
 */
export async function followToEnd(
  service: ImportService,
  begun: ImportView,
  following: Following,
  deps: FollowDeps,
): Promise<void> {
  const { terminal } = deps;
  const say = (text: string) => void terminal.stderr.write(`handoff: ${printable(text)}\n`);
  say(`${begun.kind} ${begun.id} is with the service`);
  try {
    await toEnd(service, begun, following, { ...deps, say });
  } catch (error) {
    if (!isAppError(error)) throw error;
    const again = `handoff import report ${begun.id}${following.file === undefined ? '' : ` ${following.file}`}`;
    say(error.message);
    say(`what became of it says ${again}`);
    terminal.exit(1);
  }
}

async function toEnd(
  service: ImportService,
  begun: ImportView,
  { file, json }: Following,
  { terminal, tools, say }: FollowDeps & { readonly say: (text: string) => void },
): Promise<void> {
  const bar = createRateBar(terminal, begun.dryRun ? 'reading' : begun.kind === 'undo' ? 'undoing' : 'importing');
  const seen = {
    now: ({ doneRow, rows }: ImportView) => bar.at(doneRow, rows),
    lost: (why: string) => say(`${why}; still looking`),
  };
  const over = await service.follow(begun.id, { seen, pause }).finally(() => bar.stop());
  if (over.state === 'refused') {
    say(`${file === undefined ? '' : `${file}: `}${over.because}`);
    return terminal.exit(2);
  }
  if (over.state === 'stopped') {
    say(`import ${over.id} stopped at row ${over.doneRow}: ${over.because}`);
    say(`when that is put right, go on with --resume ${over.id}`);
    return terminal.exit(1);
  }
  const out = createStreamWriter(terminal.stdout);
  try {
    if (!json) for (const text of importLines(over)) await out.write(text);
    const files = await writeFiles(service, over, file, tools);
    if (json) await out.write(JSON.stringify({ ...over, ...files }));
    else for (const text of fileLines(over, files)) await out.write(text);
  } finally {
    await out.close();
  }
  const failed = Object.values(over.summary?.failed ?? {}).reduce((sum, count) => sum + count, 0);
  terminal.exit(failed > 0 ? 1 : 0);
}

interface Files {
  readonly report?: string;
  readonly undo?: string;
}

/** Beside the file; named by the import, so that nothing else is written over. */
async function writeFiles(
  service: ImportService,
  { id, kind, dryRun }: ImportView,
  file: string | undefined,
  tools: ResultFiles,
): Promise<Files> {
  const stem = file === undefined ? 'handoff' : path.join(path.dirname(file), path.basename(file, path.extname(file)));
  const report = `${stem}.report-${id}.csv`;
  const undone = `${stem}.undo-${id}.jsonl`;
  const reported = await tools.writeReport(kind === 'undo' ? undefined : file, inWords(service.rows(id)), report);
  const kept = dryRun || kind === 'undo' ? 0 : await tools.writeUndoFile(service.rows(id), undone);
  return { ...(reported > 0 ? { report } : {}), ...(kept > 0 ? { undo: undone } : {}) };
}

function fileLines({ id }: ImportView, { report, undo: undone }: Files): string[] {
  const lines = [
    ...(report === undefined ? [] : [`Rows that did not do what they said: ${report}`]),
    ...(undone === undefined ? [] : [`What was there before: ${undone} (handoff import undo ${id} puts it back)`]),
  ];
  return lines.length > 0 ? ['', ...lines] : [];
}
