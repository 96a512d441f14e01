import type { IncomingMessage } from 'node:http';
import { parseJson, type JsonLimits } from './parse-json.js';
import { readBody } from './read-body.js';

export type BodyLimits = JsonLimits & { readonly bodyBytes: number };

/**
 * Reads a body as JSON. @returns `undefined` when the client left in the middle, as `readBody`
 *
 * @throws {AppError} TOO_LARGE, or INVALID_INPUT as `parseJson`
 */
export async function readJson(req: IncomingMessage, limits: BodyLimits): Promise<unknown> {
  const bytes = await readBody(req, limits.bodyBytes);
  return bytes && parseJson(bytes, limits);
}
