import path from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../app/errors.js';
import type { CompiledModel } from '../app/ports.js';
import { dateOf } from '../core/date.js';
import { findModel } from './find-model.js';
import { createFileWriter, createStreamWriter } from './line-writer.js';
import type { CsvLine, ModelTools } from './model-tools.js';
import { printable } from './printable.js';
import { createProgress, type Progress } from './progress.js';
import { createRowReader, scoreRow } from './score-row.js';
import { decisionWords, jsonSink, tableSink, type ScoreSink } from './score-table.js';
import type { Terminal } from './terminal.js';

export interface ScoreCommandDeps {
  readonly terminal: Terminal;
  /** Where a model given by its bare name is looked for. */
  readonly modelsDir: string;
  readonly tools: ModelTools;
}

interface Options {
  readonly model?: string;
  readonly csv?: string;
  readonly now?: string;
  readonly json?: boolean;
  readonly out?: string;
  readonly large?: boolean;
}

/** `handoff score`: scores a CSV file, without a server or a store. */
export function addScoreCommand(program: Command, deps: ScoreCommandDeps): void {
  program
    .command('score')
    .description('score a CSV file: columns are properties; signal:<name> and company:<name> hold times separated by ;')
    .requiredOption('--model <file>', 'model file, or the name of a model')
    .requiredOption('--csv <file>', 'people to score; - reads standard input')
    .option('--now <time>', 'score as of this ISO time instead of now')
    .option('--json', 'JSON lines, as in a pipe')
    .option('--out <file>', 'JSON lines to a file')
    .option('--large', 'take more than 50 MiB or 200,000 rows')
    .action((options: Options) => score(options, deps));
}

/** Everything that can be refused is refused here, before any output. */
async function score(options: Options, { terminal, modelsDir, tools }: ScoreCommandDeps): Promise<void> {
  const now = options.now === undefined ? terminal.now() : dateOf(options.now);
  if (Number.isNaN(now))
    throw new AppError('INVALID_INPUT', '--now: expected an ISO time such as 2026-11-21T09:00:00Z');
  const model = tools.compileModel(oneLine(() => tools.loadModel(findModel(options.model ?? '', modelsDir))));
  const large = options.large ?? false;
  const spooled = options.csv === '-' ? await tools.spoolInput(terminal.stdin, { large }) : undefined;
  const file = spooled?.file ?? options.csv ?? '';
  try {
    const shape = await tools.inspectCsv(file, { large }).catch((error: unknown) => {
      throw spooled ? namingStdin(error, file) : error;
    });
    const run = { ...shape, file, model, now };
    await scoreFile(run, options, { terminal, tools });
  } finally {
    spooled?.remove();
  }
}

/** Where the input was kept meanwhile is nobody's business. */
function namingStdin(error: unknown, file: string): unknown {
  if (!(error instanceof AppError)) return error;
  return new AppError(error.code, error.message.replace(file, 'standard input'), { cause: error });
}

/** A refused model has as many lines as problems; here there is room for one. */
function oneLine<T>(load: () => T): T {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const [first, ...more] = error.message.split('\n');
    const rest = more.length > 0 ? ` (and ${more.length} more: handoff model lint)` : '';
    throw new AppError(error.code, `${first}${rest}`, { cause: error });
  }
}

interface Run {
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: number;
  readonly model: CompiledModel;
  readonly now: number;
}

type Output = Pick<ScoreCommandDeps, 'terminal' | 'tools'>;

async function scoreFile(run: Run, options: Options, { terminal, tools }: Output): Promise<void> {
  const asTable = !options.json && options.out === undefined && terminal.isTTY.stdout;
  const sink = sinkFor(options, run.file, terminal, asTable);
  const mixed = terminal.isTTY.stdout && !asTable && options.out === undefined;
  const progress = createProgress(terminal, 'scoring', mixed ? undefined : run.rows);
  try {
    const tally = await scoreLines(tools.readCsv(run.file), run, sink, progress);
    progress.stop();
    await sink.close();
    if (asTable) terminal.stdout.write(`${summary(tally, run)}\n`);
    if (options.out !== undefined) terminal.stderr.write(`${summary(tally, run)}\n`);
    terminal.exit(tally.unread > 0 ? 1 : 0);
  } catch (error) {
    progress.stop();
    sink.abandon();
    throw error;
  }
}

function sinkFor({ out }: Options, csv: string, { stdout }: Terminal, asTable: boolean): ScoreSink {
  if (out === undefined) return asTable ? tableSink(createStreamWriter(stdout)) : jsonSink(createStreamWriter(stdout));
  if (path.resolve(out) === path.resolve(csv)) throw new AppError('INVALID_INPUT', '--out: would replace the CSV file');
  return jsonSink(createFileWriter(out));
}

interface Tally {
  readonly decisions: Map<string, number>;
  scored: number;
  unread: number;
}

async function scoreLines(
  lines: AsyncIterable<CsvLine>,
  { columns, model, now }: Run,
  sink: ScoreSink,
  progress: Progress,
): Promise<Tally> {
  const read = createRowReader(columns);
  const tally: Tally = { decisions: new Map(), scored: 0, unread: 0 };
  for await (const line of lines) {
    progress.at(line.row);
    if ('problem' in line) {
      tally.unread += 1;
      progress.note(printable(`row ${line.row}: ${line.problem}`));
      continue;
    }
    const known = read(line.record);
    for (const column of known.unreadable) progress.note(unreadable(line.row, column));
    const scored = scoreRow(known, line.row, model, now);
    count(tally, decisionWords(scored.decision));
    if (!(await sink.add(scored))) break;
  }
  return tally;
}

function unreadable(row: number, column: string): string {
  return printable(`row ${row}: warning: ${column}: expected ISO times separated by ;, taken as unknown`);
}

function count(tally: Tally, decision: string): void {
  tally.scored += 1;
  tally.decisions.set(decision, (tally.decisions.get(decision) ?? 0) + 1);
}

function summary({ decisions, scored, unread }: Tally, { model }: Run): string {
  const counts = [...decisions].sort(([, a], [, b]) => b - a).map(([decision, rows]) => `${rows} ${decision}`);
  const problems = unread > 0 ? ` · ${unread} not read` : '';
  return `${scored} rows scored with ${model.model.version}: ${counts.join(', ') || 'none'}${problems}`;
}
