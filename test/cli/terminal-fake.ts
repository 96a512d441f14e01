import type { Writable } from 'node:stream';
import { PassThrough, Readable } from 'node:stream';
import { addCustomCodeCommand } from '../../src/cli/custom-code-command.js';
import type { CustomCodeTools } from '../../src/cli/custom-code-tools.js';
import { addModelCommand } from '../../src/cli/model-command.js';
import type { ModelTools } from '../../src/cli/model-tools.js';
import { createProgram, runProgram } from '../../src/cli/run-program.js';
import { addScoreCommand } from '../../src/cli/score-command.js';
import type { Terminal } from '../../src/cli/terminal.js';
import { compileModel } from '../../src/files/compile-model.js';
import { explainModel } from '../../src/files/explain-model.js';
import { lintModel } from '../../src/files/lint-model.js';
import { loadModel } from '../../src/files/load-model.js';
import { modelJsonSchema } from '../../src/files/model-json-schema.js';
import { inspectCsv, readCsv } from '../../src/files/read-csv.js';
import { spoolInput } from '../../src/files/spool-input.js';

const tools: ModelTools = {
  loadModel,
  compileModel,
  lintModel,
  explainModel,
  modelJsonSchema,
  inspectCsv,
  readCsv,
  spoolInput,
};

interface Settings {
  readonly modelsDir: string;
  readonly stdin?: string;
  readonly isTTY?: Partial<Terminal['isTTY']>;
  /** Joins `custom-code`. */
  readonly customCode?: Pick<CustomCodeTools, 'buildBundles' | 'startBundle'>;
  /** Instead of the stream that keeps what it is given. */
  readonly stdout?: Writable;
}

export interface Ran {
  readonly code: number | undefined;
  readonly out: string;
  readonly err: string;
}

/** Runs `handoff <words>` at 21 November 2026, 12:00 UTC, with nothing of the process but its files. */
export async function runHandoff(words: readonly string[], settings: Settings): Promise<Ran> {
  const out = new PassThrough();
  const err = new PassThrough();
  let code: number | undefined;
  const kept = { out: collect(out), err: collect(err) };
  const terminal: Terminal = {
    stdout: settings.stdout ?? out,
    stderr: err,
    stdin: Readable.from([settings.stdin ?? '']),
    isTTY: { stdout: false, stderr: false, ...settings.isTTY },
    now: () => Date.UTC(2026, 10, 21, 12),
    exit: (given) => {
      code = given;
    },
  };
  const program = createProgram(terminal);
  addScoreCommand(program, { terminal, modelsDir: settings.modelsDir, tools });
  addModelCommand(program, { terminal, modelsDir: settings.modelsDir, tools });
  const { customCode, modelsDir } = settings;
  if (customCode) addCustomCodeCommand(program, { terminal, modelsDir, tools: { ...tools, ...customCode } });
  await runProgram(program, words, terminal);
  return { code, out: kept.out(), err: kept.err() };
}

function collect(stream: PassThrough): () => string {
  const pieces: string[] = [];
  stream.setEncoding('utf8').on('data', (piece: string) => pieces.push(piece));
  return () => pieces.join('');
}
