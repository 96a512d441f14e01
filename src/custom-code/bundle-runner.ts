import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { compileFunction } from 'node:vm';
import { faultOf } from './output-faults.js';
import type { FromRunner, ToRunner } from './runner-messages.js';

/* A program of its own: runs one bundle as HubSpot does, one event after the other, in a process that may be killed. */

type Main = (event: unknown, callback: (answer: unknown) => void) => unknown;

const tell = (message: FromRunner): void => void process.send?.(message);

/** The bundle as HubSpot loads it: a CommonJS module that finds HubSpot's libraries. */
function load(file: string): Main {
  const module: { exports: Readonly<Record<string, unknown>> } = { exports: {} };
  const run = compileFunction(readFileSync(file, 'utf8'), ['exports', 'require', 'module'], { filename: file });
  Reflect.apply(run, module.exports, [module.exports, require, module]);
  const { main } = module.exports;
  if (typeof main === 'function') return main as Main;
  throw new TypeError('it exports no function called main');
}

interface Ended {
  readonly calls: readonly unknown[];
  readonly ms: number;
}

/** An async function ends the run when it ends; any other has until it calls back. */
async function run(main: Main, event: unknown): Promise<Ended> {
  const calls: unknown[] = [];
  let called: () => void = () => undefined;
  const firstCall = new Promise<void>((resolve) => (called = resolve));
  const from = performance.now();
  const returned = main(event, (answer) => {
    calls.push(answer);
    called();
  });
  await (returned instanceof Promise ? returned : firstCall);
  const ms = performance.now() - from;
  await new Promise((resolve) => setImmediate(resolve));
  return { calls, ms };
}

/** An error's message may hold a person's data: its kind has to do. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code: unknown = 'code' in error ? error.code : undefined;
  return typeof code === 'string' || typeof code === 'number' ? `${error.name} ${code}` : error.name;
}

async function outcomeOf(main: Main, event: unknown): Promise<Pick<FromRunner & { kind: 'ran' }, 'outcome' | 'ms'>> {
  const from = performance.now();
  try {
    const { calls, ms } = await run(main, event);
    const fault = faultOf(calls);
    if (fault !== undefined) return { ms, outcome: { ok: false, problem: fault } };
    const [answer] = calls as readonly [{ readonly outputFields: Readonly<Record<string, string>> }];
    return { ms, outcome: { ok: true, outputs: answer.outputFields } };
  } catch (error) {
    return { ms: performance.now() - from, outcome: { ok: false, problem: `main threw: ${kindOf(error)}` } };
  }
}

/** The kernel's own mark where there is one; the usual call counts the parent's memory from before this process began. */
function peakBytes(): number {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  } catch {
    // Not Linux.
  }
  return process.memoryUsage.rss();
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function start(file: string): void {
  const from = performance.now();
  let main: Main;
  try {
    main = load(file);
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return tell({ kind: 'broken', problem: why ?? '' });
  }
  tell({ kind: 'loaded', ms: performance.now() - from });
  process.on('message', ({ event }: ToRunner) => {
    void outcomeOf(main, event).then((ran) =>
      tell({ kind: 'ran', ...ran, cpuSeconds: cpuSeconds(), peakBytes: peakBytes() }),
    );
  });
}

start(process.argv[2] ?? '');
