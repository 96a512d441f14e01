import { beginClock, isHanded } from '../../core/clock.js';
import { dateOf } from '../../core/date.js';
import { respondBy } from '../../core/deadlines.js';
import { isStage } from '../../core/stages.js';
import { watchClock } from '../../core/watch-clock.js';
import type { Ask } from '../ask.js';
import type { ClockStart } from './clock.js';
import type { Judgement, Read, Sight } from '../judgement.js';
import { changedProperties } from '../score-properties.js';
import type { Move, Outcome } from '../outcome.js';
import type { CompiledModel } from '../ports.js';

/** When HubSpot got to know a contact. */
export const CAPTURED = 'createdate';

export function sightOf({ properties }: Pick<Read, 'properties'>, at: number): Sight {
  const captured = dateOf(properties[CAPTURED] ?? '');
  return { at, capturedAt: Number.isFinite(captured) ? captured : undefined };
}

/** Who moves a lead there by hand has taken it on. */
const takesOn = ({ way }: Ask, { to }: Move): boolean => way === 'manual' && (to === 'sal' || to === 'sql');

const RESPOND_BY = 'handoff_respond_by';

/** Until when somebody has to respond is written with the move that begins it, and taken away with the one that ends it. */
export function withRespondBy(ask: Ask, judged: Judgement, { compiled, properties, profile }: Read, now: number) {
  const { move } = judged;
  if (!move) return judged;
  const waits = isHanded(move.to, compiled.model) && !takesOn(ask, move);
  const by = waits ? respondBy(compiled.model, move.to, now) : undefined;
  const wanted = { [RESPOND_BY]: by === undefined ? '' : new Date(by).toISOString() };
  return { ...judged, writes: { ...judged.writes, ...changedProperties(wanted, properties, profile.properties) } };
}

interface Ended {
  readonly ask: Ask;
  readonly outcome: Outcome;
  readonly move: Move | undefined;
  readonly sight: Sight | undefined;
}

/**
 * The clock of a contact that was just moved, or that was qualified and stays where it is. Only what acts begins a clock: a
 * model that is tried out (`suggest`, `observe`), or that only scores, recycles nobody.
 *
 * @param now epoch milliseconds
 */
export function clockStart({ ask, outcome, move, sight }: Ended, { model }: CompiledModel, now: number) {
  const { decision } = outcome;
  const { capturedAt } = sight ?? {};
  if (move) {
    const confirmWithin = decision.kind === 'advance' ? decision.confirmWithin : undefined;
    const acceptedBy = takesOn(ask, move) ? ask.actor : undefined;
    return startOf('move', { stage: move.to, at: now, capturedAt, confirmWithin, acceptedBy });
  }
  const acts = ask.want.kind === 'qualify' && ask.want.mode === 'act';
  if (!acts || !sight || decision.kind === 'refused' || !isStage(decision.from)) return undefined;
  const seen = startOf('seen', { stage: decision.from, at: sight.at, capturedAt });
  return seen.row.dueAt === undefined ? undefined : seen;

  function startOf(because: ClockStart['because'], arrival: Parameters<typeof beginClock>[0]): ClockStart {
    const begun = beginClock(arrival, model);
    const nothing = { stage: arrival.stage, leadStatus: '', acts: {}, contactedAt: undefined };
    const { clock, nextAt, tells } = watchClock(begun, nothing, model, arrival.at);
    const { portalId, contactId } = ask;
    const due = tells.length > 0 ? { ...begun, dueAt: arrival.at } : { ...clock, dueAt: nextAt };
    return { because, row: { portalId, contactId, model: model.name, ...due } };
  }
}
