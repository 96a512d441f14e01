import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { AppError } from '../app/errors.js';
import type { FromRunner, RunOutcome } from './runner-messages.js';

export interface RunSettings {
  /** The built `bundle-runner`. */
  readonly runner: string;
  /** What the bundle's process sees of the environment. */
  readonly path: string;
  /** How long one run may take. @source HubSpot's custom code actions: 20 s */
  readonly limitMs?: number;
}

/** One run: what came out, or why nothing usable did. */
export type Run = RunOutcome & {
  /** Without what it took to start Node; the first run of a process includes loading the bundle. Absent: it never ended. */
  readonly ms?: number;
};

/** What all runs took together. */
export interface Usage {
  /** A run that had to be killed is not counted. */
  readonly cpuSeconds: number;
  readonly peakBytes: number;
}

export interface BundleRuns {
  /** One event after the other; never throws for what a run does. */
  readonly run: (event: unknown) => Promise<Run>;
  readonly usage: () => Usage;
  readonly stop: () => void;
}

const LIMIT_MS = 20_000;
/** @source HubSpot's custom code actions: 128 MB */
const MEMORY_BYTES = 128 * 1024 * 1024;
/** Node itself takes about 45 MB: with these two, what a bundle may hold keeps the process within 128 MB. */
const HEAP = ['--max-old-space-size=64', '--max-semi-space-size=4'];

/** A process with the bundle in it. */
interface Worker {
  readonly child: ChildProcess;
  readonly loadMs: number;
  /** Runs so far. */
  runs: number;
  cpuSeconds: number;
}

/**
 * Starts a bundle in a process of its own, as HubSpot does; a run that ends it, hangs, or takes too much memory gets the
 * next run a new process.
 *
 * @throws {AppError} INVALID_INPUT when the file cannot be loaded, NOT_FOUND when it cannot be read
 */
export async function startBundle(bundle: string, settings: RunSettings): Promise<BundleRuns> {
  const { limitMs = LIMIT_MS } = settings;
  const start = () => startWorker(path.resolve(bundle), settings);
  let worker: Worker | undefined = await start();
  let spentSeconds = 0;
  let peakBytes = 0;

  function drop(): void {
    spentSeconds += worker?.cpuSeconds ?? 0;
    worker?.child.kill('SIGKILL');
    worker = undefined;
  }

  async function run(event: unknown): Promise<Run> {
    worker ??= await start();
    const answer = await nextMessage(worker.child, limitMs, { event });
    if (answer.kind !== 'ran') {
      drop();
      return { ok: false, problem: answer.kind === 'over' ? answer.problem : 'its process answered out of turn' };
    }
    const ms = answer.ms + (worker.runs === 0 ? worker.loadMs : 0);
    worker.runs += 1;
    worker.cpuSeconds = answer.cpuSeconds;
    peakBytes = Math.max(peakBytes, answer.peakBytes);
    if (answer.peakBytes <= MEMORY_BYTES) return { ...answer.outcome, ms };
    drop();
    return { ok: false, problem: 'more than 128 MB of memory', ms };
  }

  return {
    run,
    usage: () => ({ cpuSeconds: spentSeconds + (worker?.cpuSeconds ?? 0), peakBytes }),
    stop: drop,
  };
}

async function startWorker(bundle: string, settings: RunSettings): Promise<Worker> {
  const child = fork(settings.runner, [bundle], {
    execPath: process.execPath,
    execArgv: HEAP,
    env: { PATH: settings.path },
    // What the bundle prints may be personal.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  // A process that cannot be killed any more must not bring this one down.
  child.on('error', () => undefined);
  const answer = await nextMessage(child, LIMIT_MS);
  if (answer.kind === 'loaded') return { child, loadMs: answer.ms, runs: 0, cpuSeconds: 0 };
  child.kill('SIGKILL');
  const why = answer.kind === 'ran' ? 'it does not wait for events' : answer.problem;
  throw new AppError('INVALID_INPUT', `${bundle}: cannot be loaded: ${why}`);
}

type Answer = Exclude<FromRunner, { readonly kind: 'broken' }> | { readonly kind: 'over'; readonly problem: string };

/** Whatever comes first: the answer, the end of the process, the end of its time. */
function nextMessage(child: ChildProcess, limitMs: number, message?: { readonly event: unknown }): Promise<Answer> {
  return new Promise((resolve) => {
    const over = (problem: string): void => end({ kind: 'over', problem });
    const timer = setTimeout(() => over(`longer than ${limitMs / 1000} s`), limitMs);
    const onMessage = (answer: FromRunner): void => (answer.kind === 'broken' ? over(answer.problem) : end(answer));
    const onExit = (code: number | null, signal: string | null): void => over(endOf(code, signal));
    const onError = (): void => over('its process cannot be started');
    function end(answer: Answer): void {
      clearTimeout(timer);
      child.off('message', onMessage).off('exit', onExit).off('error', onError);
      resolve(answer);
    }
    child.on('message', onMessage).on('exit', onExit).on('error', onError);
    if (message) child.send(message, (error) => error && over('its process has ended'));
  });
}

/** V8 aborts when the heap is full. */
function endOf(code: number | null, signal: string | null): string {
  const full = signal === 'SIGABRT' || code === 134;
  return full ? 'out of memory (128 MB)' : `its process ended (${signal ?? `exit code ${code}`})`;
}
