import fs from 'node:fs';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import type { Command } from 'commander';
import { AppError } from '../app/errors.js';
import type { ImportRow } from '../app/import/import-job.js';
import type { ImportMapping } from '../app/import/mapping.js';
import { createImportService, type ImportService, type ImportView } from './import-service.js';
import type { ListingDeps } from './listing.js';
import { createStreamWriter } from './line-writer.js';
import { plainTable } from './plain-table.js';
import { createRateBar } from './progress.js';
import { importLines, inWords } from './say-import.js';

export interface ImportCommandDeps extends ListingDeps {
  /** Who runs the command, for the log of what is set by hand. */
  readonly operator: string;
  readonly tools: ImportTools;
}

/** What the commands need of files; `src/files` has it. All throw AppError. */
export interface ImportTools {
  /** By name among those that come with the product, or a file. */
  loadMapping(name: string): ImportMapping;
  writeReport(source: string | undefined, rows: AsyncIterable<ImportRow>, target: string): Promise<number>;
}

interface Options {
  readonly source?: string;
  readonly dryRun?: boolean;
  readonly allowBackward?: boolean;
  readonly large?: boolean;
  readonly override?: string;
  readonly resume?: string;
  readonly portal?: string;
  readonly json?: boolean;
}

/** Bytes that are taken without `--large`. @source RELIABILITY, input limits: CSV */
const MOST_BYTES = 50 * 1024 * 1024;

/** `handoff import`, `import undo` and `import list`: people and stages from elsewhere, through the running service. */
export function addImportCommand(program: Command, deps: ImportCommandDeps): void {
  const command = program
    .command('import')
    .description('import people and stages from another CRM: a CSV file and a mapping of its columns and words')
    .argument('<file>', 'CSV file, UTF-8, the first line names the columns')
    .option('--source <name>', 'salesforce, pipedrive, dynamics, hubspot, or a mapping file of your own')
    .option('--dry-run', 'say what would change, and change nothing')
    .option('--allow-backward', 'move stages back too; of several rows of one person the last counts')
    .option('--override <why>', 'set SQL where a hard requirement or the policy of the model keeps people out')
    .option('--large', 'take more than 50 MiB or 200,000 rows')
    .option('--resume <id>', 'go on with an import that was stopped')
    .option('--portal <id>', 'the portal, where there are several')
    .option('--json', 'the result as one JSON object')
    .action((file: string, options: Options) => importFile(file, options, deps));
  command
    .command('undo')
    .description('take an import back: stages and values as they were, where nobody changed them since')
    .argument('<id>', 'of the import')
    .option('--json', 'the result as one JSON object')
    .action((id: string, _: unknown, self: Command) => undo(id, self.optsWithGlobals<Options>(), deps));
  command
    .command('list')
    .description('list imports, the newest first')
    .option('--json', 'one JSON object a line')
    .action((_: unknown, self: Command) => list(self.optsWithGlobals<Options>(), deps));
}

async function importFile(file: string, options: Options, deps: ImportCommandDeps): Promise<void> {
  checkFile(file, options.large ?? false);
  const service = createImportService(deps.service);
  if (options.resume !== undefined) {
    const resumed = await service.resume(options.resume);
    return followToEnd(service, resumed, { file, json: options.json ?? false }, deps);
  }
  if (options.source === undefined)
    throw new AppError('INVALID_INPUT', '--source: say where the file is from, such as --source salesforce');
  const query = { kind: 'import', mapping: packed(deps.tools.loadMapping(options.source)), ...commonQuery(options) };
  const begun = await service.begin(query, file);
  await followToEnd(service, begun, { file, json: options.json ?? false }, deps);
}

/** The options of every order, as the service's query has them. */
export function commonQuery({ dryRun, allowBackward, override, large, portal }: Options): Record<string, string> {
  return {
    ...(dryRun ? { dryRun: 'true' } : {}),
    ...(allowBackward ? { allowBackward: 'true' } : {}),
    ...(override === undefined ? {} : { override }),
    ...(large ? { large: 'true' } : {}),
    ...(portal === undefined ? {} : { portal }),
  };
}

/** Refuses here what need not travel first. */
export function checkFile(file: string, large: boolean): void {
  const facts = fs.statSync(file, { throwIfNoEntry: false });
  if (!facts) throw new AppError('NOT_FOUND', `${file}: no such file`);
  if (!facts.isFile()) throw new AppError('INVALID_INPUT', `${file}: not a file`);
  if (!large && facts.size > MOST_BYTES)
    throw new AppError('TOO_LARGE', `${file}: larger than 50 MiB; --large takes it all the same`);
}

function packed(mapping: ImportMapping): string {
  return deflateRawSync(JSON.stringify(mapping)).toString('base64url');
}

