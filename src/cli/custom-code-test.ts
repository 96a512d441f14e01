import fs from 'node:fs';
import { AppError } from '../app/errors.js';
import { createTally, reportOf, type Tally } from './custom-code-tally.js';
import type { BundleRuns, CustomCodeTools, Run } from './custom-code-tools.js';
import { createStreamWriter } from './line-writer.js';
import type { CsvLine } from './model-tools.js';
import { createProgress } from './progress.js';
import type { Terminal } from './terminal.js';

export interface TestOptions {
  readonly csv: string;
  readonly json?: boolean;
  readonly large?: boolean;
}

interface Deps {
  readonly terminal: Terminal;
  readonly tools: CustomCodeTools;
}

type Row = Readonly<Record<string, string>>;

/** `handoff custom-code test`. Everything that can be refused is refused before the first row runs. */
export async function testBundle(bundle: string, options: TestOptions, { terminal, tools }: Deps): Promise<void> {
  if (!fs.statSync(bundle, { throwIfNoEntry: false })?.isFile()) {
    throw new AppError('NOT_FOUND', `${bundle}: no such file; handoff custom-code build makes one`);
  }
  const large = options.large ?? false;
  const spooled = options.csv === '-' ? await tools.spoolInput(terminal.stdin, { large }) : undefined;
  const file = spooled?.file ?? options.csv;
  try {
    const { rows } = await tools.inspectCsv(file, { large });
    const runs = await tools.startBundle(bundle);
    try {
      await runRows({ file, rows, runs, json: options.json ?? false }, { terminal, tools });
    } finally {
      runs.stop();
    }
  } finally {
    spooled?.remove();
  }
}

interface Job {
  readonly file: string;
  readonly rows: number;
  readonly runs: BundleRuns;
  readonly json: boolean;
}

async function runRows({ file, rows, runs, json }: Job, { terminal, tools }: Deps): Promise<void> {
  const tally = createTally();
  const lines = createStreamWriter(terminal.stdout);
  const progress = createProgress(terminal, 'running', json && terminal.isTTY.stdout ? undefined : rows);
  try {
    for await (const line of tools.readCsv(file)) {
      progress.at(line.row);
      const ran = await runOf(line, runs);
      tally.add(line.row, ran);
      if (json && !(await lines.write(lineOf(line, ran)))) break;
    }
  } finally {
    progress.stop();
  }
  await lines.close();
  tell(tally, runs, json ? terminal.stderr : terminal.stdout);
  terminal.exit(tally.failed() > 0 ? 1 : 0);
}

function tell(tally: Tally, runs: BundleRuns, stream: Terminal['stdout']): void {
  stream.write(`${reportOf(tally, runs.usage())}\n`);
}

async function runOf(line: CsvLine, runs: BundleRuns): Promise<Run> {
  return 'problem' in line ? { ok: false, problem: line.problem } : runs.run(eventOf(line.record, line.row));
}

function lineOf(line: CsvLine, ran: Run): string {
  const id = 'record' in line ? idOf(line.record) : undefined;
  const came = ran.ok ? { outputs: ran.outputs } : { problem: ran.problem };
  return JSON.stringify({ row: line.row, id: id ?? null, ...came });
}

const ID_COLUMNS = ['hs_object_id', 'id', 'Record ID'];

function idOf(record: Row): string | undefined {
  return ID_COLUMNS.map((column) => record[column]?.trim() ?? '').find((id) => id !== '');
}

/** The shape of an event in HubSpot; a row without an id goes by its number. */
function eventOf(record: Row, row: number): unknown {
  const id = idOf(record) ?? '';
  return {
    callbackId: `ap-0-0-${row}-0`,
    origin: { portalId: 0, actionDefinitionId: 0 },
    object: { objectType: 'CONTACT', objectId: /^\d{1,15}$/.test(id) ? Number(id) : id === '' ? row : id },
    inputFields: record,
  };
}
