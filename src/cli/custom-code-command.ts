import fs from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { AppError } from '../app/errors.js';
import type { Stage } from '../core/model.js';
import { DEFAULT_MODEL } from '../files/models-directory.js';
import { testBundle, type TestOptions } from './custom-code-test.js';
import type { Bundle, CustomCodeTools } from './custom-code-tools.js';
import { findModel } from './find-model.js';
import { plainTable } from './plain-table.js';
import type { Terminal } from './terminal.js';

export interface CustomCodeCommandDeps {
  readonly terminal: Terminal;
  /** Where a model given by its bare name is looked for. */
  readonly modelsDir: string;
  readonly tools: CustomCodeTools;
}

interface BuildOptions {
  readonly model?: string;
  readonly out: string;
}

/** What `set-stage` never leaves when nobody named a model. @source DESIGN section 2 */
const PROTECTED: readonly Stage[] = ['opportunity', 'customer', 'evangelist'];

/** `handoff custom-code build|test`: the paste-in code for portals without a server. */
export function addCustomCodeCommand(program: Command, deps: CustomCodeCommandDeps): void {
  const customCode = program.command('custom-code').description("code to paste into HubSpot's custom code action");
  customCode
    .command('build')
    .description('write score-lead.js, qualify-lead.js and set-stage.js, one file each, to paste')
    .option('--model <file>', `model file, or the name of a model (default: ${DEFAULT_MODEL})`)
    .option('--out <dir>', 'folder to write them to', path.join('build', 'custom-code'))
    .action((options: BuildOptions) => build(options, deps));
  customCode
    .command('test <bundle>')
    .description('run a bundle as HubSpot does, once for each row; exit 1 when a row fails')
    .requiredOption('--csv <file>', 'people: columns are properties; - reads standard input')
    .option('--json', 'one JSON object a row')
    .option('--large', 'take more than 50 MiB or 200,000 rows')
    .action((bundle: string, options: TestOptions) => testBundle(bundle, options, deps));
}

async function build(
  { model, out }: BuildOptions,
  { terminal, modelsDir, tools }: CustomCodeCommandDeps,
): Promise<void> {
  const loaded = tools.loadModel(findModel(model ?? DEFAULT_MODEL, modelsDir));
  const bundles = await tools.buildBundles(loaded, model === undefined ? PROTECTED : undefined);
  const table = plainTable(['file', 'bytes', 'inputs']);
  for (const bundle of bundles) table.push([writeBundle(bundle, out), bundle.bytes, bundle.inputs]);
  terminal.stdout.write(`${table.toString()}\n`);
  terminal.stdout.write(`Built with ${loaded.version}. The first lines of each file say how to use it.\n`);
  terminal.exit(0);
}

/** @returns the file */
function writeBundle({ name, text }: Bundle, out: string): string {
  const file = path.join(out, `${name}.js`);
  try {
    fs.mkdirSync(out, { recursive: true });
    fs.writeFileSync(file, text);
    return file;
  } catch (error) {
    throw new AppError('INVALID_INPUT', `--out: ${file} cannot be written`, { cause: error });
  }
}
