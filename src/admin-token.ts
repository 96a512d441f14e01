import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Config } from './config.js';

/** The operator's token: the one that is set, or one of our own kept where only this user can read it. */
export function adminTokenOf({ adminToken, dataDir }: Pick<Config, 'adminToken' | 'dataDir'>): string {
  if (adminToken) return adminToken.reveal();
  const token = randomBytes(32).toString('hex');
  const file = path.join(dataDir, 'admin-token');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeFileSync(file, `${token}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return token;
}
