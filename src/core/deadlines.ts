import { calendarOf, dueAt, type Calendar } from './business-hours.js';
import { isHanded, type Clock } from './clock.js';
import type { Model, Stage } from './model.js';
import { isStage } from './stages.js';
import { teamOf } from './team.js';

/**
 * respond: open the conversation · confirm: accept the lead or lose it · warn: half-way through a stage · close: what the
 * stage is given · stall: no movement
 */
export type DeadlineKind = 'respond' | 'confirm' | 'warn' | 'close' | 'stall';

export interface Deadline {
  readonly kind: DeadlineKind;
  /** The last moment that is in time, epoch milliseconds. */
  readonly dueAt: number;
  /** The stage whose owner answers for it. */
  readonly owner: Stage;
  /** Is anybody told when it is missed? Else it is only counted. */
  readonly tells: boolean;
}

/** What a model leaves out. @source DESIGN section 8 */
const DEFAULT = { mql: '24h', sal: '5m', sql: '7d', warn: '1d', breach: '3d' } as const;

/** When the team that owns a stage is at work; none: always. */
export function calendarAt(model: Model, stage: string): Calendar | undefined {
  return isStage(stage) ? calendarOf(teamOf(model, stage)) : undefined;
}

/**
 * When the conversation with a lead must be open that was handed to sales at `at`: within what the model gives `sal`, while
 * that team is at work. A model without SAL asks for no such thing.
 *
 * @returns epoch milliseconds; `undefined`: this stage begins no conversation
 */
export function respondBy(model: Model, stage: string, at: number): number | undefined {
  const { sal } = model.stages;
  if (!sal || (stage !== 'mql' && stage !== 'sql')) return undefined;
  return dueAt(calendarAt(model, 'sal'), at, sal.within ?? DEFAULT.sal);
}

/** The deadlines of where the contact is, met or not; that nothing moves is none of them. */
export function deadlinesOf(clock: Clock, model: Model): readonly Deadline[] {
  switch (clock.stage) {
    case 'lead':
    case 'mal':
      return ofLead(clock, model);
    case 'mql':
      return ofRespond(clock, model);
    case 'sal':
      return ofSal(clock, model);
    case 'sql':
      return [...ofRespond(clock, model), ofSql(clock, model)];
    default:
      return [];
  }
}

/**
 * Told only to a manager who asked for it by standing in the model: most leads never come to be more, and that is nobody's
 * fault. What was over before we saw the lead is counted and not told.
 */
function ofLead({ capturedAt, enteredAt }: Clock, model: Model): readonly Deadline[] {
  if (!model.stages.mql) return [];
  const by = dueAt(calendarAt(model, 'mql'), capturedAt ?? enteredAt, model.stages.mql.within ?? DEFAULT.mql);
  const tells = teamOf(model, 'mql')?.manager !== undefined && by > enteredAt;
  return [{ kind: 'close', dueAt: by, owner: 'mql', tells }];
}

/** Sales is called late only for what it was told of. */
function ofRespond({ stage, enteredAt }: Clock, model: Model): readonly Deadline[] {
  const by = respondBy(model, stage, enteredAt);
  return by === undefined ? [] : [{ kind: 'respond', dueAt: by, owner: 'sal', tells: isHanded(stage, model) }];
}

function ofSal({ enteredAt }: Clock, model: Model): readonly Deadline[] {
  const within = (written: string) => dueAt(calendarAt(model, 'sal'), enteredAt, written);
  return [
    { kind: 'warn', dueAt: within(DEFAULT.warn), owner: 'sal', tells: true },
    { kind: 'close', dueAt: within(DEFAULT.breach), owner: 'sal', tells: true },
  ];
}

function ofSql({ enteredAt, confirmWithin, acceptedAt }: Clock, model: Model): Deadline {
  const within = confirmWithin ?? model.stages.sql?.within ?? DEFAULT.sql;
  const kind = confirmWithin === undefined || acceptedAt !== undefined ? 'close' : 'confirm';
  return { kind, dueAt: dueAt(calendarAt(model, 'sql'), enteredAt, within), owner: 'sql', tells: true };
}

/** Was it done? What closes a stage is done by leaving it. */
export function isMet({ kind }: Deadline, { openedAt, acceptedAt }: Clock): boolean {
  if (kind === 'respond') return openedAt !== undefined;
  return kind === 'confirm' && acceptedAt !== undefined;
}

/** Stages in which nothing moving is worth a word. Before MQL there is nothing to go back to. */
const STALLING: ReadonlySet<string> = new Set(['mql', 'sal', 'sql', 'opportunity']);

/** When a contact that last moved at `movedAt` stalls; `undefined`: not where it is. */
export function stallsAt({ stage }: Clock, movedAt: number, model: Model): number | undefined {
  return STALLING.has(stage) ? dueAt(calendarAt(model, stage), movedAt, model.stall) : undefined;
}

/**
 * The deadline to show of a contact: what is asked of people next, and where nothing is, when it stalls.
 *
 * @returns `undefined` where no clock runs
 */
export function deadlineToShow(
  clock: Clock,
  model: Model,
  now: number,
): { readonly kind: Exclude<DeadlineKind, 'warn'>; readonly dueAt: number; readonly late: boolean } | undefined {
  const open = deadlinesOf(clock, model).filter((deadline) => !isMet(deadline, clock));
  for (const { kind, dueAt: by } of [...open].sort((a, b) => a.dueAt - b.dueAt))
    if (kind !== 'warn') return { kind, dueAt: by, late: now > by };
  const movedAt = Math.max(clock.enteredAt, clock.acceptedAt ?? 0, clock.openedAt ?? 0);
  const stall = stallsAt(clock, movedAt, model);
  return stall === undefined ? undefined : { kind: 'stall', dueAt: stall, late: now > stall };
}
