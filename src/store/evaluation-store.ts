import type { Kysely } from 'kysely';
import type { Ask } from '../app/ask.js';
import type { Evaluation } from '../app/outcome.js';
import type { EvaluationStore, Plan, Planned, Settlement } from '../app/ports.js';
import { ANNOUNCE_AFTER_MS } from './announcement-store.js';
import { createCoalescer, type Gate } from './coalesce.js';
import { claimCompletions, endCompletions, releaseCompletions } from './completions.js';
import { deferEvaluations } from './defer-evaluations.js';
import { nameOf, type EvaluationKey } from './evaluation-row.js';
import { findEvaluations } from './find-evaluations.js';
import { createHeldLeases } from './held-leases.js';
import { breakLeases, claimEvaluations, releaseAllBut, releaseEvaluation, renewLeases } from './leases.js';
import { planEvaluations } from './plan-evaluations.js';
import type { Database } from './schema.js';
import { settleEvaluations } from './settle-evaluations.js';
import { inStore, toStoreError } from './store-errors.js';

export interface EvaluationStoreDeps {
  readonly db: Kysely<Database>;
  /** This process's lease token: a UUID. */
  readonly worker: string;
  /** The time of transitions; absent: the store's own clock. */
  readonly now: (() => number) | undefined;
  readonly gate: Gate;
  /** How long sales is not told of a move yet, in milliseconds. */
  readonly announceAfterMs?: number | undefined;
}

/** `EvaluationStore` on PostgreSQL. All throw AppError `STORE_UNAVAILABLE` when it cannot be reached. */
export function createEvaluationStore(deps: EvaluationStoreDeps): EvaluationStore {
  const { db, worker, now, gate, announceAfterMs = ANNOUNCE_AFTER_MS } = deps;
  const held = createHeldLeases();
  const findOne = createCoalescer(async (keys: readonly EvaluationKey[]) => {
    const there = await findEvaluations(db, keys);
    return keys.map((key) => there.get(nameOf(key)));
  }, gate);
  const planOne = createCoalescer((plans: readonly Plan[]) => planEvaluations(db, plans, worker), gate);
  const settleOne = createCoalescer(
    (settlements: readonly Settlement[]) =>
      settleEvaluations(db, settlements, { worker, at: now?.(), announceAfterMs }),
    gate,
  );
  const deferOne = createCoalescer((asks: readonly Ask[]) => deferEvaluations(db, asks, worker), gate);

  /** Runs what may lease `ask` to us; it counts as held while nobody knows. */
  async function leasing<T>(ask: Ask, work: () => Promise<T>, isOurs: (answer: T) => boolean): Promise<T> {
    const before = held.isHeld(ask);
    held.add(ask);
    try {
      const answer = await work();
      if (!before && !isOurs(answer)) held.drop(ask);
      return answer;
    } catch (error) {
      if (!before) held.drop(ask);
      held.doubt(toStoreError(error));
      throw error;
    }
  }

  async function settle(settlement: Settlement): Promise<boolean> {
    const settled = await settleOne(settlement);
    held.drop(settlement.ask);
    return settled;
  }

  async function claim(limit: number): Promise<Evaluation[]> {
    if (held.isUnsure()) {
      held.trust();
      await releaseAllBut(db, worker, (which) => held.isHeld(which));
    }
    const claimed = await claimEvaluations(db, worker, limit);
    claimed.forEach(({ ask }) => held.add(ask));
    return claimed;
  }

  async function claimSafely(limit: number): Promise<Evaluation[]> {
    try {
      return await inStore(() => claim(limit));
    } catch (error) {
      held.doubt(toStoreError(error));
      throw error;
    }
  }

  return {
    find: (portalId, key) => findOne({ portalId, key }),
    plan: (plan) =>
      leasing<Planned>(
        plan.ask,
        () => planOne(plan),
        ({ kind }) => kind === 'planned',
      ),
    settle,
    async defer(ask) {
      const { evaluation } = await leasing(
        ask,
        () => deferOne(ask),
        ({ ours }) => ours,
      );
      return evaluation;
    },
    claim: claimSafely,
    async release(portalId, key, delayMs) {
      await inStore(() => releaseEvaluation(db, worker, { portalId, key, delayMs }));
      held.drop({ portalId, key });
    },
    renew: () => inStore(() => renewLeases(db, worker)),
    breakLeases: () => inStore(() => breakLeases(db, worker)),
    claimCompletions: (limit) => inStore(() => claimCompletions(db, worker, limit)),
    completed: (portalId, keys) => inStore(() => endCompletions(db, { portalId, keys })),
    releaseCompletions: (portalId, keys, delayMs) =>
      inStore(() => releaseCompletions(db, worker, { portalId, keys, delayMs })),
  };
}
