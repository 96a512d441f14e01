import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { AppError } from '../app/errors.js';
import { tokenOf, type LogCommandDeps } from './log-command.js';

/** How commands speak with the running service. */
export interface ServiceClient {
  /** @throws {AppError} INVALID_INPUT, NOT_FOUND, UNPROVEN or STORE_UNAVAILABLE, in words for the operator */
  ask(place: string, body?: unknown): Promise<Response>;
  /** The lines of a listing. */
  lines(place: string): AsyncGenerator<string>;
}

/** Where it listens, and by which token. */
export function createServiceClient(deps: Omit<LogCommandDeps, 'terminal'>): ServiceClient {
  async function ask(place: string, body?: unknown): Promise<Response> {
    const headers = { authorization: `Bearer ${tokenOf(deps)}`, 'content-type': 'application/json' };
    const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await fetch(new URL(`/admin/${place}`, deps.serviceUrl), { headers, ...sent }).catch(
      (cause: unknown) => {
        throw new AppError(
          'STORE_UNAVAILABLE',
          `No service answers at ${deps.serviceUrl}: start it, or set HANDOFF_URL`,
          { cause },
        );
      },
    );
    if (response.ok) return response;
    if (response.status === 400) throw new AppError('INVALID_INPUT', 'The service cannot use this: check the options');
    if (response.status === 404) throw new AppError('NOT_FOUND', 'The service has nothing of this id');
    throw new AppError('UNPROVEN', `The service answered ${response.status}: check ADMIN_TOKEN and the service's log`);
  }

  return {
    ask,
    async *lines(place) {
      const { body } = await ask(place);
      if (!body) return;
      for await (const line of createInterface({ input: Readable.fromWeb(body) })) if (line !== '') yield line;
    },
  };
}
