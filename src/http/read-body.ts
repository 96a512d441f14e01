import type { IncomingMessage } from 'node:http';
import { AppError } from '../app/errors.js';

/**
 * Reads a request's body as bytes. An announced length over the limit is not read at all; a body of unknown length is
 * stopped at the limit. How long it may take is the server's business (`listen`).
 *
 * @param limit bytes
 * @returns `undefined` when the client left before the end: there is nobody to answer
 * @throws {AppError} TOO_LARGE
 */
export function readBody(req: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const tooLarge = (): AppError => new AppError('TOO_LARGE', `The body is longer than the ${limit} bytes taken here.`);
  const announced = Number(req.headers['content-length'] ?? 0);
  if (announced > limit) return Promise.reject(tooLarge());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = () => req.off('data', take).off('end', end).off('close', leave);
    const finish = (body: Buffer | undefined): void => {
      stop();
      resolve(body);
    };
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= limit) return void chunks.push(chunk);
      stop().pause();
      reject(tooLarge());
    };
    const end = (): void => finish(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size));
    const leave = (): void => finish(undefined);
    // An error is followed by 'close'; without this listener it would end the process.
    req.on('error', () => undefined);
    req.on('data', take).on('end', end).on('close', leave);
  });
}
