import { Option, type Command } from 'commander';
import { AppError } from '../app/errors.js';
import { STAGES } from '../core/model.js';
import { followToEnd } from './follow-import.js';
import { checkFile, commonQuery, type ImportCommandDeps } from './import-command.js';
import { createImportService } from './import-service.js';

interface Options {
  readonly csv?: string;
  readonly list?: string;
  readonly stage: string;
  readonly reason: string;
  readonly dryRun?: boolean;
  readonly allowBackward?: boolean;
  readonly override?: string;
  readonly large?: boolean;
  readonly portal?: string;
  readonly json?: boolean;
}

/** `handoff set-stage`: one stage for many, by hand, with the same policy, log and undo as an import. */
export function addSetStageCommand(program: Command, deps: ImportCommandDeps): void {
  program
    .command('set-stage')
    .description('set the stage of many contacts by hand: the members of a list, or the people of a CSV file')
    .option('--list <id>', 'a list of the portal')
    .option('--csv <file>', 'people, by a column "Record ID" or "email"')
    .addOption(new Option('--stage <stage>', 'the stage').choices(STAGES).makeOptionMandatory())
    .requiredOption('--reason <text>', 'why, for the log')
    .option('--dry-run', 'say what would change, and change nothing')
    .option('--allow-backward', 'move stages back too')
    .option('--override <why>', 'set SQL where a hard requirement or the policy of the model keeps people out')
    .option('--large', 'take more than 50 MiB or 200,000 rows')
    .option('--portal <id>', 'the portal, where there are several')
    .option('--json', 'the result as one JSON object')
    .action((options: Options) => setStage(options, deps));
}

async function setStage(options: Options, deps: ImportCommandDeps): Promise<void> {
  const { csv, list, stage, reason, json = false } = options;
  if ((csv === undefined) === (list === undefined))
    throw new AppError('INVALID_INPUT', 'give --list or --csv, one of them');
  if (csv !== undefined) checkFile(csv, options.large ?? false);
  const service = createImportService(deps.service);
  const query = {
    ...{ kind: 'set-stage', stage, reason, actor: deps.operator },
    ...(list === undefined ? {} : { list }),
    ...commonQuery(options),
  };
  const begun = await service.begin(query, csv);
  await followToEnd(service, begun, { file: csv, json }, deps);
}
