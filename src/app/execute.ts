import { AppError, isAppError, notYetMs } from './errors.js';
import { withFirstLook } from './await-acceptance.js';
import type { Ask } from './ask.js';
import type { Evaluation, Outcome } from './outcome.js';
import type { EvaluationStore, Log } from './ports.js';
import type { GiveBack } from './give-back.js';
import type { Qualify } from './qualify.js';
import type { Reply } from './reply.js';
import { isUnderWay, outcomeOf } from './under-way.js';

export interface ExecuteDeps {
  readonly evaluations: EvaluationStore;
  readonly qualify: Qualify['qualify'];
  readonly giveBack: GiveBack;
  readonly log: Log;
  /** Resolves after so long; for the reply's deadline. */
  readonly after: (ms: number) => { readonly passed: Promise<'late'>; cancel(): void };
  /** How long a caller waits before it hears BLOCK. HubSpot's own limit is not documented; well under 5 s is safe. */
  readonly replyWithinMs: number;
  /** More asks than this at once are stored and answered with BLOCK at once. */
  readonly maxInFlight: number;
}

/** Codes after which the ask is kept and finished later. */
const LATER = new Set(['HUBSPOT_BUSY', 'HUBSPOT_UNCERTAIN', 'NOT_YET']);
const RETRY_MS = 1000;

/**
 * Answers one execution: at once when it can, with BLOCK when it must wait; the same answer when it was asked before.
 *
 * @returns `execute`, and `idle` for whoever wants to end the process
 * @throws {AppError} STORE_UNAVAILABLE: nothing was kept, HubSpot asks again
 */
export function createExecute(deps: ExecuteDeps) {
  const { evaluations, qualify, log, after, replyWithinMs, maxInFlight } = deps;
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

  /** What failed here is the store's again, so that the loop takes it up; what is under way elsewhere is not ours to give. */
  async function giveBack(ask: Ask, error: unknown): Promise<void> {
    if (!isUnderWay(error)) await deps.giveBack(ask, notYetMs(error) ?? RETRY_MS);
  }

  /** Storing it as accepted made it ours: once nobody here works on it (any more), it goes back. */
  async function giveBackIdle(ask: Ask, kept: Promise<Evaluation>, work: Promise<Outcome>): Promise<void> {
    const failure = work.then(ignore, (error: unknown) => ({ error }));
    const there = await kept.catch(ignore);
    const failed = await failure;
    const takenUp = there ? there.attempts > 0 : false;
    if (failed && !takenUp) await giveBack(ask, failed.error);
  }

  /** Keeps the ask; the completion callback will tell HubSpot. */
  async function block(ask: Ask, work: Promise<Outcome>): Promise<Reply> {
    const kept = evaluations.defer(ask);
    void giveBackIdle(ask, kept, work);
    const { state, outcome } = await kept;
    return state === 'settled' && outcome ? { kind: 'done', outcome } : { kind: 'blocked' };
  }

  async function start(ask: Ask): Promise<Outcome> {
    const known = await evaluations.find(ask.portalId, ask.key);
    if (known) return outcomeOf(known);
    try {
      return await behindOthers(ask);
    } catch (error) {
      const { portalId, contactId, action } = ask;
      if (notYetMs(error) === undefined) log.warn('execution put off', { portalId, contactId, action, error });
      void giveBack(ask, error);
      throw error;
    }
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

  async function execute(ask: Ask): Promise<Reply> {
    const id = `${ask.portalId}:${ask.key}`;
    if (inFlight.size >= maxInFlight && !inFlight.has(id)) return block(ask, notBegun());
    const work = join(ask, id);
    const deadline = after(replyWithinMs);
    try {
      const first = await Promise.race([work, deadline.passed]);
      return first === 'late' ? await block(ask, work) : { kind: 'done', outcome: first };
    } catch (error) {
      if (!isAppError(error) || !LATER.has(error.code)) throw error;
      return await block(withFirstLook(ask, error), work);
    } finally {
      deadline.cancel();
    }
  }

  return {
    execute,
    /** Resolves when nothing that was begun here is under way any more: a move between clear and set, above all. */
    idle: async (): Promise<void> => {
      while (inFlight.size > 0) await Promise.allSettled(inFlight.values());
    },
  };
}

const ignore = (): void => undefined;
const notBegun = (): Promise<never> =>
  Promise.reject(new AppError('HUBSPOT_BUSY', 'Too many executions at once; this one is begun later'));
