import { Client } from '@hubspot/api-client';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.js';

/** A sandbox with a clock that stands still, and HubSpot's own client pointed at it. */
export interface Bench {
  readonly sandbox: Sandbox;
  readonly client: Client;
  /** Moves the real clock, the one rates are kept by. */
  readonly tick: (ms: number) => void;
  /** A plain call, for what the client hides. */
  readonly call: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- bodies are what is under test
  readonly body: any;
  readonly headers: Headers;
}

export const NOON = Date.parse('2026-11-21T12:00:00.000Z');

const running: Sandbox[] = [];

export async function startBench(options: Partial<SandboxOptions> = {}): Promise<Bench> {
  let time = NOON;
  const sandbox = await createSandbox({ now: () => time, ...options });
  running.push(sandbox);
  const client = new Client({ accessToken: 'any-token', basePath: sandbox.url });
  return {
    sandbox,
    client,
    tick: (ms) => void (time += ms),
    call: (method, path, body, headers) => plainCall(sandbox.url + path, { method, body, headers }),
  };
}

async function plainCall(
  url: string,
  { method, body, headers }: { method: string; body: unknown; headers: Record<string, string> | undefined },
): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    redirect: 'manual',
    headers: { authorization: 'Bearer any-token', 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text), headers: answer.headers };
}

/** Put into `afterEach`. */
export async function stopBenches(): Promise<void> {
  await Promise.all(running.splice(0).map((sandbox) => sandbox.close()));
}