interface Following {
  /** The file as it is here; absent: a list of the portal. */
  readonly file: string | undefined;
  readonly json: boolean;
}

/** Shows how far it is, then what came of it, and leaves report and undo file beside the file. */
export async function followToEnd(
  service: ImportService,
  begun: ImportView,
  { file, json }: Following,
  { terminal, tools }: Pick<ImportCommandDeps, 'terminal' | 'tools'>,
): Promise<void> {
  const bar = createRateBar(terminal, begun.dryRun ? 'reading' : begun.kind === 'undo' ? 'undoing' : 'importing');
  const over = await service.follow(begun.id, ({ doneRow, rows }) => bar.at(doneRow, rows)).finally(() => bar.stop());
  if (over.state === 'refused')
    throw new AppError('INVALID_INPUT', `${file === undefined ? '' : `${file}: `}${over.because}`);
  if (over.state === 'stopped') {
    terminal.stderr.write(`handoff: import ${over.id} stopped at row ${over.doneRow}: ${over.because}\n`);
    terminal.stderr.write(`handoff: when that is put right, go on with --resume ${over.id}\n`);
    return terminal.exit(1);
  }
  const files = await writeFiles(service, over, file, tools);
  const out = createStreamWriter(terminal.stdout);
  if (json) await out.write(JSON.stringify({ ...over, ...files }));
  else for (const text of [...importLines(over), ...fileLines(over, files)]) await out.write(text);
  await out.close();
  const failed = Object.values(over.summary?.failed ?? {}).reduce((sum, count) => sum + count, 0);
  terminal.exit(failed > 0 ? 1 : 0);
}

interface Files {
  readonly report?: string;
  readonly undo?: string;
}

/** Beside the file; named by the import, so that nothing is written over. */
async function writeFiles(
  service: ImportService,
  { id, kind, dryRun }: ImportView,
  file: string | undefined,
  tools: ImportTools,
): Promise<Files> {
  const stem = file === undefined ? 'handoff' : path.join(path.dirname(file), path.basename(file, path.extname(file)));
  const report = `${stem}.report-${id}.csv`;
  const undone = `${stem}.undo-${id}.jsonl`;
  const reported = await tools.writeReport(kind === 'undo' ? undefined : file, inWords(service.rows(id)), report);
  const kept = dryRun || kind === 'undo' ? 0 : await writeUndoFile(service.rows(id), undone);
  return { ...(reported > 0 ? { report } : {}), ...(kept > 0 ? { undo: undone } : {}) };
}

/** What each contact held before, one JSON object a line. */
async function writeUndoFile(rows: AsyncIterable<ImportRow>, target: string): Promise<number> {
  const fd = { out: undefined as fs.WriteStream | undefined, count: 0 };
  for await (const { row, contactId, created, before, sets, from, to, outcome } of rows) {
    const moved = to !== null && outcome === 'done';
    if (contactId === null || !(created || moved || Object.keys(sets).length > 0)) continue;
    fd.out ??= fs.createWriteStream(target, { mode: 0o600 });
    fd.out.write(`${JSON.stringify({ row, contactId, created, before, set: sets, ...(moved ? { from, to } : {}) })}\n`);
    fd.count += 1;
  }
  const { out } = fd;
  if (out) await new Promise<void>((resolve, reject) => out.on('error', reject).end(() => resolve()));
  return fd.count;
}

function fileLines({ id }: ImportView, { report, undo: undone }: Files): string[] {
  const lines = [
    ...(report === undefined ? [] : [`Rows that did not do what they said: ${report}`]),
    ...(undone === undefined ? [] : [`What was there before: ${undone} (handoff import undo ${id} puts it back)`]),
  ];
  return lines.length > 0 ? ['', ...lines] : [];
}

async function undo(id: string, { json = false }: Options, deps: ImportCommandDeps): Promise<void> {
  const service = createImportService(deps.service);
  const begun = await service.undo(id, { actor: deps.operator });
  await followToEnd(service, begun, { file: undefined, json }, deps);
}

async function list({ json = false }: Options, deps: ImportCommandDeps): Promise<void> {
  const { stdout } = deps.terminal;
  const imports = await createImportService(deps.service).list();
  if (json) return imports.forEach((one) => stdout.write(`${JSON.stringify(one)}\n`));
  const table = plainTable(['at', 'id', 'kind', 'source', 'state', 'row', 'of', 'because']);
  for (const { at, id, kind, source, dryRun, state, doneRow, rows, because } of imports)
    table.push([at, id, dryRun ? `${kind} (dry run)` : kind, source, state, String(doneRow), String(rows), because]);
  stdout.write(imports.length === 0 ? 'No imports yet.\n' : `${table.toString()}\n`);
}
