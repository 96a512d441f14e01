#!/usr/bin/env node
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { Command, CommanderError } from 'commander';
import { WORKFLOW_ACTIONS } from '../actions/workflow-actions.js';
import { isAppError } from './app/errors.js';
import { ENDPOINTS, SCOPES } from './hubspot/endpoints.js';
import { scopesOf } from './hubspot/project/app-meta.js';
import { assemble, assembledText } from './hubspot/project/assemble.js';
import { checkProject, type Service } from './hubspot/project/check/check-project.js';
import { findingsText } from './hubspot/project/check/finding.js';
import { parseWithHubspot } from './hubspot/project/check/hubspot-parser.js';
import { runHubspotCommand } from './hubspot/project/hubspot-command.js';
import { EXAMPLE, readProfile, readRealProfile, type Profile, type Variables } from './hubspot/project/profile.js';
import { sourceFolder } from './hubspot/project/project-config.js';
import { projectFiles } from './hubspot/project/project-files.js';
import { serviceRoutes } from './hubspot/project/service-routes.js';
import { watchSources } from './hubspot/project/watch.js';
import { HOME } from './home.js';

const SERVICE: Service = {
  actions: WORKFLOW_ACTIONS,
  routes: serviceRoutes(WORKFLOW_ACTIONS),
  neededScopes: scopesOf(ENDPOINTS),
  knownScopes: SCOPES,
};

interface ProjectOptions {
  /** The folder with hsproject.json. Absolute. */
  readonly dir: string;
  readonly profile: string;
}

const say = (text: string): void => void process.stdout.write(text);

function assembleFor(root: string, profile: Profile): void {
  const folder = sourceFolder(root);
  const files = projectFiles({ root, actions: WORKFLOW_ACTIONS, profile });
  say(assembledText(assemble(files, folder), path.relative(root, folder)));
}

/** @returns whether all is well */
async function check(root: string, profile?: string): Promise<boolean> {
  const make = (variables: Variables) =>
    projectFiles({ root, actions: WORKFLOW_ACTIONS, profile: { name: EXAMPLE, text: '', accountId: 0, variables } });
  const { metafiles, findings } = await checkProject({
    root,
    profile,
    service: SERVICE,
    parse: parseWithHubspot,
    make,
  });
  say(`${metafiles} metafiles checked\n${findingsText(findings)}`);
  if (findings.length > 0) process.exitCode = 2;
  return findings.length === 0;
}

/**
 * Assembles again whenever the sources change. A definition of an action is part of this very program, so each time a new
 * build of it does the work.
 */
function keepAssembled({ dir, profile }: ProjectOptions): () => void {
  const run = promisify(execFile);
  const again = async (): Promise<void> => {
    try {
      await run('npm', ['run', 'build', '--silent'], { cwd: HOME, shell: process.platform === 'win32' });
      const { stdout } = await run(process.execPath, [__filename, 'assemble', '--dir', dir, '--profile', profile]);
      say(stdout);
    } catch (error) {
      const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
      process.stderr.write(`hs-project: not assembled:\n${said}\n`);
    }
  };
  return watchSources(dir, again);
}

async function upload({ dir, profile }: ProjectOptions): Promise<void> {
  assembleFor(dir, readRealProfile(dir, profile));
  if (!(await check(dir, profile))) return;
  process.exitCode = Math.min(1, await runHubspotCommand(['project', 'upload', '--profile', profile], dir));
}

async function dev(options: ProjectOptions): Promise<void> {
  const { dir, profile } = options;
  assembleFor(dir, readRealProfile(dir, profile));
  const stop = keepAssembled(options);
  // Ctrl-C is for HubSpot's command, which shares this terminal; when it ends, so do we.
  process.on('SIGINT', () => undefined);
  const code = await runHubspotCommand(['project', 'dev', '--profile', profile], dir);
  stop();
  process.exitCode = Math.min(1, code);
}

function createProgram(): Command {
  const program = new Command('hs-project')
    .description('The HubSpot developer project: made from the sources, checked, uploaded.')
    .exitOverride();
  const command = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      .option('--dir <folder>', 'the folder with hsproject.json', (dir) => path.resolve(dir), HOME);
  const named = ['--profile <name>', 'hsprofile.<name>.json beside hsproject.json'] as const;
  command('assemble', 'write the project where HubSpot reads it')
    .option(...named, EXAMPLE)
    .option('--watch', 'again whenever the sources change')
    .action((options: ProjectOptions & { readonly watch?: boolean }) => {
      assembleFor(options.dir, readProfile(options.dir, options.profile));
      if (options.watch) keepAssembled(options);
    });
  command('check', 'look for what HubSpot would refuse or leave out, without an account; exit 2 with findings')
    .option('--profile <name>', 'the profile to fill in; default: the one it was assembled for')
    .action(async ({ dir, profile }: Pick<ProjectOptions, 'dir'> & Partial<ProjectOptions>) => {
      await check(dir, profile);
    });
  command('upload', 'assemble, check, and upload')
    .option(...named, EXAMPLE)
    .action(upload);
  command('dev', 'assemble again and again beside `hs project dev`')
    .option(...named, EXAMPLE)
    .action(dev);
  return program;
}

async function main(words: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync([...words], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return void (process.exitCode = error.exitCode === 0 ? 0 : 2);
    if (!isAppError(error)) throw error;
    process.stderr.write(`hs-project: ${error.message}\n`);
    process.exitCode = 2;
  }
}

void main(process.argv.slice(2));
