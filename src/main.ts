#!/usr/bin/env node
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { addCustomCodeCommand } from './cli/custom-code-command.js';
import type { CustomCodeTools } from './cli/custom-code-tools.js';
import { findModel } from './cli/find-model.js';
import { addImportCommand, type ImportTools } from './cli/import-command.js';
import { addFormsCommand } from './cli/forms-command.js';
import { addLogCommands } from './cli/log-command.js';
import { addModelCommand } from './cli/model-command.js';
import type { ModelTools } from './cli/model-tools.js';
import { addQuarantineCommands } from './cli/quarantine-command.js';
import { addReportCommand } from './cli/report-command.js';
import { createProgram, runProgram } from './cli/run-program.js';
import { addScoreCommand } from './cli/score-command.js';
import {
  addSandboxCommand,
  addServeCommand,
  type PreviewCommandOptions,
  type SandboxCommandOptions,
  type ServeOptions,
} from './cli/serve-command.js';
import { addSetStageCommand } from './cli/set-stage-command.js';
import { createServiceClient } from './cli/service-client.js';
import { addSetupCommand } from './cli/setup-command.js';
import type { Terminal } from './cli/terminal.js';
import { addWebhookSecretCommand } from './cli/webhook-secret-command.js';
import { addWorkflowsCommand } from './cli/workflows-command.js';
import { WORKFLOW_ACTIONS } from '../actions/workflow-actions.js';
import { AppError } from './app/errors.js';
import { applyTemplate, type ApplyOrder } from './app/workflows/apply-template.js';
import { readConfig, type Config } from './config.js';
import { buildBundles } from './custom-code/build-bundles.js';
import { bundleToPaste } from './custom-code/bundle-to-paste.js';
import { startBundle } from './custom-code/run-bundle.js';
import { compileModel } from './files/compile-model.js';
import { explainModel } from './files/explain-model.js';
import { lintModel } from './files/lint-model.js';
import { loadModel } from './files/load-model.js';
import { DEFAULT_MODEL } from './files/models-directory.js';
import { modelJsonSchema } from './files/model-json-schema.js';
import { loadImportMapping } from './files/load-import-mapping.js';
import { inspectCsv, readCsv } from './files/read-csv.js';
import { writeReport } from './files/report-csv.js';
import { writeUndoFile } from './files/undo-file.js';
import { spoolInput } from './files/spool-input.js';
import { readWorkflowTemplates } from './files/workflow-templates.js';
import { FAMILIES } from './hubspot/endpoints.js';
import { setUpPortal } from './hubspot/setup-portal.js';
import { openWorkflowPortal } from './hubspot/workflow-portal.js';
import { createLogger } from './logger.js';
import { webhookSecretOf } from './notify/webhook.js';
import { openBrowser } from './join-preview.js';
import { openService } from './serve.js';
import { playPortal, runQualifyWorkflow, startShowcase } from './showcase.js';
import { HOME } from './home.js';

const terminal: Terminal = {
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: process.stdin,
  isTTY: { stdout: process.stdout.isTTY, stderr: process.stderr.isTTY },
  now: Date.now,
  exit: (code) => void (process.exitCode = code),
};

/** Whoever reads us may stop (`| head`): then there is nobody to write for, which is no fault. */
function endWhenNobodyReads(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
}

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

const importTools: ImportTools = {
  loadMapping: (name) => loadImportMapping(name, path.join(HOME, 'workflows/imports')),
  writeReport,
  writeUndoFile,
};

/** Who runs the command; letters the log does not take are left out. */
function userNamed(): string {
  try {
    return (
      os
        .userInfo()
        .username.replace(/[^\w.-]/g, '')
        .slice(0, 40) || 'unknown'
    );
  } catch {
    return 'unknown';
  }
}

const customCode: CustomCodeTools = {
  ...tools,
  buildBundles: (model, protect) => buildBundles({ home: HOME, model, ...(protect ? { protect } : {}) }),
  startBundle: (file) =>
    startBundle(file, {
      runner: path.join(__dirname, 'custom-code/bundle-runner.js'),
      path: process.env['PATH'] ?? '',
    }),
};

/** The models that come with the package serve where the current folder has none and none is named. */
function configOf(env: NodeJS.ProcessEnv): Config {
  const config = readConfig(env);
  const named = Boolean(env['MODELS_DIR']?.trim());
  return named || existsSync(config.modelsDir) ? config : { ...config, modelsDir: path.join(HOME, config.modelsDir) };
}

/**
 * Listens for Ctrl-C and SIGTERM from now on: one that comes while the service still starts is not lost. A second one ends
 * the process at once.
 */
function whenStopped(): Promise<void> {
  return new Promise((resolve) => {
    let stopping = false;
    const stop = (): void => {
      if (stopping) process.exit(1);
      stopping = true;
      resolve();
    };
    process.on('SIGINT', stop).on('SIGTERM', stop);
  });
}

async function serve(config: Config, options: ServeOptions): Promise<void> {
  const stopped = whenStopped();
  // In sandbox mode the terminal is for the account; what goes wrong still shows.
  const quiet = config.sandbox && !process.env['LOG_LEVEL'];
  const log = createLogger({
    level: quiet ? 'warn' : config.logLevel,
    ...(config.sandbox ? { stream: process.stderr } : {}),
  });
  const service = config.sandbox
    ? await startShowcase({ config, terminal, log, ...options })
    : await openService({ config, log });
  await stopped;
  await service.close();
  process.exit(0);
}

