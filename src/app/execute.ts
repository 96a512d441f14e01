import { isAppError } from './errors.js';
import type { Ask, EvaluationStore, Log, Outcome } from './ports.js';
import type { Qualify } from './qualify.js';
import type { Reply } from './reply.js';

export interface ExecuteDeps {
  readonly evaluations: EvaluationStore;
  readonly qualify: Qualify['qualify'];
  readonly log: Log;
  /** Resolves after so long; for the reply's deadline. */
  readonly after: (ms: number) => { readonly passed: Promise<'late'>; cancel(): void };
  /** How long a caller waits before it hears BLOCK. HubSpot's own limit is not documented; well under 5 s is safe. */
  readonly replyWithinMs: number;
  /** More asks than this at once are stored and answered with BLOCK at once. */
  readonly maxInFlight: number;
}

/** Codes after which the ask is kept and finished later. */
const LATER = new Set(['HUBSPOT_BUSY', 'HUBSPOT_UNCERTAIN']);
const RETRY_MS = 1000;

/**
 * Answers one execution: at once when it can, with BLOCK when it must wait; the same answer when it was asked before.
 *
 * @throws {AppError} STORE_UNAVAILABLE: nothing was kept, HubSpot asks again
 */
export function createExecute({ evaluations, qualify, log, after, replyWithinMs, maxInFlight }: ExecuteDeps) {
  const inFlight = new Map<string, Promise<Outcome>>();
  /** The last ask of each contact here: the next one reads after it, which saves it a stale plan. */
  const lastOf = new Map<string, Promise<unknown>>();

  async function behindOthers(ask: Ask): Promise<Outcome> {
    const contact = `${ask.portalId}:${ask.contactId}`;
    const before = lastOf.get(contact);
    const own = (before ? before.then(ignore, ignore) : Promise.resolve()).then(() => qualify(ask, 'live'));
    lastOf.set(contact, own);
    try {
      return await own;
    } finally {
      if (lastOf.get(contact) === own) lastOf.delete(contact);
    }
  }

  /** Keeps the ask; the completion callback will tell HubSpot. */
  async function block(ask: Ask, handOver: boolean): Promise<Reply> {
    const kept = await evaluations.defer(ask);
    if (kept.state === 'settled' && kept.outcome) return { kind: 'done', outcome: kept.outcome };
    if (handOver) await evaluations.release(ask.portalId, ask.key, RETRY_MS);
    return { kind: 'blocked' };
  }

  async function start(ask: Ask): Promise<Outcome> {
    const known = await evaluations.find(ask.portalId, ask.key);
    if (known?.state === 'settled' && known.outcome) return known.outcome;
    return behindOthers(ask);
  }

  function join(ask: Ask, id: string): Promise<Outcome> {
    const running = inFlight.get(id);
    if (running) return running;
    const started = start(ask);
    inFlight.set(id, started);
    const done = () => inFlight.delete(id);
    started.then(done, done);
    return started;
  }

  return async function execute(ask: Ask): Promise<Reply> {
    const id = `${ask.portalId}:${ask.key}`;
    if (inFlight.size >= maxInFlight && !inFlight.has(id)) return block(ask, true);
    const deadline = after(replyWithinMs);
    try {
      const work = join(ask, id);
      const first = await Promise.race([work, deadline.passed]);
      if (first !== 'late') return { kind: 'done', outcome: first };
      work.catch(async (error: unknown) => {
        log.warn('execution put off', { portalId: ask.portalId, contactId: ask.contactId, action: ask.action, error });
        await evaluations.release(ask.portalId, ask.key, RETRY_MS).catch(ignore);
      });
      return await block(ask, false);
    } catch (error) {
      if (!isAppError(error) || !LATER.has(error.code)) throw error;
      return block(ask, error.facts['code'] !== 'under-way');
    } finally {
      deadline.cancel();
    }
  };
}

const ignore = (): void => undefined;
