import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { takeLock } from '../../../src/store/embedded/lock.js';
import { newDirectory } from '../bench.js';

describe('takeLock', () => {
  let directory = '';
  let file = '';
  const children: ChildProcess[] = [];

  beforeEach(() => {
    directory = newDirectory();
    file = path.join(directory, 'db.lock');
  });

  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  });

  const livingProcess = (): number => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    children.push(child);
    return child.pid ?? 0;
  };
  const deadProcess = async (): Promise<number> => {
    const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
    await once(child, 'exit');
    return child.pid ?? 0;
  };
  const heldBy = (pid: number, startedAt = '') => writeFileSync(file, JSON.stringify({ pid, startedAt, id: 'other' }));

  it('holds the directory until it is released', () => {
    const lock = takeLock(file);

    expect(lock.isOurs()).toBe(true);
    expect(() => takeLock(file)).toThrow(expect.objectContaining({ code: 'STORE_HELD' }));
    lock.release();
    expect(existsSync(file)).toBe(false);
    takeLock(file).release();
  });

  it('names a living holder, however old its file', () => {
    const pid = livingProcess();
    heldBy(pid);
    utimesSync(file, 0, 0);

    expect(() => takeLock(file)).toThrow(
      expect.objectContaining({
        code: 'STORE_HELD',
        message: expect.stringContaining(`process ${pid}`),
        facts: { file, pid },
      }),
    );
  });

  it('takes over from a dead process', async () => {
    heldBy(await deadProcess());

    const lock = takeLock(file);

    expect(lock.isOurs()).toBe(true);
    expect(readdirSync(directory)).toEqual(['db.lock']);
    lock.release();
  });

  it('takes over when another process has the dead one’s pid now', () => {
    heldBy(livingProcess(), '1');

    expect(takeLock(file).isOurs()).toBe(true);
  });

  it('refuses a file it cannot read', () => {
    writeFileSync(file, 'what is this');

    expect(() => takeLock(file)).toThrow(expect.objectContaining({ code: 'STORE_HELD' }));
  });

  it('releases only what is its own', () => {
    const lock = takeLock(file);
    heldBy(livingProcess());

    lock.release();

    expect(lock.isOurs()).toBe(false);
    expect(existsSync(file)).toBe(true);
  });
});
