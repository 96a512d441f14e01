import { dueAt } from './business-hours.js';
import type { Clock } from './clock.js';
import { calendarAt, deadlinesOf, isMet, stallsAt, type Deadline } from './deadlines.js';
import type { Model } from './model.js';
import { answeredAt, movedAt, noShowsOf, type Shown } from './shown.js';

/** What comes next for a contact, and from which moment on. */
export interface Item {
  /** Epoch milliseconds; the first moment it is due. */
  readonly at: number;
  readonly step: Step;
}

export type Step =
  /** A deadline was missed. */
  | { readonly kind: 'late'; readonly deadline: Deadline }
  /** The next of the follow-ups the model asks for. */
  | { readonly kind: 'follow-up' }
  /** No follow-up was made since the lead last moved: one, before it is given up. */
  | { readonly kind: 'last-follow-up'; readonly why: Giving }
  | { readonly kind: 'give-up'; readonly why: Giving }
  /** Nothing moves where we may not move it. */
  | { readonly kind: 'stalled'; readonly mark: string }
  | { readonly kind: 'ghosted' }
  | { readonly kind: 'no-show'; readonly count: number };

/** Why a lead is given up. */
export type Giving = 'unconfirmed' | 'stalled';

/** After the last follow-up a lead has this long to answer. */
const GRACE = '1d';
/** Two follow-ups are never closer, not even when we were away for a week. */
const APART = '1h';
/** So many unanswered follow-ups make a ghost. @source C5, three follow-ups; G21 */
const GHOST = 3;
/** Where we may take a lead from; a model protects more. */
const OURS: ReadonlySet<string> = new Set(['mql', 'sal', 'sql']);
/** Recycling was tried, and the portal would not. */
export const STAYS = 'stays';

/** A moment that is in time is not late: what is due at it is missed one millisecond after. */
const after = (inTime: number): number => inTime + 1;

export function mayLeave({ stage, told }: Clock, { protect }: Model): boolean {
  return OURS.has(stage) && !protect.some((one) => one === stage) && !told.includes(STAYS);
}

/** Everything that is to come for a contact while nothing changes, in no order. Steps that were made are not in it. */
export function agendaOf(clock: Clock, shown: Shown, model: Model, now: number): readonly Item[] {
  return [
    ...noShows(clock, shown, now),
    ...lateItems(clock, model),
    ...followUps(clock, shown, model, now),
    ...ghosts(clock, shown, model, now),
    ...ends(clock, shown, model, now),
  ];
}

function noShows(clock: Clock, shown: Shown, now: number): Item[] {
  const count = noShowsOf(clock, shown, now);
  return count > clock.noShows ? [{ at: now, step: { kind: 'no-show', count } }] : [];
}

function lateItems(clock: Clock, model: Model): Item[] {
  const { told } = clock;
  // A lead that was accepted late was told of at the same moment already.
  const over = (kind: Deadline['kind']) => told.includes(kind) || (kind === 'close' && told.includes('confirm'));
  return deadlinesOf(clock, model)
    .filter((deadline) => !isMet(deadline, clock) && !over(deadline.kind))
    .map((deadline) => ({ at: after(deadline.dueAt), step: { kind: 'late', deadline } }));
}

const isUnanswered = ({ followFrom }: Clock, shown: Shown, now: number): boolean =>
  (answeredAt(shown, now) ?? -Infinity) < followFrom;

/** In the order they are due: with working hours, four hours may end after a day. */
function followUps(clock: Clock, shown: Shown, model: Model, now: number): Item[] {
  const { stage, handedAt, followFrom, followUps: made, followedAt } = clock;
  if (handedAt === undefined || !isUnanswered(clock, shown, now)) return [];
  const calendar = calendarAt(model, stage);
  const times = model.followUps.map((written) => dueAt(calendar, followFrom, written)).sort((a, b) => a - b);
  const next = times[made];
  if (next === undefined) return [];
  const apart = followedAt === undefined ? next : dueAt(undefined, followedAt, APART);
  return [{ at: Math.max(next, apart), step: { kind: 'follow-up' } }];
}

/** At opportunity, three unanswered follow-ups and a day: told, and left to people (G21). */
function ghosts(clock: Clock, shown: Shown, model: Model, now: number): Item[] {
  const { stage, followUps: made, followedAt, told } = clock;
  const ghosted = stage === 'opportunity' && made >= GHOST && isUnanswered(clock, shown, now);
  if (!ghosted || followedAt === undefined || told.includes('ghosted')) return [];
  return [{ at: dueAt(calendarAt(model, stage), followedAt, GRACE), step: { kind: 'ghosted' } }];
}

function ends(clock: Clock, shown: Shown, model: Model, now: number): Item[] {
  const moved = movedAt(clock, shown, now);
  const stallAt = stallsAt(clock, moved, model);
  if (!mayLeave(clock, model)) return stallAt === undefined ? [] : stalls(clock, moved, stallAt);
  const confirm = deadlinesOf(clock, model).find(({ kind }) => kind === 'confirm');
  return [
    ...(confirm ? [givingUp(clock, model, { why: 'unconfirmed', inTime: confirm.dueAt, since: clock.enteredAt })] : []),
    ...(stallAt === undefined ? [] : [givingUp(clock, model, { why: 'stalled', inTime: stallAt, since: moved })]),
  ];
}

function stalls({ told }: Clock, moved: number, stallAt: number): Item[] {
  const mark = `stall:${moved}`;
  return told.includes(mark) ? [] : [{ at: after(stallAt), step: { kind: 'stalled', mark } }];
}

/** Nobody is given up without a follow-up since they last moved (G18); one made for that has its time to be answered. */
function givingUp(
  { stage, followedAt }: Clock,
  model: Model,
  { why, inTime, since }: { readonly why: Giving; readonly inTime: number; readonly since: number },
): Item {
  if (followedAt === undefined || followedAt < since)
    return { at: after(inTime), step: { kind: 'last-follow-up', why } };
  const answerable = followedAt > inTime ? dueAt(calendarAt(model, stage), followedAt, GRACE) : inTime;
  return { at: after(Math.max(inTime, answerable)), step: { kind: 'give-up', why } };
}
