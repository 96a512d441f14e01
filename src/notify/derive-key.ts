import { hkdfSync } from 'node:crypto';

import type { Secret } from '../app/secret.js';

const BYTES = 32;

/**
 * A key for one purpose, from which neither the secret nor the key of another purpose can be found out.
 *
 * @param purpose one word, for ever the same
 * @returns 32 bytes
 * @source RFC 5869, HKDF with SHA-256
 */
export function deriveKey(secret: Secret, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret.reveal(), '', `handoff ${purpose}`, BYTES));
}
