import type { Request, Response } from 'express';
import { sendError } from './send-reply.js';

/** Answers every method that a route for reading does not know. */
export function onlyGet(req: Request, res: Response): void {
  sendError(req, res, { code: 'METHOD_NOT_ALLOWED', headers: { Allow: 'GET, HEAD' } });
}

/** Answers every method that a route for telling us something does not know. */
export function onlyPost(req: Request, res: Response): void {
  sendError(req, res, { code: 'METHOD_NOT_ALLOWED', headers: { Allow: 'POST' } });
}
