import { createHash } from 'node:crypto';
import { isRecord } from './describe-issues.js';

/**
 * JSON with the keys of every map sorted by code unit, without spaces: the same content is the same text, whatever the
 * comments, the order of keys, or the way it was quoted.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const pairs = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
  return `{${pairs.join(',')}}`;
}

/**
 * The version every decision carries.
 *
 * @param content the file as parsed, fragments merged in, before defaults
 * @returns `name@` and 8 hex digits
 */
export function modelVersion(name: string, content: unknown): string {
  return `${name}@${createHash('sha256').update(canonicalJson(content)).digest('hex').slice(0, 8)}`;
}
