import type { IncomingMessage } from 'node:http';

/** too-large: stopped at the limit, the rest was not read · gone: the client left before the end. */
export type Body = Buffer | 'too-large' | 'gone';

/**
 * Reads a request's body as bytes. An announced length over the limit is not read at all; a body of unknown length is
 * stopped at the limit. How long it may take is the server's business (`listen`).
 *
 * @param limit bytes
 */
export function readBody(req: IncomingMessage, limit: number): Promise<Body> {
  const announced = Number(req.headers['content-length'] ?? 0);
  if (announced > limit) return Promise.resolve('too-large');
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const finish = (body: Body): void => {
      req.off('data', take).off('end', end).off('close', leave);
      resolve(body);
    };
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= limit) return void chunks.push(chunk);
      req.pause();
      finish('too-large');
    };
    const end = (): void => finish(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size));
    const leave = (): void => finish('gone');
    // An error is followed by 'close'; without this listener it would end the process.
    req.on('error', () => undefined);
    req.on('data', take).on('end', end).on('close', leave);
  });
}
