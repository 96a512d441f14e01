import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../app/errors.js';
import type { Log } from '../../app/ports.js';
import { takeLock, type Lock } from './lock.js';
import { startServerThread, type ServerThread } from './server-thread.js';
import { makeSocketPlace, SOCKET_PORT, type SocketPlace } from './socket-place.js';

/** Where `pg` finds the engine. */
export interface EmbeddedAddress {
  readonly host: string;
  readonly port: number;
}

export interface Embedded {
  readonly address: EmbeddedAddress;
  /** disk: a commit survives a power cut · process: it survives the end of this process only. */
  readonly durability: 'disk' | 'process';
  /** Ends the engine as a crash would and starts it again on the same directory. */
  restart(reason: string): Promise<void>;
  /** Checkpoint, close, give the directory back. */
  close(): Promise<void>;
}

const RESTART_PAUSE_MS = 500;

function verifyLock(lock: Lock, file: string): void {
  if (!lock.isOurs()) throw new AppError('STORE_HELD', `Another process took the store (${file}) at the same moment.`);
}

function warnIfShallow(thread: ServerThread, log: Log): void {
  if (thread.durable) return;
  log.warn('commits do not reach the disk: a power cut may lose acknowledged work', { durability: 'process' });
}

/** Keeps one thread alive on one directory. */
async function superviseThread(directory: string, place: SocketPlace, log: Log) {
  let closed = false;
  let restarting: Promise<void> | undefined;
  let thread = await start();
  warnIfShallow(thread, log);

  function start(): Promise<ServerThread> {
    return startServerThread(directory, place.path, (reason) => void restart(reason));
  }

  async function startUntilUp(reason: string): Promise<void> {
    await thread.kill();
    while (!closed) {
      log.error('the embedded store stopped; starting it again', { reason });
      try {
        thread = await start();
        return;
      } catch (error) {
        log.error('the embedded store does not start', { error });
        await new Promise((resolve) => setTimeout(resolve, RESTART_PAUSE_MS));
      }
    }
  }

  function restart(reason: string): Promise<void> {
    if (closed) return Promise.resolve();
    restarting ??= startUntilUp(reason).finally(() => (restarting = undefined));
    return restarting;
  }

  async function close(): Promise<void> {
    closed = true;
    await restarting;
    await thread.close();
  }

  return { durable: thread.durable, restart, close };
}

/**
 * Starts the embedded store of this data directory and keeps it running.
 *
 * @param dataDir created when absent; holds `db`, `db.lock` and `db.socket`
 * @throws AppError `STORE_HELD` when another live process has it, `STORE_UNAVAILABLE` when it does not come up
 */
export async function startEmbedded(dataDir: string, log: Log): Promise<Embedded> {
  const home = path.resolve(dataDir);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const lockFile = path.join(home, 'db.lock');
  const lock = takeLock(lockFile);
  const place = makeSocketPlace(path.join(home, 'db.socket'));
  const giveBack = () => {
    place.remove();
    lock.release();
  };
  try {
    verifyLock(lock, lockFile);
    const engine = await superviseThread(path.join(home, 'db'), place, log);
    return {
      address: { host: place.directory, port: SOCKET_PORT },
      durability: engine.durable ? 'disk' : 'process',
      restart: engine.restart,
      close: () => engine.close().finally(giveBack),
    };
  } catch (error) {
    giveBack();
    throw error;
  }
}
