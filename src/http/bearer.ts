import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Does the request carry this bearer token? Compares digests, so that neither the time nor the length tells anything.
 *
 * @param token the expected token; an empty one is never carried
 */
export function carriesToken(req: IncomingMessage, token: string): boolean {
  const given = /^Bearer +([\x21-\x7e]+)$/i.exec(req.headers.authorization ?? '')?.[1];
  return token !== '' && given !== undefined && timingSafeEqual(digest(given), digest(token));
}

/** Does the request come from this machine itself? One that a proxy passed on does not, though its socket does. */
export function isLocal(req: IncomingMessage): boolean {
  const { headers, socket } = req;
  if (headers.forwarded !== undefined || headers['x-forwarded-for'] !== undefined || headers.via !== undefined)
    return false;
  return /^(::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? '');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
