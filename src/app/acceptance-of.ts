import type { Ask } from './ask.js';
import { ACCEPTED } from './judge-by-hand.js';
import type { Outcome } from './outcome.js';
import type { Acceptance } from './ports.js';

/** What a rep says, by what he does, to a lead that was handed over; all else says nothing. */
const SAYS: Readonly<Partial<Record<Ask['want']['kind'], Acceptance['outcome']>>> = {
  accept: 'accepted',
  'set-by-hand': 'accepted',
  recycle: 'refused',
  disqualify: 'refused',
};

/**
 * The answer to the hand-over that lies in an ask which came to something. Its key is the ask's: carried out twice, it is
 * one answer.
 */
export function acceptanceOf({ want, ...ask }: Ask, outcome: Outcome, at: number): Acceptance | undefined {
  const says = ask.way === 'manual' ? SAYS[want.kind] : undefined;
  if (says === undefined || !cameToSomething(outcome)) return undefined;
  const { portalId, contactId, key, actor } = ask;
  return { portalId, contactId, key, outcome: says, by: actor, at };
}

function cameToSomething({ decision, move }: Outcome): boolean {
  return move ? move.state === 'applied' : decision.kind === 'hold' && decision.rule === ACCEPTED;
}
