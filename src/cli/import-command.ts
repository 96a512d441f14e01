import fs from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import type { Command } from 'commander';
import { AppError } from '../app/errors.js';
import type { ImportMapping } from '../app/import/mapping.js';
import { followToEnd, type ResultFiles } from './follow-import.js';
import { createImportService } from './import-service.js';
import type { ListingDeps } from './listing.js';
import { plainTable } from './plain-table.js';

export interface ImportCommandDeps extends ListingDeps {
  /** Who runs the command, for the log of what is set by hand. */
  readonly operator: string;
  readonly tools: ImportTools;
}

/** What the commands need of files; `src/files` has it. All throw AppError. */
export interface ImportTools extends ResultFiles {
  /** By name among those that come with the product, or a file. */
  loadMapping(name: string): ImportMapping;
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

/** `handoff import`, `import undo`, `import report` and `import list`: people and stages from elsewhere, through the running service. */
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
    .command('report')
    .description('follow an import to its end, and write its report and its undo file, once more')
    .argument('<id>', 'of the import')
    .argument('[file]', 'the CSV file it was of, whose cells the report repeats')
    .option('--json', 'the result as one JSON object')
    .action((id: string, file: string | undefined, _: unknown, self: Command) =>
      report(id, file, self.optsWithGlobals<Options>(), deps),
    );
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

async function undo(id: string, { json = false }: Options, deps: ImportCommandDeps): Promise<void> {
  const service = createImportService(deps.service);
  const begun = await service.undo(id, { actor: deps.operator });
  await followToEnd(service, begun, { file: undefined, json }, deps);
}

async function report(
  id: string,
  file: string | undefined,
  { json = false }: Options,
  deps: ImportCommandDeps,
): Promise<void> {
  if (file !== undefined) checkFile(file, true);
  const service = createImportService(deps.service);
  await followToEnd(service, await service.get(id), { file, json }, deps);
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
