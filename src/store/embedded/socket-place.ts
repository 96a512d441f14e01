import { mkdirSync, mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** `pg` derives the file's name from the port. */
export const SOCKET_PORT = 5432;
const SOCKET_NAME = `.s.PGSQL.${SOCKET_PORT}`;
/** Linux takes 107 bytes, macOS 103. */
const MAX_SOCKET_PATH_BYTES = 103;

export interface SocketPlace {
  /** What `pg` calls the host. */
  readonly directory: string;
  readonly path: string;
  remove(): void;
}

/**
 * Where the engine listens: a directory only this user may enter, because the engine asks nobody for a password. Beside
 * the data, or in the system's temporary directory when that path would be too long for a socket.
 *
 * @param preferred absolute path; created with mode 0700
 */
export function makeSocketPlace(preferred: string): SocketPlace {
  const fits = Buffer.byteLength(path.join(preferred, SOCKET_NAME)) <= MAX_SOCKET_PATH_BYTES;
  const directory = fits ? preferred : mkdtempSync(path.join(tmpdir(), 'handoff-'));
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  const socket = path.join(directory, SOCKET_NAME);
  rmSync(socket, { force: true }); // left by a process that was killed; the lock is ours
  return { directory, path: socket, remove: () => rmSync(directory, { recursive: true, force: true }) };
}
