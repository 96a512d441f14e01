import type { Command } from 'commander';
import { isAppError } from '../app/errors.js';
import { findModel } from './find-model.js';
import type { Finding, ModelTools } from './model-tools.js';
import type { Terminal } from './terminal.js';

export interface ModelCommandDeps {
  readonly terminal: Terminal;
  /** Where a model given by its bare name is looked for. */
  readonly modelsDir: string;
  readonly tools: ModelTools;
}

/** `handoff model lint|explain|schema`: what a model author needs. FILE is a path or the name of a model. */
export function addModelCommand(program: Command, deps: ModelCommandDeps): void {
  const { terminal, modelsDir, tools } = deps;
  const model = program.command('model').description('check and read qualification models');
  model
    .command('lint <file>')
    .description('find what a model gets wrong; exit 1 with errors, 2 when the file is refused')
    .option('--json', 'one JSON object a line')
    .action((file: string, options: { readonly json?: boolean }) => lint(file, options.json ?? false, deps));
  model
    .command('explain <file>')
    .description('say in plain sentences what a model does')
    .action((file: string) => {
      terminal.stdout.write(`${tools.explainModel(tools.loadModel(findModel(file, modelsDir)))}\n`);
      terminal.exit(0);
    });
  model
    .command('schema')
    .description('print the JSON Schema of model files, for editors')
    .action(() => {
      terminal.stdout.write(`${JSON.stringify(tools.modelJsonSchema(), null, 2)}\n`);
      terminal.exit(0);
    });
}

function lint(file: string, json: boolean, deps: ModelCommandDeps): void {
  const { terminal } = deps;
  const findings = findingsOf(file, json, deps);
  if (!findings) return;
  for (const finding of findings)
    terminal.stdout.write(
      json ? `${JSON.stringify(finding)}\n` : `${finding.level}: ${finding.path}: ${finding.message}\n`,
    );
  const errors = findings.filter(({ level }) => level === 'error').length;
  if (!json) terminal.stdout.write(`${verdict(errors, findings.length - errors)}\n`);
  terminal.exit(errors > 0 ? 1 : 0);
}

/** `undefined` when the file was refused: every reason has been printed, and the exit code is 2. */
function findingsOf(file: string, json: boolean, deps: ModelCommandDeps): readonly Finding[] | undefined {
  const { terminal, modelsDir, tools } = deps;
  const found = findModel(file, modelsDir);
  try {
    return tools.lintModel(tools.loadModel(found));
  } catch (error) {
    if (!isAppError(error, 'MODEL_INVALID')) throw error;
    const lines = error.message.split('\n');
    for (const line of lines)
      if (json) terminal.stdout.write(`${JSON.stringify({ level: 'refused', path: '', message: line })}\n`);
      else terminal.stderr.write(`${line}\n`);
    terminal.exit(2);
    return undefined;
  }
}

function verdict(errors: number, warnings: number): string {
  if (errors + warnings === 0) return 'no findings';
  return `${errors} ${errors === 1 ? 'error' : 'errors'}, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`;
}
