import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import path from 'node:path';
import type { ServiceOptions } from '../../src/serve.js';

const BUILT = path.resolve(__dirname, '../../build/service/src');

export const CLIENT_SECRET = 'secret-of-these-tests';
export const ADMIN_TOKEN = 'admin-token-of-these-tests';

export interface ServiceProcess {
  readonly url: string;
  /** Resolves when the process is gone, by whatever hand: `SIGKILL` when a failpoint killed it. */
  readonly ended: Promise<NodeJS.Signals | number | null>;
  stop(signal: NodeJS.Signals): Promise<void>;
}

/** What `handoff serve` does, with options that only a test sets. */
const servingWith = (options: Partial<ServiceOptions>): string => `
  const { openService } = require(${JSON.stringify(path.join(BUILT, 'serve.js'))});
  const { readConfig } = require(${JSON.stringify(path.join(BUILT, 'config.js'))});
  const { createLogger } = require(${JSON.stringify(path.join(BUILT, 'logger.js'))});
  const config = readConfig(process.env);
  openService({ config, log: createLogger({ level: 'info' }), ...${JSON.stringify(options)} }).then((service) =>
    process.once('SIGTERM', () => service.close().then(() => process.exit(0))));
`;

/**
 * Runs the built service as a process of its own, as an operator would.
 *
 * @param options what no setting holds: how long it waits for people's sake
 */
export async function startServiceProcess(
  env: Readonly<Record<string, string>>,
  options?: Pick<ServiceOptions, 'announceAfterMs' | 'sending'>,
): Promise<ServiceProcess> {
  const program = options ? ['-e', servingWith(options)] : [path.join(BUILT, 'main.js'), 'serve'];
  const child = spawn(process.execPath, program, {
    env: {
      PATH: process.env['PATH'] ?? '',
      PORT: '0',
      HUBSPOT_ACCESS_TOKEN: 'token-of-these-tests',
      HUBSPOT_CLIENT_SECRET: CLIENT_SECRET,
      ADMIN_TOKEN,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<NodeJS.Signals | number | null>((resolve) =>
    child.once('exit', (code, signal) => resolve(signal ?? code)),
  );
  const port = await portOf(child, ended);
  return {
    url: `http://127.0.0.1:${port}`,
    ended,
    async stop(signal) {
      child.kill(signal);
      await ended;
    },
  };
}

/** The service says where it listens in its first lines. */
function portOf(child: ChildProcess, ended: Promise<unknown>): Promise<number> {
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    if (!child.stdout) return reject(new Error('no output'));
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(line);
      const { message, port } = JSON.parse(line) as { message: string; port?: number };
      if (message === 'serving' && port !== undefined) resolve(port);
    });
    void ended.then((how) =>
      reject(new Error(`the service ended (${String(how)}) before it served:\n${said.join('\n')}`)),
    );
  });
}

export interface Execution {
  readonly uid: string;
  readonly callbackId: string;
  readonly contactId: string;
  readonly inputFields: Readonly<Record<string, string>>;
}

export type Answer = { readonly status: number; readonly outputs: Readonly<Record<string, string>> } | 'no answer';

/** Sends one execution as HubSpot does: the live body, signed v2. */
export async function execute(url: string, portalId: number, execution: Execution): Promise<Answer> {
  const target = `${url}/hubspot/actions/${execution.uid}`;
  const body = JSON.stringify({
    callbackId: execution.callbackId,
    origin: { portalId, actionDefinitionId: 71, actionDefinitionVersion: 1 },
    context: { source: 'WORKFLOWS', workflowId: 5005, actionId: 2 },
    object: { objectId: Number(execution.contactId), objectType: 'CONTACT' },
    inputFields: execution.inputFields,
  });
  const signature = createHash('sha256').update(`${CLIENT_SECRET}POST${target}${body}`).digest('hex');
  try {
    const response = await fetch(target, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-hubspot-signature': signature,
        'x-hubspot-signature-version': 'v2',
      },
      body,
      signal: AbortSignal.timeout(20_000),
    });
    const reply = (await response.json()) as { outputFields?: Record<string, string> };
    return { status: response.status, outputs: reply.outputFields ?? {} };
  } catch {
    return 'no answer';
  }
}

/** What `handoff decisions|transitions|deliveries|assignments --json` prints. */
export async function listing<Row>(
  url: string,
  name: 'decisions' | 'transitions' | 'deliveries' | 'assignments',
): Promise<Row[]> {
  const response = await fetch(`${url}/admin/${name}`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
  const text = await response.text();
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row);
}
