import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { AppError } from '../../app/errors.js';

/** Who holds the directory. `startedAt` tells a process from a later one with the same pid; `''` where unknown. */
const Holder = z.object({ pid: z.number().int().positive(), startedAt: z.string(), id: z.string() });
type Holder = z.infer<typeof Holder>;

export interface Lock {
  /** Is the file still the one we wrote? */
  isOurs(): boolean;
  release(): void;
}

/** The system's name for what went wrong: `EEXIST`, `EPERM`. */
function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

/** Fields 3 and later of proc(5); none where there is no /proc or no such process. */
function statOf(pid: number): readonly string[] {
  try {
    // The name, in parentheses, may hold blanks: count fields after it.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

/** Start of a process in clock ticks since boot (field 22); `''` where it is not known. */
function startOf(pid: number): string {
  return statOf(pid)[19] ?? '';
}

/** Killed, and not yet cleared away by its parent: it holds nothing any more. */
function isZombie(pid: number): boolean {
  return /^[ZX]$/.test(statOf(pid)[0] ?? '');
}

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return codeOf(error) === 'EPERM';
  }
  if (isZombie(holder.pid)) return false;
  const started = startOf(holder.pid);
  return holder.startedAt === '' || started === '' || holder.startedAt === started;
}

/** @returns undefined when there is no file, `'unreadable'` when it is not ours to understand */
function read(file: string): Holder | 'unreadable' | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  try {
    return Holder.parse(JSON.parse(text));
  } catch {
    return 'unreadable';
  }
}

function held(file: string, holder: Holder | 'unreadable'): AppError {
  const by = holder === 'unreadable' ? 'an unreadable lock file' : `process ${holder.pid}`;
  return new AppError('STORE_HELD', `The store is held by ${by} (${file}). Stop it, or ask it instead.`, {
    facts: { file, ...(holder === 'unreadable' ? {} : { pid: holder.pid }) },
  });
}

/** A file that appears with its content or not at all, and only where none is. */
function create(file: string, holder: Holder): boolean {
  const draft = `${file}.${holder.id}`;
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw new AppError('STORE_UNAVAILABLE', `The lock file ${file} cannot be written.`, { cause: error });
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves a dead holder's file away. A rename succeeds for one taker only; a file that was replaced meanwhile goes back. */
function bury(file: string, dead: Holder, by: Holder): void {
  const grave = `${file}.${by.id}`;
  try {
    renameSync(file, grave);
  } catch {
    return; // somebody was quicker
  }
  const found = read(grave);
  if (found !== undefined && found !== 'unreadable' && found.id !== dead.id) create(file, found);
  rmSync(grave, { force: true });
}

/**
 * Takes the directory for this process. Two engines on one directory destroy each other's rows without an error, so a
 * live holder is always believed, however old its file; only a dead one is taken over from.
 *
 * @param file lies beside the directory, on the same machine
 * @throws AppError `STORE_HELD` with the holder's pid; `STORE_UNAVAILABLE` when the file cannot be written
 */
export function takeLock(file: string): Lock {
  const us: Holder = { pid: process.pid, startedAt: startOf(process.pid), id: randomUUID() };
  const isOurs = () => {
    const found = read(file);
    return found !== undefined && found !== 'unreadable' && found.id === us.id;
  };
  while (!create(file, us)) {
    const holder = read(file);
    if (holder === undefined) continue;
    if (holder === 'unreadable' || isAlive(holder)) throw held(file, holder);
    bury(file, holder, us);
  }
  return { isOurs, release: () => (isOurs() ? rmSync(file, { force: true }) : undefined) };
}
