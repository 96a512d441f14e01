import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { adminTokenOf } from '../src/admin-token.js';
import { createSecret } from '../src/app/secret.js';

describe('adminTokenOf', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'handoff-token-'));
  const dataDir = path.join(folder, 'data');

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('takes the token that is set and writes nothing', () => {
    expect(adminTokenOf({ adminToken: createSecret('mine'), dataDir })).toBe('mine');
    expect(() => statSync(dataDir)).toThrow();
  });

  it('makes one of its own at each start, in a file only this user can read', () => {
    const first = adminTokenOf({ adminToken: undefined, dataDir });
    const second = adminTokenOf({ adminToken: undefined, dataDir });

    const file = path.join(dataDir, 'admin-token');
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(second).not.toBe(first);
    expect(readFileSync(file, 'utf8')).toBe(`${second}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});
