import { deadlineToShow } from '../../core/deadlines.js';
import type { Model } from '../../core/model.js';
import type { CardClock, CardView } from '../../http/card-contract.js';
import type { ClockRow } from '../clock/clock.js';
import type { Held } from '../sync/quarantine.js';

/** What a rep sees of a clock. @returns `undefined`: nothing is asked of anybody here @param now epoch milliseconds */
export function cardClockOf(clock: ClockRow, model: Model, now: number): CardClock | undefined {
  const deadline = deadlineToShow(clock, model, now);
  if (!deadline) return undefined;
  const { capturedAt, enteredAt, acceptedAt, acceptedBy, followUps } = clock;
  return {
    kind: deadline.kind,
    dueAt: isoTime(deadline.dueAt),
    late: deadline.late,
    ...(capturedAt === undefined ? {} : { capturedAt: isoTime(capturedAt) }),
    enteredAt: isoTime(enteredAt),
    ...(acceptedAt === undefined ? {} : { acceptedAt: isoTime(acceptedAt) }),
    ...(acceptedBy ? { acceptedBy } : {}),
    followUps: { made: followUps, of: model.followUps.length },
  };
}

/** What a rep sees of a claim that is held back. */
export function cardHoldOf({ stage, because, at }: Held): NonNullable<CardView['quarantine']> {
  return { stage, because, since: isoTime(at) };
}

const isoTime = (at: number): string => new Date(at).toISOString();
