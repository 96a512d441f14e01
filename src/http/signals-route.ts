import type { RequestHandler } from 'express';
import { AppError, isAppError } from '../app/errors.js';
import type { GivenSignal } from '../app/signals/judge-signal.js';
import type { TakeSignals, ToldBy } from '../app/signals/take-signals.js';
import { checkJson, parseUnchecked, type JsonLimits } from './parse-json.js';
import { readBody } from './read-body.js';
import { sendJson } from './send-reply.js';
import { readSignal, SignalId, type ReadSignal, type SignalResult, type SignalsReply } from './signals-contract.js';

/** @source the issue: 1,000 signals a call, and room for what is said in them */
export const SIGNALS_LIMITS = { bodyBytes: 1024 * 1024, items: 1_000 } as const;

export interface SignalsRouteDeps {
  readonly takeSignals: TakeSignals;
  readonly knowsPortal: (portalId: number) => Promise<boolean>;
  readonly limits: JsonLimits;
}

const BY: ToldBy = { way: 'workflow', actor: 'signal:api', action: 'signals' };
const UNKNOWN_PORTAL = 'This portal is not connected';

/** `POST /signals`: takes one or up to 1,000 acts and answers; each is answered, in order. */
export function createSignalsRoute(deps: SignalsRouteDeps): RequestHandler {
  return async (req, res) => {
    const bytes = await readBody(req, SIGNALS_LIMITS.bodyBytes);
    if (!bytes) return;
    const items = itemsOf(parseUnchecked(bytes));
    const reply: SignalsReply = { results: await takeAll(items, deps) };
    sendJson(res, 200, reply);
  };
}

function itemsOf(body: unknown): readonly unknown[] {
  if (typeof body !== 'object' || body === null)
    throw new AppError('INVALID_INPUT', 'Send a signal, or a list of them.');
  if (!Array.isArray(body)) return [body];
  if (body.length > SIGNALS_LIMITS.items) {
    throw new AppError('INVALID_INPUT', `Send at most ${SIGNALS_LIMITS.items} signals at once.`);
  }
  return body as readonly unknown[];
}

async function takeAll(items: readonly unknown[], deps: SignalsRouteDeps): Promise<readonly SignalResult[]> {
  const read = items.map((item) => checked(item, deps.limits));
  const results: SignalResult[] = read.map((one, index) => ({
    id: idOf(items[index]),
    state: 'refused',
    because: 'because' in one ? one.because : UNKNOWN_PORTAL,
  }));
  for (const [portalId, places] of placesByPortal(read)) {
    if (!(await deps.knowsPortal(portalId))) continue;
    const given = places.map(([, one]) => one);
    const taken = await deps.takeSignals(portalId, given, BY);
    taken.forEach((result, at) => (results[places[at]?.[0] ?? -1] = result));
  }
  return results;
}

/** One item that cannot be stored is refused, and sinks no other. */
function checked(item: unknown, limits: JsonLimits): ReadSignal {
  try {
    checkJson(item, limits);
  } catch (error) {
    if (isAppError(error)) return { because: error.message };
    throw error;
  }
  return readSignal(item);
}

function placesByPortal(read: readonly ReadSignal[]): Map<number, (readonly [place: number, given: GivenSignal])[]> {
  const portals = new Map<number, (readonly [number, GivenSignal])[]>();
  read.forEach((one, place) => {
    if ('because' in one) return;
    const places = portals.get(one.portalId);
    if (places) places.push([place, one.given]);
    else portals.set(one.portalId, [[place, one.given]]);
  });
  return portals;
}

function idOf(item: unknown): string | null {
  if (typeof item !== 'object' || item === null || !Object.hasOwn(item, 'id')) return null;
  const id = SignalId.safeParse((item as { readonly id: unknown }).id);
  return id.success ? id.data : null;
}
