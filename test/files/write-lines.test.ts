import { mkdtempSync, readFileSync, rmSync, statSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AppError } from '../../src/app/errors.js';
import { writeLines } from '../../src/files/write-lines.js';

async function* linesOf(...lines: readonly (string | Error)[]): AsyncGenerator<string> {
  for (const line of lines) {
    if (line instanceof Error) throw line;
    yield line;
  }
}

describe('writing lines to a file', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'handoff-lines-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('writes them all, for this user alone, and counts them', async () => {
    const target = path.join(folder, 'three');

    expect(await writeLines(linesOf('one\n', 'two\n', 'three\n'), target)).toBe(3);
    expect(readFileSync(target, 'utf8')).toBe('one\ntwo\nthree\n');
    expect(statSync(target).mode & 0o777).toBe(0o600);
  });

  it('makes no file of none', async () => {
    const target = path.join(folder, 'none');

    expect(await writeLines(linesOf(), target)).toBe(0);
    expect(existsSync(target)).toBe(false);
  });

  it.each([
    ['where it cannot be made', path.join(folder, 'nowhere', 'file')],
    ['where the disk is full', '/dev/full'],
  ])('says so %s', async (_name, target) => {
    const written = writeLines(linesOf('x'.repeat(100_000), 'y\n'), target);

    await expect(written).rejects.toMatchObject({ code: 'INVALID_INPUT', message: `${target}: cannot be written` });
  });

  it.each([
    ['at once', []],
    ['after some lines', ['one\n']],
  ])('lets through what goes wrong with the lines %s', async (_name, before) => {
    const error = new AppError('STORE_UNAVAILABLE', 'away');

    await expect(writeLines(linesOf(...before, error), path.join(folder, 'broken'))).rejects.toBe(error);
  });
});