/** The sandbox whatever the environment says: the preview never reads or changes a real portal. */
async function preview(config: Config, { port, open, ...options }: PreviewCommandOptions): Promise<void> {
  const stopped = whenStopped();
  const log = createLogger({ level: 'warn', stream: process.stderr });
  const onPreview = open ? { onPreview: openBrowser } : {};
  const hubspot = { ...config.hubspot, clientSecret: undefined };
  const dataDir = path.join(config.dataDir, 'preview');
  const own = { ...config, port: 0, dataDir, sandbox: true, databaseUrl: undefined, publicUrl: undefined, hubspot };
  const service = await startShowcase({
    ...options,
    ...onPreview,
    config: own,
    terminal,
    log,
    previewPort: port,
    quiet: true,
  });
  await stopped;
  await service.close();
  process.exit(0);
}

async function runSandbox(options: SandboxCommandOptions): Promise<void> {
  const stopped = whenStopped();
  const { port, people, seed, portal: portalId, clientSecret, token, callsPer10s, serviceUrl } = options;
  const playing = await playPortal({
    ...{ port, people, seed, portalId, clientSecret, callsPer10s },
    ...(token === undefined ? {} : { accessToken: token }),
  });
  const say = (line: string): void => void terminal.stdout.write(`${line}\n`);
  say(`Sandbox portal ${portalId} with ${people} people (seed ${seed}) at ${playing.sandbox.url}`);
  say(
    `  HUBSPOT_API_URL=${playing.sandbox.url} HUBSPOT_ACCESS_TOKEN=${token ?? 'any'} HUBSPOT_CLIENT_SECRET=${clientSecret} npx handoff serve`,
  );
  if (serviceUrl !== undefined)
    await runQualifyWorkflow(playing, { serviceUrl, token: token ?? 'any', family: FAMILIES[0] });
  await stopped;
  await playing.engine.close();
  await playing.sandbox.close();
  process.exit(0);
}

/** What commands need that call HubSpot themselves. */
function directly({ hubspot }: Config, purpose: string) {
  const token = hubspot.accessToken?.reveal();
  if (token === undefined)
    throw new AppError('CONFIG_INVALID', `HUBSPOT_ACCESS_TOKEN: set it to the token of the portal ${purpose}`);
  const log = createLogger({ level: 'warn', stream: process.stderr });
  return { token, apiUrl: hubspot.apiUrl, family: hubspot.family, now: Date.now, random: Math.random, log };
}

async function setUp(config: Config, dryRun: boolean) {
  const { token, ...shared } = directly(config, 'to set up');
  return setUpPortal(shared, { token, dryRun });
}

async function applyWorkflow(config: Config, order: ApplyOrder) {
  const { token, ...shared } = directly(config, 'to make the workflow in');
  // A step with a model nobody has would be refused for each contact.
  if (order.model !== undefined) findModel(order.model, config.modelsDir);
  const portal = await openWorkflowPortal(shared, token);
  const buildBundle = (name: string, model = DEFAULT_MODEL) =>
    bundleToPaste({ home: HOME, name, model: loadModel(findModel(model, config.modelsDir)) });
  return applyTemplate(order, { portal, actions: WORKFLOW_ACTIONS, buildBundle });
}

/** Settings are read when a command needs them, so that `--help` works whatever the environment says. */
async function main(words: readonly string[]): Promise<void> {
  const program = createProgram(terminal).description(
    'Turns HubSpot contacts into sales-qualified leads, and says why.',
  );
  const config = readConfigOrRefuse();
  if (!config) return;
  addServeCommand(program, {
    serve: (options) => serve(config, options),
    preview: (options) => preview(config, options),
  });
  addSetupCommand(program, { terminal, setUp: (dryRun) => setUp(config, dryRun) });
  addWorkflowsCommand(program, {
    terminal,
    actions: WORKFLOW_ACTIONS,
    readTemplates: () => readWorkflowTemplates(path.join(HOME, 'workflows')),
    apply: (order) => applyWorkflow(config, order),
  });
  addScoreCommand(program, { terminal, modelsDir: config.modelsDir, tools });
  addModelCommand(program, { terminal, modelsDir: config.modelsDir, tools });
  addCustomCodeCommand(program, { terminal, modelsDir: config.modelsDir, tools: customCode });
  const service = createServiceClient({
    serviceUrl: config.handoffUrl,
    adminToken: config.adminToken?.reveal(),
    dataDir: config.dataDir,
  });
  const asking = { terminal, service };
  addLogCommands(program, asking);
  addReportCommand(program, asking);
  const importing = { ...asking, operator: `operator:${userNamed()}`, tools: importTools };
  addImportCommand(program, importing);
  addSetStageCommand(program, importing);
  addFormsCommand(program, asking);
  addQuarantineCommands(program, asking);
  addWebhookSecretCommand(program, {
    terminal,
    secret: config.encryptionKey && webhookSecretOf(config.encryptionKey),
  });
  addSandboxCommand(program, { runSandbox });
  await runProgram(program, words, terminal);
}

function readConfigOrRefuse(): Config | undefined {
  try {
    return configOf(process.env);
  } catch (error) {
    terminal.stderr.write(`handoff: ${error instanceof AppError ? error.message : String(error)}\n`);
    terminal.exit(2);
    return undefined;
  }
}

endWhenNobodyReads(process.stdout);
void main(process.argv.slice(2)).catch((error: unknown) => {
  // What nobody foresaw: the kind of error and no more, since its message may quote what it was handed.
  const { name, code } =
    error instanceof AppError ? error : { name: error instanceof Error ? error.name : 'Error', code: '' };
  terminal.stderr.write(`handoff: ended by an unexpected ${name} ${code}\n`);
  process.exit(1);
});
