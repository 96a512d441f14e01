import type { CardButton, CardReply } from './contract';
import { readReply } from './read-reply';
import type { Press } from './press';

/** `hubspot.fetch`: HubSpot signs the request and says who asks. */
export type Fetch = (
  url: string,
  options?: { method?: 'GET' | 'POST'; timeout?: number; body?: { [key: string]: unknown } },
) => Promise<Response>;

/**
 * Why there is no answer of the service. unreachable: nothing came back · refused: something else answered · unreadable: it
 * answered in words we do not know · not-set-up: the card was uploaded without the service's address.
 */
export type Fault =
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'not-set-up' };

export type Answer = { readonly ok: true; readonly reply: CardReply } | { readonly ok: false; readonly fault: Fault };

export interface Service {
  read(): Promise<Answer>;
  press(press: Press): Promise<Answer>;
}

/** @source HubSpot, "Fetching data": a fetch ends after 15 s; what takes longer is answered by us, not by the proxy. */
const TIMEOUT_MS = 14_000;

export interface ServiceDeps {
  readonly fetch: Fetch;
  /** Absent: the card was uploaded without it. */
  readonly base: string | undefined;
  readonly contactId: string;
}

/** The service as this card sees it. Never rejects. */
export function createService({ fetch, base, contactId }: ServiceDeps): Service {
  async function call(path: string, options: Parameters<Fetch>[1]): Promise<Answer> {
    if (base === undefined) return { ok: false, fault: { kind: 'not-set-up' } };
    try {
      const url = `${base}/hubspot/card/contacts/${encodeURIComponent(contactId)}${path}`;
      return await read(await fetch(url, { ...options, timeout: TIMEOUT_MS }));
    } catch {
      return { ok: false, fault: { kind: 'unreachable' } };
    }
  }
  return {
    read: () => call('', { method: 'GET' }),
    press: ({ button, body }) => call(`/${button satisfies CardButton}`, { method: 'POST', body: { ...body } }),
  };
}

/** `ok` alone proves nothing: HubSpot's proxy wraps what the service refused into a 200 of its own. */
async function read(response: Response): Promise<Answer> {
  if (!response.ok) return { ok: false, fault: faultOf(response.status) };
  const payload: unknown = await response.json().catch(() => undefined);
  const reply = readReply(payload);
  if (reply) return { ok: true, reply };
  const status = proxiedStatus(payload);
  return { ok: false, fault: status === undefined ? { kind: 'unreadable' } : faultOf(status) };
}

/** Whatever stands before the service says so when nobody is behind it. */
const NOBODY_THERE: ReadonlySet<number> = new Set([502, 503, 504]);

const faultOf = (status: number): Fault =>
  NOBODY_THERE.has(status) ? { kind: 'unreachable' } : { kind: 'refused', status };

/** @source HubSpot, `@hubspot/ui-extensions-dev-server`: what its proxy answers when the service answers 300 to 599 */
function proxiedStatus(payload: unknown): number | undefined {
  const { category, context } = (payload ?? {}) as {
    category?: unknown;
    context?: { appServerStatusCode?: readonly unknown[] };
  };
  if (category !== 'BAD_GATEWAY') return undefined;
  const status = Number(context?.appServerStatusCode?.[0]);
  return Number.isInteger(status) ? status : 502;
}
