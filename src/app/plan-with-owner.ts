import type { Ask } from './ask.js';
import { createAssign, type AssignDeps } from './assign.js';
import type { Judgement, Read } from './judgement.js';
import type { Move } from './outcome.js';
import type { EvaluationStore, Planned } from './ports.js';

export interface PlanWithOwnerDeps extends AssignDeps {
  readonly evaluations: Pick<EvaluationStore, 'plan' | 'find'>;
}

/** A move that was judged. */
export interface MoveToPlan {
  readonly ask: Ask;
  readonly read: Read;
  readonly judged: Judgement & { readonly move: Move };
  /** As `Plan.headSeen`. */
  readonly headSeen?: number;
}

/** As `Planned`; `judged`: what was planned, with the owner among what is written. */
export type PlannedWithOwner =
  { readonly kind: 'planned'; readonly judged: Judgement } | Exclude<Planned, { readonly kind: 'planned' }>;

/**
 * Plans a move; the owner it asks for is in the plan, so that one request writes both, whatever crashes after.
 *
 * @throws {AppError} as every call of the CRM and the store
 */
export function createPlanWithOwner({ evaluations, ...deps }: PlanWithOwnerDeps) {
  const assign = createAssign(deps);

  return async function planWithOwner({ judged, ...order }: MoveToPlan): Promise<PlannedWithOwner> {
    const { ask, headSeen } = order;
    const assigned = await assign({ ...order, move: judged.move });
    if (assigned.kind === 'stale') {
      // The open move may be this ask's own, in another process.
      const evaluation = assigned.open ? await evaluations.find(ask.portalId, ask.key) : undefined;
      return evaluation && evaluation.state !== 'accepted' ? { kind: 'repeat', evaluation } : assigned;
    }
    const owned = { ...judged, writes: { ...judged.writes, ...assigned.writes } };
    const planned = await evaluations.plan({ ask, ...owned, ...(headSeen === undefined ? {} : { headSeen }) });
    return planned.kind === 'planned' ? { kind: 'planned', judged: owned } : planned;
  };
}

export type PlanWithOwner = ReturnType<typeof createPlanWithOwner>;
