import { stageOf } from '../core/stages.js';
import { AppError, isAppError } from './errors.js';
import type { Ask } from './ask.js';
import type { Move, MoveResult } from './outcome.js';
import type { Crm, Failpoint, Log, Urgency, Written } from './ports.js';

export interface MoveDeps {
  readonly crm: Crm;
  readonly failpoint: Failpoint;
  readonly log: Log;
}

export interface MoveOrder {
  readonly ask: Ask;
  readonly move: Move;
  /** Properties written together with the stage. */
  readonly writes: Readonly<Record<string, string>>;
  /** Somebody may have begun before us: look where the contact is first. */
  readonly takenUp: boolean;
  readonly urgency: Urgency;
}

type Seen = Readonly<Record<string, string | null>>;

/** Writes whose fate is unknown are looked at and repeated this often; after that the store takes the move up later. */
const TRIES = 3;
const GONE = 'contact-not-found';
const STAGE_FIELDS = ['lifecyclestage', 'hs_lead_status'];

const isEmpty = (seen: Seen) => (seen['lifecyclestage'] ?? '') === '';
const holds = (seen: Seen, fields: Readonly<Record<string, string>>) =>
  Object.entries(fields).every(([name, value]) => seen[name] === value);
/** The stage counts, not each field: portals have workflows of their own that set Lead Status the moment a stage changes. */
const arrived = (seen: Seen, { fields, to }: Move) => holds(seen, fields) || (!isEmpty(seen) && stageWord(seen) === to);

/**
 * Carries out one move and looks whether HubSpot did it. A step back is two requests, clear and set; a restart between
 * them finds the contact empty and finishes.
 *
 * @returns what became of it; the contact never ends without a stage. `stage` is empty when the contact is gone
 * @throws {AppError} when HubSpot does not show what came of it, or the contact would stay empty: the move is still open,
 *   to be taken up again later whatever the code
 */
export function createMoveStage({ crm, failpoint, log }: MoveDeps) {
  async function look({ ask, urgency }: MoveOrder): Promise<Seen> {
    const seen = await crm.read(ask.portalId, ask.contactId, STAGE_FIELDS, urgency);
    if (!seen) throw new AppError('HUBSPOT_REJECTED', 'The contact no longer exists', { facts: { code: GONE } });
    return seen;
  }

  const write = ({ ask, urgency }: MoveOrder, properties: Readonly<Record<string, string>>): Promise<Written> =>
    crm.write(ask.portalId, ask.contactId, properties, urgency);

  /** One attempt: clear when the way is back and the stage still stands, then set. */
  async function attempt(order: MoveOrder, before: Seen | undefined): Promise<Written> {
    const { move, writes } = order;
    if (move.clearFirst && !(before && isEmpty(before))) {
      const cleared = await write(order, { lifecyclestage: '' });
      if (!cleared.ok) return cleared;
      failpoint('between-clear-and-set');
    }
    return write(order, { ...writes, ...move.fields });
  }

  /** After a refusal between clear and set: puts the old stage back, so that nobody is left without one. */
  async function restore(order: MoveOrder): Promise<Seen> {
    log.warn('stage put back after a refused move', { portalId: order.ask.portalId, contactId: order.ask.contactId });
    await write(order, { lifecyclestage: order.move.was || 'lead' });
    const seen = await look(order);
    if (isEmpty(seen)) throw new AppError('HUBSPOT_BUSY', 'The contact has no stage yet; it is put back later');
    return seen;
  }

  /** Over without another write: the contact is there, or somebody else moved it, which is not ours to overwrite. */
  function overAt(seen: Seen, { move }: MoveOrder): MoveResult | undefined {
    if (arrived(seen, move)) return applied(seen);
    const moved = !isEmpty(seen) && stageWord(seen) !== move.from;
    return moved ? ignored(seen, 'The contact was moved meanwhile') : undefined;
  }

  async function carryOut(order: MoveOrder): Promise<MoveResult> {
    // A clear takes back whatever the contact has reached since it was read, a protected stage included: look again first.
    let before = order.takenUp || order.move.clearFirst ? await look(order) : undefined;
    const over = before && overAt(before, order);
    if (over) return over;

    for (let tries = 1; ; tries += 1) {
      failpoint('before-hubspot-write');
      const written = await attempt(order, before);
      failpoint('after-hubspot-write');
      const seen = await look(order);
      if (arrived(seen, order.move)) return applied(seen);
      const refused = !written.ok && written.error.code === 'HUBSPOT_REJECTED';
      if (refused) return refusedBy(written.error, isEmpty(seen) ? await restore(order) : seen);
      if (written.ok && !isEmpty(seen)) return ignored(seen, 'HubSpot accepted the write and did not change the stage');
      const meanwhile = overAt(seen, order);
      if (meanwhile) return meanwhile;
      if (tries === TRIES)
        throw written.ok ? new AppError('HUBSPOT_BUSY', 'The stage was not set; tried again later') : written.error;
      before = seen;
    }
  }

  return async function moveStage(order: MoveOrder): Promise<MoveResult> {
    try {
      return await carryOut(order);
    } catch (error) {
      if (isAppError(error) && error.facts['code'] === GONE)
        return { state: 'refused', stage: '', because: error.message };
      throw error;
    }
  };
}

export type MoveStage = ReturnType<typeof createMoveStage>;

const stageWord = (seen: Seen): string => stageOf(seen['lifecyclestage'], seen['hs_lead_status']);
const applied = (seen: Seen): MoveResult => ({ state: 'applied', stage: stageWord(seen), because: '' });
const ignored = (seen: Seen, because: string): MoveResult => ({ state: 'ignored', stage: stageWord(seen), because });
const refusedBy = (error: AppError, seen: Seen): MoveResult => ({
  state: 'refused',
  stage: stageWord(seen),
  because: error.message,
});
