import { existsSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeSocketPlace } from '../../../src/store/embedded/socket-place.js';
import { newDirectory } from '../bench.js';

describe('makeSocketPlace', () => {
  const directory = newDirectory();
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('lies beside the data, and only this user may enter', () => {
    const place = makeSocketPlace(path.join(directory, 'db.socket'));

    expect(place.path).toBe(path.join(directory, 'db.socket', '.s.PGSQL.5432'));
    expect(statSync(place.directory).mode & 0o777).toBe(0o700);
    place.remove();
    expect(existsSync(place.directory)).toBe(false);
  });

  it('goes where the path is short enough for a socket', () => {
    const place = makeSocketPlace(path.join(directory, 'd'.repeat(100), 'db.socket'));

    expect(place.directory.startsWith(path.join(tmpdir(), 'handoff-'))).toBe(true);
    expect(Buffer.byteLength(place.path)).toBeLessThanOrEqual(103);
    expect(statSync(place.directory).mode & 0o777).toBe(0o700);
    place.remove();
  });
});
