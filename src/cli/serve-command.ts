import { InvalidArgumentError, type Command } from 'commander';

export interface ServeOptions {
  readonly people: number;
  readonly seed: number;
  readonly previewPort: number;
}

export interface PreviewCommandOptions {
  readonly people: number;
  readonly seed: number;
  readonly port: number;
  readonly open: boolean;
}

export interface ServeCommandDeps {
  /** Serves until told to stop. */
  readonly serve: (options: ServeOptions) => Promise<void>;
  /** The same, for the record page alone. */
  readonly preview: (options: PreviewCommandOptions) => Promise<void>;
}

const PREVIEW_PORT = 4011;

/** `handoff serve` and `handoff preview`: the service; without a token or client id, in sandbox mode with a portal of its own. */
export function addServeCommand(program: Command, { serve, preview }: ServeCommandDeps): void {
  program
    .command('serve')
    .description('run the service; without HUBSPOT_ACCESS_TOKEN, with a sandbox portal of its own')
    .option('--people <n>', 'sandbox mode: how many people', wholeNumber('--people', 1_000_000), 200)
    .option('--seed <n>', 'sandbox mode: other people with each seed', wholeNumber('--seed', 2 ** 32), 7)
    .option('--preview-port <n>', 'sandbox mode: the record page', wholeNumber('--preview-port', 65_535), PREVIEW_PORT)
    .action((options: ServeOptions) => serve(options));
  program
    .command('preview')
    .description('show the card on the records of a sandbox portal, in a browser')
    .option('--people <n>', 'how many people', wholeNumber('--people', 1_000_000), 200)
    .option('--seed <n>', 'other people with each seed', wholeNumber('--seed', 2 ** 32), 7)
    .option('--port <n>', 'where it is served; another one when taken', wholeNumber('--port', 65_535), PREVIEW_PORT)
    .option('--open', 'show it in the browser', false)
    .action((options: PreviewCommandOptions) => preview(options));
}

export interface SandboxCommandOptions {
  readonly people: number;
  readonly seed: number;
  readonly port: number;
  readonly portal: number;
  readonly clientSecret: string;
  readonly token?: string;
  readonly callsPer10s: number;
  readonly serviceUrl?: string;
}

export interface SandboxCommandDeps {
  readonly runSandbox: (options: SandboxCommandOptions) => Promise<void>;
}

/** `handoff sandbox`: the local HubSpot portal alone, for trying the service as a process of its own. */
export function addSandboxCommand(program: Command, { runSandbox }: SandboxCommandDeps): void {
  program
    .command('sandbox')
    .description('run a local HubSpot portal that behaves like the real one, faults included')
    .option('--port <n>', 'where it listens; 0: any free port', wholeNumber('--port', 65_535), 4010)
    .option('--people <n>', 'how many people', wholeNumber('--people', 1_000_000), 500)
    .option('--seed <n>', 'other people, and other faults, with each seed', wholeNumber('--seed', 2 ** 32), 7)
    .option('--portal <id>', 'portal id', wholeNumber('--portal', 2 ** 48), 4401)
    .option('--client-secret <text>', 'what its workflows and webhooks are signed with', 'sandbox-client-secret')
    .option('--token <text>', 'the only access token it takes; absent: any')
    .option('--calls-per-10s <n>', 'rate limit; 0: none', wholeNumber('--calls-per-10s', 1_000_000), 190)
    .option('--service-url <url>', 'run the Qualify lead workflow against the service at this address')
    .action((options: SandboxCommandOptions) => runSandbox(options));
}

/** Reads a whole number of an option. @throws InvalidArgumentError (commander's) otherwise */
function wholeNumber(option: string, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value > most)
      throw new InvalidArgumentError(`${option} takes a whole number up to ${most}.`);
    return value;
  };
}
