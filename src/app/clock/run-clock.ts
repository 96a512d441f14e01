import { dateOf } from '../../core/date.js';
import type { Shown } from '../../core/shown.js';
import { stageOf } from '../../core/stages.js';
import { stayed, watchClock, type Leaving, type Tell } from '../../core/watch-clock.js';
import { ACT_PROPERTIES } from '../../core/acts.js';
import { channelsNamed } from '../announcements/announce.js';
import type { AnnouncedChannel, Ask } from '../ask.js';
import type { ClockRow, ClockStore, ClockTell } from './clock.js';
import { isAppError } from '../errors.js';
import type { Outcome } from '../outcome.js';
import type { CompiledModel, Crm, Failpoint, Log, Models } from '../ports.js';
import type { Reply } from '../reply.js';
import type { SignalStore } from '../signals/signals.js';
import { withTold } from '../with-told.js';

export interface RunClockDeps {
  readonly clocks: ClockStore;
  readonly crm: Pick<Crm, 'read' | 'write'>;
  readonly signals: Pick<SignalStore, 'of'>;
  readonly models: Models;
  /** Puts an ask on the road; a repeat is answered as the first time. */
  readonly execute: (ask: Ask) => Promise<Reply>;
  /** SHA-256, 64 hex. */
  readonly hash: (text: string) => string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly failpoint: Failpoint;
  readonly log: Log;
}

/** Contacts of one round: five calls' worth. */
const CLAIM = 500;
/** What could not be looked at, or not be finished, is looked at again after so long. */
const AGAIN_MS = 60_000;
const RESPOND_BY = 'handoff_respond_by';
const READ = ['lifecyclestage', 'hs_lead_status', 'notes_last_contacted', RESPOND_BY, ...ACT_PROPERTIES];
/** Who hears of what nobody in the model is named for, where somebody must. */
const TO_OWNER: readonly AnnouncedChannel[] = ['owner-task'];
const UID = { recycled: 'recycle-lead', disqualified: 'disqualify-lead' } as const;

/**
 * Looks at the clocks that are due: what people are to hear is kept together with the clock, in one transaction, before
 * anything else happens; who is to leave a stage goes by the one road, under a key that a repeat has too.
 *
 * @returns a function that does one round and tells how many contacts it took
 */
export function createRunClock(deps: RunClockDeps) {
  const { clocks, crm, signals, models, execute, hash, now, failpoint, log } = deps;

  async function shownOf({ portalId, contactId }: ClockRow) {
    const properties = await crm.read(portalId, contactId, READ, 'later');
    if (!properties) return undefined;
    const { signals: acts } = withTold(properties, await signals.of(portalId, contactId, 'later'));
    const leadStatus = properties['hs_lead_status']?.trim() ?? '';
    const contacted = dateOf(properties['notes_last_contacted'] ?? '');
    const shown: Shown = {
      stage: stageOf(properties['lifecyclestage'], leadStatus),
      ...{ leadStatus, acts },
      contactedAt: Number.isFinite(contacted) ? contacted : undefined,
    };
    return { shown, respondBy: properties[RESPOND_BY] ?? '' };
  }

  /** Nobody has to respond any more: the contact says so. A write that fails is made at the next look. */
  async function clearRespondBy({ portalId, contactId, stage, openedAt }: ClockRow, held: string): Promise<void> {
    const waits = openedAt === undefined && (stage === 'mql' || stage === 'sql');
    if (held === '' || waits) return;
    const written = await crm.write(portalId, contactId, { [RESPOND_BY]: '' }, 'later');
    if (!written.ok) log.info('deadline left on the contact', { portalId, contactId, error: written.error });
  }

  async function leave(row: ClockRow, leaving: Leaving, at: number): Promise<void> {
    const reply = await execute(askFor(row, leaving, at, hash));
    failpoint('before-clock-settle');
    const outcome = reply.kind === 'done' ? reply.outcome : undefined;
    // Moved: its clock began anew with that. Not over yet: looked at again.
    if (outcome?.move?.state === 'applied') return;
    const kept = outcome ? { ...row, ...stayed(row), dueAt: at } : { ...row, dueAt: at + AGAIN_MS };
    const { portalId, contactId } = row;
    if (outcome)
      log.warn('the clock could not move a contact', { portalId, contactId, to: leaving.to, ...whyNot(outcome) });
    await clocks.settle({ row: kept, tells: [], at, keep: false });
  }

  async function look(row: ClockRow, compiled: CompiledModel): Promise<void> {
    const at = now();
    const seen = await shownOf(row);
    if (!seen) return void (await clocks.settle({ row: { ...row, dueAt: undefined }, tells: [], at, keep: false }));
    const { clock, nextAt, tells: told, leaving } = watchClock(row, seen.shown, compiled.model, at);
    const next = { ...row, ...clock, dueAt: nextAt };
    const tells = told.flatMap((tell) => channelled(tell, compiled));
    failpoint('before-clock-settle');
    const ours = await clocks.settle({ row: next, tells, at, keep: leaving !== undefined });
    if (!ours) return;
    if (leaving) await orLater(next, () => leave(next, leaving, at));
    else await clearRespondBy(next, seen.respondBy);
  }

  /** @param row as it was last kept: what failed is looked at again from there */
  async function orLater(row: ClockRow, work: () => Promise<void>): Promise<void> {
    const { portalId, contactId } = row;
    try {
      await work();
    } catch (error) {
      const known = isAppError(error) && error.code !== 'INTERNAL';
      if (known) log.warn('clock looked at later', { portalId, contactId, error });
      else log.error('clock could not be looked at', { portalId, contactId, error });
      await putOff(row);
    }
  }

  async function one(row: ClockRow): Promise<void> {
    const compiled = models.get(row.model) ?? models.get(undefined);
    await orLater(row, () => (compiled ? look(row, compiled) : putOff(row)));
  }

  /** What is not given back lapses with its lease. */
  async function putOff(row: ClockRow): Promise<void> {
    const { portalId, contactId } = row;
    const at = now();
    try {
      await clocks.settle({ row: { ...row, dueAt: at + AGAIN_MS }, tells: [], at, keep: false });
    } catch (error) {
      log.warn('clock not given back: its lease runs out', { portalId, contactId, error });
    }
  }

  return async function runClockOnce(): Promise<number> {
    const due = await clocks.claim(now(), CLAIM);
    await Promise.all(due.map(one));
    return due.length;
  };
}

function channelled(tell: Tell, { model }: CompiledModel): readonly ClockTell[] {
  const channels = tell.to === 'owner' ? TO_OWNER : channelsNamed(model, 'overdue');
  return channels.length === 0 ? [] : [{ tell, channels }];
}

/** The same ask each time for as long as the contact stays where it is. */
function askFor(row: ClockRow, { to, reason }: Leaving, at: number, hash: RunClockDeps['hash']): Ask {
  const { portalId, contactId, enteredAt } = row;
  const key = hash(['clock', portalId, contactId, to, enteredAt].join('\n'));
  const want =
    to === 'recycled'
      ? ({ kind: 'recycle', reason, wakeUpAfterDays: undefined } as const)
      : ({ kind: 'disqualify', reason, note: undefined } as const);
  return { portalId, contactId, key, way: 'clock', actor: 'clock', action: UID[to], want, at };
}

function whyNot({ decision, move }: Outcome) {
  return { because: move?.state ?? (decision.kind === 'refused' ? decision.code : decision.rule) };
}
