import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { AppError, type ErrorCode } from '../app/errors.js';

/** What goes with a request. `json` and `csv` make it a POST. */
export interface Sent {
  /** What is `undefined` is left out. */
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly json?: unknown;
  readonly csv?: NodeJS.ReadableStream;
  readonly post?: true;
}

/** How commands speak with the running service; its store is never opened beside it. */
export interface ServiceClient {
  /**
   * @param place below `/admin/`
   * @throws {AppError} as the service refused, STORE_UNAVAILABLE when none answers, in words for the operator
   */
  ask(place: string, sent?: Sent): Promise<Response>;
  /** The lines of a listing. Throws as `ask`. */
  lines(place: string, sent?: Sent): AsyncGenerator<string>;
}

export interface ServiceAddress {
  readonly serviceUrl: string;
  readonly adminToken: string | undefined;
  /** Holds `admin-token`, which the service writes when no token is set. */
  readonly dataDir: string;
}

/** The operator's token: the one that is set, or the one the service keeps. */
function tokenOf({ adminToken, dataDir }: ServiceAddress): string {
  if (adminToken) return adminToken;
  const file = path.join(dataDir, 'admin-token');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new AppError('CONFIG_INVALID', `Set ADMIN_TOKEN, or run this where the service keeps ${file}`, { cause });
  }
}

const Refused = z.object({ error: z.string(), requestId: z.string() }).catch({ error: '', requestId: '' });

/** Codes of the service whose words an operator needs; others are as good as unknown to him. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  'invalid-input': 'INVALID_INPUT',
  'too-large': 'TOO_LARGE',
  'unsupported-type': 'UNSUPPORTED_TYPE',
  'not-found': 'NOT_FOUND',
  unproven: 'UNPROVEN',
  'portal-unknown': 'PORTAL_UNKNOWN',
  'hubspot-rejected': 'HUBSPOT_REJECTED',
  'hubspot-unauthorized': 'HUBSPOT_UNAUTHORIZED',
  'hubspot-busy': 'HUBSPOT_BUSY',
  'hubspot-uncertain': 'HUBSPOT_UNCERTAIN',
  'store-unavailable': 'STORE_UNAVAILABLE',
};

async function refusalOf(response: Response): Promise<AppError> {
  const { error, requestId } = Refused.parse(await response.json().catch(() => undefined));
  const code = CODES[error] ?? 'INTERNAL';
  const because = response.headers.get('x-handoff-because') ?? `The service answered ${response.status} ${error}`;
  if (code === 'UNPROVEN') return new AppError(code, 'The service does not know us: check ADMIN_TOKEN');
  const more = response.status >= 500 && requestId !== '' ? ` (its log says more under ${requestId})` : '';
  return new AppError(code, `${because.replace(/\.$/, '')}${more}`);
}

/** The service at an address, asked with the operator's token. */
export function createServiceClient(address: ServiceAddress): ServiceClient {
  const { serviceUrl } = address;

  async function ask(place: string, { query = {}, json, csv, post }: Sent = {}): Promise<Response> {
    const url = new URL(`/admin/${place}`, serviceUrl);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
    const authorization = `Bearer ${tokenOf(address)}`;
    const type = csv
      ? { 'content-type': 'text/csv' }
      : json === undefined
        ? {}
        : { 'content-type': 'application/json' };
    const response = await fetch(url, {
      headers: { authorization, ...type },
      ...(post || csv || json !== undefined ? { method: 'POST' } : {}),
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      ...(csv ? { body: Readable.toWeb(csv as Readable) as ReadableStream, duplex: 'half' as const } : {}),
    }).catch((cause: unknown) => {
      throw new AppError('STORE_UNAVAILABLE', `No service answers at ${serviceUrl}: start it, or set HANDOFF_URL`, {
        cause,
      });
    });
    if (response.ok) return response;
    throw await refusalOf(response);
  }

  return {
    ask,
    async *lines(place, sent) {
      const { body } = await ask(place, sent);
      if (!body) return;
      for await (const line of createInterface({ input: Readable.fromWeb(body) })) if (line !== '') yield line;
    },
  };
}
