import { existsSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../app/errors.js';

/** What the engine's thread says. */
export type WorkerReport =
  | { readonly kind: 'ready'; readonly durable: boolean }
  | { readonly kind: 'closed' }
  | { readonly kind: 'crashed'; readonly message: string };

export interface ServerThread {
  readonly durable: boolean;
  /** Checkpoint, close, end. Gives up after 5 s and ends the thread: the log replays what the checkpoint missed. */
  close(): Promise<void>;
  /** Ends the thread where it stands, as a crash would. */
  kill(): Promise<void>;
}

const CLOSE_MS = 5_000;
const BUILT = path.join('build', 'service', 'src', 'store', 'embedded', 'worker.js');

/** The built thread: beside this file when this file is built too, else in the package's build folder. */
function workerFile(): string {
  const beside = path.join(__dirname, 'worker.js');
  const file = existsSync(beside) ? beside : path.resolve(__dirname, '..', '..', '..', BUILT);
  if (existsSync(file)) return file;
  throw new AppError('INTERNAL', `The embedded store is not built: ${BUILT} is missing. Run "npm run build".`);
}

function spawn(directory: string, socketPath: string): Worker {
  // The engine writes its server log to the thread's output; nobody reads it there.
  const worker = new Worker(workerFile(), { workerData: { directory, socketPath }, stdout: true, stderr: true });
  worker.stdout.resume();
  worker.stderr.resume();
  return worker;
}

function failure(message: string): AppError {
  return new AppError('STORE_UNAVAILABLE', `The embedded store did not start: ${message}`, { retryAfterMs: 1000 });
}

/**
 * Starts the engine on `directory`, listening on `socketPath`.
 *
 * @param onEnd called once when the thread ends without having been asked to
 * @throws AppError `STORE_UNAVAILABLE` when it does not come up, `INTERNAL` when the program was not built
 */
export async function startServerThread(
  directory: string,
  socketPath: string,
  onEnd: (reason: string) => void,
): Promise<ServerThread> {
  const worker = spawn(directory, socketPath);
  let reason = 'the thread ended';
  let asked = false;
  worker.on('error', (error) => (reason = error.message));
  worker.on('message', (said: WorkerReport) => {
    if (said.kind === 'crashed') reason = said.message;
  });
  const durable = await ready(worker, () => reason);
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  void ended.then(() => {
    if (!asked) onEnd(reason);
  });

  async function kill(): Promise<void> {
    asked = true;
    await worker.terminate();
  }

  async function close(): Promise<void> {
    asked = true;
    worker.postMessage('close');
    const timer = setTimeout(() => void worker.terminate(), CLOSE_MS);
    await ended;
    clearTimeout(timer);
  }

  return { durable, close, kill };
}

function ready(worker: Worker, reason: () => string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(failure(reason()));
    worker.once('exit', onExit);
    worker.on('message', (said: WorkerReport) => {
      if (said.kind !== 'ready') return;
      worker.off('exit', onExit);
      resolve(said.durable);
    });
  });
}
