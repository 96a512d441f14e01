import type { Model } from './model.js';

/**
 * What we remember of the time a contact has taken. Two clocks are kept: from capture, and from acceptance. Epoch
 * milliseconds; `undefined`: not (yet). A run is the time a lead is in the hands of sales without a break.
 */
export interface Clock {
  /** Where the contact was last seen, in our words. */
  readonly stage: string;
  /** When it came there, or was first seen there. */
  readonly enteredAt: number;
  /** When HubSpot got to know the person. */
  readonly capturedAt: number | undefined;
  /** Since when it is in the hands of sales: the beginning of the run. */
  readonly handedAt: number | undefined;
  /** When somebody of ours first spoke with the lead, in this run. */
  readonly openedAt: number | undefined;
  readonly acceptedAt: number | undefined;
  /** As `Ask.actor`; empty: HubSpot does not say. */
  readonly acceptedBy: string | undefined;
  /** A rep must accept within so long, or the lead is recycled; a duration as a model writes it. */
  readonly confirmWithin: string | undefined;
  /** Follow-ups are counted from here: the stage was entered, or the contact stalled. */
  readonly followFrom: number;
  /** How many were made since `followFrom`, and when the last one. */
  readonly followUps: number;
  readonly followedAt: number | undefined;
  /** How often the lead did not come, in this run, as far as that was dealt with. */
  readonly noShows: number;
  /** What is over and done with at this stage: kinds of deadlines that were missed, and the like. */
  readonly told: readonly string[];
}

/** How a contact came to be where its clock begins. */
export interface Arrival {
  readonly stage: string;
  readonly at: number;
  readonly capturedAt?: number | undefined;
  /** Who took the lead on by moving it there; empty: a person, HubSpot does not say who. */
  readonly acceptedBy?: string | undefined;
  readonly confirmWithin?: string | undefined;
}

const WITH_SALES: ReadonlySet<string> = new Set(['sal', 'sql', 'opportunity']);

/** Is a contact at this stage in the hands of sales? An MQL is where sales hears of it, or owns it. */
export function isHanded(stage: string, { stages, notify }: Pick<Model, 'stages' | 'notify'>): boolean {
  if (stage !== 'mql') return WITH_SALES.has(stage);
  const owner = stages.mql?.owner;
  return (notify['mql']?.length ?? 0) > 0 || (owner !== undefined && owner === stages.sal?.owner);
}

/** A clock that begins: nobody is late yet. */
export function beginClock(arrival: Arrival, model: Pick<Model, 'stages' | 'notify'>): Clock {
  const { stage, at, capturedAt, confirmWithin } = arrival;
  const acceptedBy = arrival.acceptedBy ?? (stage === 'sal' ? '' : undefined);
  const acceptedAt = acceptedBy === undefined ? undefined : at;
  return {
    ...{ stage, capturedAt, acceptedAt, acceptedBy, confirmWithin },
    enteredAt: at,
    handedAt: isHanded(stage, model) ? at : undefined,
    openedAt: acceptedAt,
    followFrom: at,
    followUps: 0,
    followedAt: undefined,
    noShows: 0,
    told: [],
  };
}

/** The clock of a contact that was somewhere else before: within a run, what was done in it stays done. */
export function moveClock(before: Clock, arrival: Arrival, model: Pick<Model, 'stages' | 'notify'>): Clock {
  const begun = beginClock(arrival, model);
  const clock = { ...begun, capturedAt: before.capturedAt ?? begun.capturedAt };
  if (before.handedAt === undefined || clock.handedAt === undefined) return clock;
  const { handedAt, noShows } = before;
  const accepted = before.acceptedAt === undefined ? clock : before;
  return {
    ...clock,
    ...{ handedAt, noShows, acceptedAt: accepted.acceptedAt, acceptedBy: accepted.acceptedBy },
    openedAt: before.openedAt ?? clock.openedAt,
  };
}
