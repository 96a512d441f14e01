import { signV3 } from '../signing.js';
import type { FetchAnswer, FetchAsk } from './page-contract.js';

export interface FetchProxyDeps {
  readonly clientSecret: string;
  readonly portalId: number;
  readonly appId: number;
  readonly user: { readonly id: number; readonly email: string };
  /** The only address cards may reach, as `permittedUrls.fetch` of the app says. */
  readonly permitted: () => string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly fetch: typeof fetch;
}

/** What HubSpot's proxy does between a card and the service. Never rejects. */
export type FetchProxy = (ask: FetchAsk) => Promise<FetchAnswer>;

/** @source HubSpot, "Fetching data": one repeat on connection trouble or 5xx, which is why a press carries an id */
const TRIES = 2;
/** @source HubSpot, "Fetching data" */
const TIMEOUT_MS = 15_000;

/**
 * Plays HubSpot's fetch proxy: says who asks and for which portal, signs the request (v3), repeats it once when it went
 * wrong, and wraps what the service refuses into a 200 of its own.
 *
 * @source HubSpot, "Fetching data"; `@hubspot/ui-extensions-dev-server`, its proxy (the envelope)
 */
export function createFetchProxy(deps: FetchProxyDeps): FetchProxy {
  return async (ask) => {
    if (!isPermitted(ask.url, deps.permitted()))
      return refusal(400, 'VALIDATION_ERROR', 'The url is not one of the app’s permittedUrls.fetch');
    for (let tried = 1; ; tried += 1) {
      const answer = await once(ask, deps);
      if (answer !== undefined && answer.status < 500) return answer.status < 300 ? answer : envelope(answer);
      if (tried === TRIES)
        return answer ? envelope(answer) : refusal(502, 'BAD_GATEWAY', 'The app’s server did not answer');
    }
  };
}

/** A path below it, and not merely an address that starts with the same letters. */
function isPermitted(url: string, permitted: string): boolean {
  if (!URL.canParse(url)) return false;
  const { origin, username, password } = new URL(url);
  return origin === new URL(permitted).origin && username + password === '' && url.startsWith(`${permitted}/`);
}

/** @returns `undefined` when nothing came back */
async function once(ask: FetchAsk, deps: FetchProxyDeps): Promise<FetchAnswer | undefined> {
  const { portalId, appId, user } = deps;
  const url = new URL(ask.url);
  for (const [name, value] of Object.entries({ userId: user.id, portalId, userEmail: user.email, appId }))
    url.searchParams.set(name, String(value));
  const takesBody = ask.method !== 'GET' && ask.method !== 'HEAD';
  const body = takesBody ? JSON.stringify(ask.body ?? {}) : '';
  const at = deps.now();
  try {
    const response = await deps.fetch(url, {
      method: ask.method,
      headers: {
        'content-type': 'application/json',
        'x-hubspot-request-timestamp': String(at),
        'x-hubspot-signature-v3': signV3(deps.clientSecret, ask.method, url.href, body, at),
      },
      ...(takesBody ? { body } : {}),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, body: await response.text() };
  } catch {
    return undefined;
  }
}

function envelope({ status, body }: FetchAnswer): FetchAnswer {
  const context = { appServerStatusCode: [String(status)] };
  return {
    status: 200,
    body: JSON.stringify({ status: 'error', category: 'BAD_GATEWAY', context, responseBody: body }),
  };
}

const refusal = (status: number, category: string, message: string): FetchAnswer => ({
  status,
  body: JSON.stringify({ status: 'error', category, message }),
});
