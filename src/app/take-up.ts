import { isAppError, notYetMs } from './errors.js';
import type { GiveBack } from './give-back.js';
import type { Evaluation } from './outcome.js';
import type { EvaluationStore, Log } from './ports.js';
import type { Qualify } from './qualify.js';
import { retryDelayMs } from './retry-delay.js';
import { isUnderWay } from './under-way.js';

export interface TakeUpDeps {
  readonly evaluations: EvaluationStore;
  readonly takeUp: Qualify['takeUp'];
  readonly giveBack: GiveBack;
  readonly log: Log;
  /** 0..1, for jitter. */
  readonly random: () => number;
}

/** How many are taken at once: one call's worth. */
const CLAIM = 100;
const BACKOFF = { firstMs: 1_000, longestMs: 10 * 60_000 };
/** An ask that waits for a rep is also taken up to look: its attempts grow without a fault, and a rep may answer any time. */
const LONGEST_LOOK_AWAY_MS = 60_000;

/**
 * How long to leave an ask alone after it could not be finished.
 *
 * @param attempts how often it was taken up, from 1
 * @param random   0..1
 * @returns milliseconds: doubling from one second to ten minutes, half of it by chance
 */
export function takeUpDelayMs(attempts: number, random: number): number {
  return retryDelayMs(BACKOFF, attempts, random);
}

/**
 * Takes up what nobody works on any more: asks answered with BLOCK, and those a crash left between plan and settle.
 *
 * @returns a function that does one round and tells how many it took; a full round means there may be more
 */
export function createTakeUp({ evaluations, takeUp, giveBack, log, random }: TakeUpDeps) {
  function delayMs({ ask, attempts }: Evaluation): number {
    const delay = takeUpDelayMs(Math.max(attempts, 1), random());
    return ask.want.kind === 'await-acceptance' ? Math.min(delay, LONGEST_LOOK_AWAY_MS) : delay;
  }

  async function one(evaluation: Evaluation): Promise<void> {
    const { ask, attempts } = evaluation;
    try {
      await takeUp(evaluation);
    } catch (error) {
      const waitMs = notYetMs(error);
      if (waitMs !== undefined) return void giveBack(ask, waitMs);
      const fields = { portalId: ask.portalId, contactId: ask.contactId, action: ask.action, attempt: attempts, error };
      if (isAppError(error)) log.warn('ask taken up again later', fields);
      else log.error('ask could not be taken up', fields);
      if (!isUnderWay(error)) void giveBack(ask, delayMs(evaluation));
    }
  }

  async function inTurn(line: readonly Evaluation[]): Promise<void> {
    for (const evaluation of line) await one(evaluation);
  }

  return async function takeUpOnce(): Promise<number> {
    const claimed = await evaluations.claim(CLAIM);
    if (claimed.length > 0) log.debug('taking up asks', { count: claimed.length });
    await Promise.all(linesOf(claimed).map(inTurn));
    return claimed.length;
  };
}

/** One line for each contact: what was asked later reads what was asked before has written. */
function linesOf(evaluations: readonly Evaluation[]): readonly (readonly Evaluation[])[] {
  const lines = new Map<string, Evaluation[]>();
  for (const evaluation of evaluations) {
    const { portalId, contactId } = evaluation.ask;
    const contact = `${portalId}:${contactId}`;
    const line = lines.get(contact);
    if (line) line.push(evaluation);
    else lines.set(contact, [evaluation]);
  }
  return [...lines.values()];
}
