import type { RequestHandler } from 'express';
import { sendError } from './send-reply.js';

/** Answers every method that a route does not know. @param allow those it knows, as the header Allow has them */
export function only(allow: string): RequestHandler {
  return (req, res) => sendError(req, res, { code: 'METHOD_NOT_ALLOWED', headers: { Allow: allow } });
}

/** For a route for reading. */
export const onlyGet = only('GET, HEAD');

/** For a route for telling us something. */
export const onlyPost = only('POST');
