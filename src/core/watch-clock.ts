import { agendaOf, STAYS, mayLeave, type Giving, type Item, type Step } from './agenda.js';
import type { Clock } from './clock.js';
import type { DeadlineKind } from './deadlines.js';
import { durationWords } from './duration.js';
import type { Model } from './model.js';
import { seenClock, type Shown } from './shown.js';

/** Something people are to hear of. */
export interface Tell {
  readonly kind: 'overdue' | 'follow-up' | 'ghosted' | 'no-show';
  /** What makes it itself, for this contact for ever. */
  readonly about: string;
  /** owner: whoever has the contact · overdue: who the model says hears of what is overdue. */
  readonly to: 'owner' | 'overdue';
  /** Where the contact is. */
  readonly stage: string;
  /** Epoch milliseconds: when it was due, or is. */
  readonly dueAt: number;
  /** Which deadline was missed. */
  readonly deadline?: DeadlineKind;
  /** The stage whose owner answers for it. */
  readonly owner?: string;
  /** The how manieth it is; `of`: of how many. */
  readonly count?: number;
  readonly of?: number;
}

/** Where a lead is to go, and why. It goes by the road every change of stage goes by. */
export interface Leaving {
  readonly to: 'recycled' | 'disqualified';
  readonly reason: string;
}

export interface Watched {
  readonly clock: Clock;
  /** When to look again, if nothing happens before: epoch milliseconds; `undefined`: nothing is to come. */
  readonly nextAt: number | undefined;
  readonly tells: readonly Tell[];
  readonly leaving?: Leaving;
}

interface Made {
  readonly clock: Clock;
  readonly tells?: readonly Tell[];
  readonly leaving?: Leaving;
}

/**
 * Looks at one contact: what is due is made, in the order it came to be due, until nothing is or the lead is to leave its
 * stage. Looking too early, or twice, changes nothing.
 *
 * @param before the clock as it is kept
 * @param shown  what the portal shows now
 * @param now    epoch milliseconds
 */
export function watchClock(before: Clock, shown: Shown, model: Model, now: number): Watched {
  let clock = seenClock(before, shown, model, now);
  const tells: Tell[] = [];
  for (;;) {
    const next = firstOf(agendaOf(clock, shown, model, now));
    if (!next || next.at > now) return { clock, nextAt: next?.at, tells };
    const made = make(next.step, { clock, model, now });
    clock = made.clock;
    tells.push(...(made.tells ?? []));
    if (made.leaving) return { clock, nextAt: now, tells, leaving: made.leaving };
  }
}

/** The clock of a lead that was to leave its stage, and that the portal kept there: nobody tries again. */
export function stayed(clock: Clock): Clock {
  return { ...clock, told: [...clock.told, STAYS] };
}

function firstOf(items: readonly Item[]): Item | undefined {
  return items.reduce<Item | undefined>((first, item) => (first && first.at <= item.at ? first : item), undefined);
}

interface Scene {
  readonly clock: Clock;
  readonly model: Model;
  readonly now: number;
}

function make(step: Step, scene: Scene): Made {
  const { clock, model, now } = scene;
  switch (step.kind) {
    case 'late':
      return missed(step, clock);
    case 'follow-up':
      return followUp(clock, now, model.followUps.length);
    case 'last-follow-up':
      return followUp(clock, now, clock.followUps + 1);
    case 'give-up':
      return { clock, leaving: { to: 'recycled', reason: reasonOf(step.why, scene) } };
    case 'stalled':
      return stalled(step.mark, scene);
    case 'ghosted':
      return { clock: marked(clock, 'ghosted'), tells: [tellOf(clock, { kind: 'ghosted', to: 'owner', dueAt: now })] };
    case 'no-show':
      return noShow(step.count, scene);
  }
}

const marked = (clock: Clock, mark: string): Clock => ({ ...clock, told: [...clock.told, mark] });

/** Once for each stage that was entered, so that a crash, or another worker, does not say it twice. */
function tellOf(clock: Clock, tell: Omit<Tell, 'about' | 'stage'>, more = ''): Tell {
  return { ...tell, stage: clock.stage, about: `${tell.kind}:${more}${more === '' ? '' : ':'}${clock.enteredAt}` };
}

function missed({ deadline }: Extract<Step, { kind: 'late' }>, clock: Clock): Made {
  const { kind, dueAt, owner, tells } = deadline;
  const to = kind === 'warn' ? 'owner' : 'overdue';
  const tell = tellOf(clock, { kind: 'overdue', to, dueAt, deadline: kind, owner }, kind);
  return { clock: marked(clock, kind), tells: tells ? [tell] : [] };
}

function followUp(clock: Clock, now: number, of: number): Made {
  const count = clock.followUps + 1;
  const tell = tellOf(clock, { kind: 'follow-up', to: 'owner', dueAt: now, count, of }, `${clock.followFrom}:${count}`);
  return { clock: { ...clock, followUps: count, followedAt: now }, tells: [tell] };
}

/** Where we may not move a contact, its owner hears of it, and is asked to follow up anew. */
function stalled(mark: string, { clock, now }: Scene): Made {
  const tell = tellOf(
    clock,
    { kind: 'overdue', to: 'overdue', dueAt: now, deadline: 'stall', owner: clock.stage },
    mark,
  );
  const anew = { ...clock, followFrom: now, followUps: 0, followedAt: undefined };
  return { clock: marked(anew, mark), tells: [tell] };
}

/** The first time there is another date; the second time it is over, but for a deal: that is for people to close (G22). */
function noShow(count: number, { clock, model, now }: Scene): Made {
  const seen = { ...clock, noShows: count };
  if (count > 1 && mayLeave(clock, model))
    return { clock: seen, leaving: { to: 'disqualified', reason: 'Did not come to the call, twice' } };
  return { clock: seen, tells: [tellOf(clock, { kind: 'no-show', to: 'owner', dueAt: now, count }, String(count))] };
}

function reasonOf(why: Giving, { clock, model }: Scene): string {
  if (why === 'stalled') return `No movement for ${durationWords(model.stall)}`;
  return `Not accepted within ${durationWords(clock.confirmWithin ?? '')}`;
}
