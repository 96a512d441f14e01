import { MINUTE_MS } from './duration.js';

/** One lead handed to sales: it came to a stage that somebody has to answer. Times are epoch milliseconds. */
export interface HandOver {
  readonly stage: string;
  /** When the stage was set. */
  readonly at: number;
  /** When the lead came in; absent: nobody knows. */
  readonly capturedAt?: number;
  /** When the first message about it had arrived. */
  readonly toldAt?: number;
  readonly acceptedAt?: number;
  /** When it left the stage; absent: it is still there. */
  readonly leftAt?: number;
  /** The last moment in time; absent: the model asks for none. */
  readonly dueAt?: number;
}

/** Minutes, whole; `of`: how many leads they are of. `null` where there is none. */
export interface Spread {
  readonly median: number | null;
  readonly p90: number | null;
  readonly of: number;
}

export interface SlaRow {
  readonly stage: string;
  readonly handOvers: number;
  readonly accepted: number;
  /** Accepted by the deadline · later, or not yet and it is over · not yet, and there is time · left without an answer. */
  readonly inTime: number;
  readonly late: number;
  readonly open: number;
  readonly unanswered: number;
  /** Ours and HubSpot's: from coming in until sales had heard. */
  readonly system: Spread;
  /** People's: from having heard until a rep accepted. */
  readonly human: Spread;
  /** Both clocks (T07): from coming in until accepted, and from accepted until the next stage. */
  readonly fromCapture: Spread;
  readonly fromAcceptance: Spread;
  /** How long first answers took from coming in; the last bucket has no upper end. */
  readonly firstAnswers: readonly {
    readonly upToMinutes: number | null;
    readonly count: number;
    readonly of: number;
  }[];
}

/** What others measured, to read one's own beside. */
export const SLA_REFERENCES = [
  {
    says: 'An answer within 5 minutes instead of 30 qualifies 21 times as many leads',
    minutes: 5,
    source: 'Harvard Business Review, 2011',
  },
  { says: 'The average first answer takes 42 hours', minutes: 42 * 60, source: 'Harvard Business Review, 2011' },
] as const;

const BUCKETS = [5, 30, 60, 24 * 60, 42 * 60] as const;

/**
 * How fast leads are answered, stage by stage, in the order the stages first come.
 *
 * @param now epoch milliseconds: what is due by then and not answered is late
 */
export function slaReport(handOvers: readonly HandOver[], now: number): readonly SlaRow[] {
  const byStage = new Map<string, HandOver[]>();
  for (const one of handOvers) byStage.set(one.stage, [...(byStage.get(one.stage) ?? []), one]);
  return [...byStage].map(([stage, all]) => rowOf(stage, all, now));
}

function rowOf(stage: string, all: readonly HandOver[], now: number): SlaRow {
  const states = all.map((one) => stateOf(one, now));
  const count = (state: State): number => states.filter((one) => one === state).length;
  const answers = all.flatMap(({ capturedAt, acceptedAt }) => between(capturedAt, acceptedAt));
  return {
    stage,
    handOvers: all.length,
    accepted: all.filter(({ acceptedAt }) => acceptedAt !== undefined).length,
    inTime: count('inTime'),
    late: count('late'),
    open: count('open'),
    unanswered: count('unanswered'),
    system: spreadOf(all.flatMap(({ capturedAt, toldAt }) => between(capturedAt, toldAt))),
    human: spreadOf(all.flatMap(({ toldAt, at, acceptedAt }) => between(toldAt ?? at, acceptedAt))),
    fromCapture: spreadOf(answers),
    fromAcceptance: spreadOf(all.flatMap(({ acceptedAt, leftAt }) => between(acceptedAt, leftAt))),
    firstAnswers: bucketsOf(answers),
  };
}

type State = 'inTime' | 'late' | 'open' | 'unanswered';

/** A lead that left its stage before it was due needed no answer any more. */
function stateOf({ acceptedAt, leftAt, dueAt = Infinity }: HandOver, now: number): State {
  if (acceptedAt !== undefined) return acceptedAt <= dueAt ? 'inTime' : 'late';
  if (leftAt !== undefined) return leftAt > dueAt ? 'late' : 'unanswered';
  return now > dueAt ? 'late' : 'open';
}

/** In minutes; what began later than it ended took none. */
function between(from: number | undefined, to: number | undefined): readonly number[] {
  return from === undefined || to === undefined ? [] : [Math.max(0, to - from) / MINUTE_MS];
}

/** Nearest rank. */
function spreadOf(minutes: readonly number[]): Spread {
  const sorted = [...minutes].sort((a, b) => a - b);
  const rank = (share: number): number | null => {
    const value = sorted[Math.ceil(share * sorted.length) - 1];
    return value === undefined ? null : Math.round(value);
  };
  return { median: rank(0.5), p90: rank(0.9), of: sorted.length };
}

function bucketsOf(minutes: readonly number[]): SlaRow['firstAnswers'] {
  const upTo = (end: number): number => minutes.filter((one) => one <= end).length;
  return [...BUCKETS, null].map((end, index) => {
    const before = index === 0 ? 0 : upTo(BUCKETS[index - 1] ?? 0);
    return { upToMinutes: end, count: (end === null ? minutes.length : upTo(end)) - before, of: minutes.length };
  });
}
