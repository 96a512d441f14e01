import type { Announce } from './announcements/announce.js';
import type { Ask } from './ask.js';
import type { AwaitAcceptance } from './await-acceptance.js';
import { createCarryOut, type CarryOutDeps } from './carry-out.js';
import { AppError } from './errors.js';
import { judge } from './judge.js';
import type { Judgement } from './judgement.js';
import type { Evaluation, Outcome } from './outcome.js';
import type { PlanWithOwner } from './plan-with-owner.js';
import type { Crm, Urgency } from './ports.js';
import { createReadContact, type ReadContactDeps } from './read-contact.js';
import { isOverdue, NO_CONTACT, refusalFor, refused, UNREACHED, unusable } from './refusals.js';
import { createSettle, type SettleDeps } from './settle.js';
import type { SignalStore } from './signals/signals.js';
import { sightOf, withRespondBy } from './clock/start-clock.js';
import { outcomeOf } from './under-way.js';

export interface QualifyDeps extends SettleDeps, Omit<ReadContactDeps & CarryOutDeps, 'crm' | 'signals' | 'settle'> {
  readonly crm: Crm;
  readonly signals: Pick<SignalStore, 'of' | 'answered'>;
  readonly planWithOwner: PlanWithOwner;
  readonly awaitAcceptance: AwaitAcceptance;
  readonly announce: Announce;
  /** Waits; a test passes one that does not. */
  readonly pause: (ms: number) => Promise<void>;
}

/** A contact another move of which is open is looked at again after so long, a little longer each time. */
const OPEN_MOVE_PAUSE_MS = 50;
const STALE_TRIES = 40;

/**
 * The one road by which a stage changes, whatever way it was asked for: read, score, decide, assign, plan (one transaction),
 * write, read back, settle (one transaction). Nothing else in the program writes `lifecyclestage`.
 *
 * Every step shares calls and statements with the asks beside it: that is done by the ports. Each ask ends in exactly one
 * outcome, whatever crashes: `qualify` begins it, `takeUp` finishes what another began.
 *
 * @throws {AppError} HUBSPOT_BUSY, HUBSPOT_UNCERTAIN, NOT_YET or STORE_UNAVAILABLE: nothing is lost, ask again or take it
 *   up later
 */
export function createQualify(deps: QualifyDeps) {
  const { now, failpoint, log } = deps;
  const settle = createSettle(deps);
  const readContact = createReadContact(deps);
  const carryOut = createCarryOut({ ...deps, settle });

  /** Read, score, decide, plan the move; again when the contact moved between reading and planning. */
  async function decide(ask: Ask, urgency: Urgency): Promise<Judgement | Outcome> {
    let headSeen: number | undefined;
    for (let tries = 1; tries <= STALE_TRIES; tries += 1) {
      const lookedAt = now();
      const seen = await readContact(ask, urgency);
      if ('decision' in seen) return settle(ask, seen);
      const judged = { ...withRespondBy(ask, judge(ask, seen, now()), seen, now()), sight: sightOf(seen, lookedAt) };
      // Without a move only plain values are written, and those may be written twice: no plan has to survive a crash.
      const { move } = judged;
      if (!move) return judged;
      const head = headSeen === undefined ? {} : { headSeen };
      const planned = await deps.planWithOwner({ ask, read: seen, judged: { ...judged, move }, ...head });
      if (planned.kind === 'planned') return planned.judged;
      if (planned.kind === 'repeat') return outcomeOf(planned.evaluation);
      // What was read while another move was open may be the empty stage between its clear and its set: not a head to build on.
      headSeen = planned.open ? undefined : planned.head;
      if (planned.open) await deps.pause(OPEN_MOVE_PAUSE_MS * Math.min(tries, 10));
    }
    throw new AppError('HUBSPOT_BUSY', 'Another change of this contact is still under way', { retryAfterMs: 1000 });
  }

  /** Errors that no repeat would heal end the ask; all others travel on. */
  async function orRefuse(ask: Ask, work: () => Promise<Outcome>): Promise<Outcome> {
    try {
      return await work();
    } catch (error) {
      const refusal = refusalFor(error);
      if (!refusal) throw error;
      log.warn('ask refused', { portalId: ask.portalId, contactId: ask.contactId, action: ask.action, error });
      return settle(ask, refusal);
    }
  }

  async function begin(ask: Ask, urgency: Urgency): Promise<Outcome> {
    const { want } = ask;
    if (want.kind === 'refuse') return settle(ask, unusable(want.code, want.because));
    if (want.kind === 'await-acceptance')
      return settle(ask, (await deps.awaitAcceptance({ ...ask, want }, urgency)) ?? NO_CONTACT);
    if (want.kind === 'notify') return settle(ask, (await deps.announce({ ...ask, want }, urgency)) ?? NO_CONTACT);
    const decided = await decide(ask, urgency);
    if ('decision' in decided) return decided;
    failpoint('after-insert');
    return carryOut(ask, decided, { takenUp: false, urgency });
  }

  return {
    /** Begins an ask that nobody has begun. */
    qualify: (ask: Ask, urgency: Urgency): Promise<Outcome> => orRefuse(ask, () => begin(ask, urgency)),

    /** Finishes what a crash, or a time when HubSpot was away, left behind. The evaluation must be claimed by us. */
    takeUp: (evaluation: Evaluation): Promise<Outcome> =>
      orRefuse(evaluation.ask, () => {
        const { ask, state, outcome, writes = {}, move } = evaluation;
        if (state !== 'planned' || !outcome)
          return isOverdue(ask, now()) ? settle(ask, refused('hubspot-unavailable', UNREACHED)) : begin(ask, 'later');
        const judged = { outcome, writes, answered: writes, ...(move ? { move } : {}) };
        return carryOut(ask, judged, { takenUp: true, urgency: 'later' });
      }),
  };
}

export type Qualify = ReturnType<typeof createQualify>;
