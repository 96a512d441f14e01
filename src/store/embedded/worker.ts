import { parentPort, workerData } from 'node:worker_threads';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { z } from 'zod';
import { guardDb } from './guarded-db.js';
import { openPglite, type Opened } from './open-pglite.js';
import type { WorkerReport } from './server-thread.js';

/* The thread the engine lives in: its promises never yield, so in the main thread it would starve everything else. */

const MAX_CONNECTIONS = 100;
const Settings = z.object({ directory: z.string(), socketPath: z.string() });

function report(message: WorkerReport): void {
  parentPort?.postMessage(message);
}

function crash(error: unknown): void {
  report({ kind: 'crashed', message: error instanceof Error ? error.message : 'unknown' });
  process.exit(1); // ends this thread only
}

async function close(server: PGLiteSocketServer, { db }: Opened): Promise<void> {
  await server.stop();
  await db.exec('checkpoint');
  await db.close();
  report({ kind: 'closed' });
  parentPort?.close();
}

async function run(): Promise<void> {
  const { directory, socketPath } = Settings.parse(workerData);
  const opened = await openPglite(directory);
  const db = guardDb(opened.db, crash);
  const server = new PGLiteSocketServer({ db, path: socketPath, maxConnections: MAX_CONNECTIONS });
  await server.start();
  parentPort?.once('message', () => {
    close(server, opened).catch(crash);
  });
  report({ kind: 'ready', durable: opened.durable });
}

run().catch(crash);
