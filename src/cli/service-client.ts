import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { AppError, type ErrorCode } from '../app/errors.js';
import { tokenOf, type LogCommandDeps } from './log-command.js';

/** How commands speak with the running service. */
export interface ServiceClient {
  /** @throws {AppError} as the service refused, STORE_UNAVAILABLE when none answers, in words for the operator */
  ask(place: string, body?: unknown): Promise<Response>;
  /** The lines of a listing. */
  lines(place: string): AsyncGenerator<string>;
}

const Refused = z.object({ error: z.string(), requestId: z.string() }).catch({ error: '', requestId: '' });

/** What a refusal of the service's means for an operator, by its code. */
const WORDS: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  'invalid-input': ['INVALID_INPUT', 'The service cannot use this: check the options'],
  'not-found': ['NOT_FOUND', 'There is nothing of this id'],
  unproven: ['UNPROVEN', 'The service does not know us: check ADMIN_TOKEN'],
  'portal-unknown': ['PORTAL_UNKNOWN', 'No portal is connected: set HUBSPOT_ACCESS_TOKEN for the service'],
  'hubspot-rejected': ['HUBSPOT_REJECTED', 'HubSpot refused it: has the token every scope of the README?'],
  'hubspot-unauthorized': ['HUBSPOT_UNAUTHORIZED', "HubSpot does not take the service's token"],
  'hubspot-busy': ['HUBSPOT_BUSY', 'HubSpot is limiting us or is down: nothing happened, try again later'],
  'hubspot-uncertain': ['HUBSPOT_UNCERTAIN', 'HubSpot did not say whether it happened: look before you try again'],
};

async function refusalOf(response: Response): Promise<AppError> {
  const { error, requestId } = Refused.parse(await response.json().catch(() => undefined));
  const [code, words] = WORDS[error] ?? ['UNPROVEN', `The service answered ${response.status}`];
  return new AppError(code, requestId === '' ? words : `${words} (its log says more under ${requestId})`);
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
    throw await refusalOf(response);
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
