import { acceptanceOf } from './acceptance-of.js';
import type { Ask } from './ask.js';
import { AppError, isAppError } from './errors.js';
import type { Judgement, Sight } from './judgement.js';
import type { MoveOrder, MoveStage } from './move-stage.js';
import type { Move, MoveResult, Outcome } from './outcome.js';
import type { AcceptanceStore, Crm, Log, Urgency } from './ports.js';
import { isOverdue, refusalFor, refused, UNREACHED } from './refusals.js';
import type { Settle } from './settle.js';
import type { SignalStore } from './signals/signals.js';

export interface CarryOutDeps {
  readonly crm: Pick<Crm, 'write'>;
  readonly signals: Pick<SignalStore, 'answered'>;
  readonly acceptances: Pick<AcceptanceStore, 'record'>;
  readonly moveStage: MoveStage;
  readonly settle: Settle;
  readonly now: () => number;
  readonly log: Log;
}

interface How {
  /** Somebody may have begun before us. */
  readonly takenUp: boolean;
  readonly urgency: Urgency;
}

/** Score properties are plain values: a write whose fate is unknown is repeated this often. */
const WRITE_TRIES = 3;

/**
 * Carries out what was decided, to its end: the planned move or, without one, the plain values; then what a rep has said by
 * it, and the settlement.
 *
 * @throws {AppError} as `createQualify`: the ask is taken up again later
 */
export function createCarryOut(deps: CarryOutDeps) {
  const { crm, settle, now, log } = deps;

  /** @returns why HubSpot refused them, if it did */
  async function writePlain(ask: Ask, writes: Judgement['writes'], urgency: Urgency): Promise<AppError | undefined> {
    for (let tries = 1; ; tries += 1) {
      const written = await crm.write(ask.portalId, ask.contactId, writes, urgency);
      if (written.ok) return undefined;
      if (written.error.code === 'HUBSPOT_REJECTED') {
        // The decision stands without its properties: the reply and the log still carry it.
        log.warn('score properties refused by HubSpot', {
          portalId: ask.portalId,
          contactId: ask.contactId,
          error: written.error,
        });
        return written.error;
      }
      if (tries === WRITE_TRIES || written.error.code !== 'HUBSPOT_UNCERTAIN') throw written.error;
    }
  }

  /**
   * Carries out a planned move. Only what HubSpot shows ends it: an error that would refuse an ask nobody began leaves this
   * one open, because the stage may have moved, or be empty.
   */
  async function carryOutMove(order: MoveOrder): Promise<MoveResult> {
    const { ask, move } = order;
    try {
      return await deps.moveStage(order);
    } catch (error) {
      if (!isAppError(error)) throw error;
      if (isOverdue(ask, now()) && !move.clearFirst) return { state: 'refused', stage: move.from, because: UNREACHED };
      if (!refusalFor(error)) throw error;
      throw new AppError('HUBSPOT_BUSY', 'The move is finished later', {
        cause: error,
        facts: { because: error.code },
      });
    }
  }

  /** Before the ask is over: what comes after a crash may close them again, but must not find them open for ever. */
  async function closeAnswers({ portalId, contactId }: Ask, answered: Judgement['writes']): Promise<void> {
    if (Object.keys(answered).length > 0) await deps.signals.answered(portalId, contactId, answered);
  }

  /** What a rep says to the lead by what he did is kept before the ask is over: a crash in between repeats it. */
  async function finish(ask: Ask, outcome: Outcome, move?: Move, sight?: Sight): Promise<Outcome> {
    const answer = acceptanceOf(ask, outcome, now());
    if (answer) await deps.acceptances.record(answer);
    return settle(ask, outcome, move, sight);
  }

  return async function carryOut(ask: Ask, judged: Judgement, how: How): Promise<Outcome> {
    const { outcome, writes, move, answered = {}, sight } = judged;
    if (move) {
      const result = await carryOutMove({ ask, move, writes, ...how });
      await closeAnswers(ask, answered);
      return finish(ask, { ...outcome, move: result }, move, sight);
    }
    const refusal = Object.keys(writes).length > 0 ? await writePlain(ask, writes, how.urgency) : undefined;
    await closeAnswers(ask, answered);
    // Whoever pressed a button is looking at what was to be written.
    if (refusal && ask.way === 'manual') return settle(ask, refused('hubspot-rejected', refusal.message));
    return finish(ask, outcome, undefined, sight);
  };
}
