import type { IncomingMessage } from 'node:http';
import { AppError } from '../app/errors.js';
import { parseJson, type JsonLimits } from './parse-json.js';
import { readBody } from './read-body.js';

export type BodyLimits = JsonLimits & { readonly bodyBytes: number };

/**
 * Reads a body as JSON. @returns `undefined` when the client left in the middle: there is nobody to answer
 *
 * @throws {AppError} TOO_LARGE, or INVALID_INPUT as `parseJson`
 */
export async function readJson(req: IncomingMessage, limits: BodyLimits): Promise<unknown> {
  const bytes = await readBody(req, limits.bodyBytes);
  if (bytes === 'gone') return undefined;
  if (bytes === 'too-large') throw new AppError('TOO_LARGE', 'The body is too long.');
  return parseJson(bytes, limits);
}
