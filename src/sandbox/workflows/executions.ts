import type { Lanes } from './lanes.js';
import { judgeCompletion, outputsOf, type EndState, type Outputs, type Verdict } from './reply.js';
import type { Timeline } from './timeline.js';

/** One app action or custom code carried out for one contact: what HubSpot's action history would show. */
export interface Execution {
  readonly callbackId: string;
  readonly enrollmentId: number;
  readonly flowId: string;
  readonly contactId: string;
  readonly actionId: string;
  readonly uid: string;
  readonly state: 'running' | 'retrying' | 'blocked' | EndState;
  /** Calls made so far, the running one included. */
  readonly attempts: number;
  readonly outputs: Outputs;
  /** Why it ended or is tried again, in words. */
  readonly reason?: string;
  readonly startedAt: number;
  readonly endedAt?: number;
}

/** completed: it was waiting · early: kept until our call is answered · late: it was over · unknown: never heard of. */
export type CompletionResult = 'completed' | 'early' | 'late' | 'unknown';

/** Carries an execution out, anew for each attempt. Must not reject: a failure is a verdict too. */
export type Work = () => Promise<Verdict>;

/** How failed calls are repeated. */
export interface RetryPolicy {
  /** First gap; it doubles each time. */
  readonly baseMs: number;
  readonly capMs: number;
  /** Counted from the first call. */
  readonly giveUpAfterMs: number;
  /** In [0, 1): shortens a gap by up to a quarter. Absent: gaps are exact. */
  readonly random?: () => number;
}

interface Deps {
  readonly timeline: Timeline;
  readonly lanes: Lanes;
  readonly retry: RetryPolicy;
  /** Ended ones beyond this many are forgotten, oldest first. */
  readonly keep: number;
  readonly onState: (execution: Execution) => void;
}

type Open = { -readonly [K in keyof Execution]: Execution[K] } & {
  work?: Work;
  early?: Outputs;
  expiry?: () => void;
  done?: (execution: Execution) => void;
};

export interface Executions {
  start(what: Pick<Execution, 'callbackId' | 'enrollmentId' | 'flowId' | 'contactId' | 'actionId' | 'uid'>): Execution;
  /** Works until there is a verdict; `done` hears the end once. */
  run(execution: Execution, work: Work, done: (execution: Execution) => void): void;
  complete(callbackId: string, outputFields: unknown): CompletionResult;
  list(): readonly Execution[];
}

/** Carries executions from their first call to their end. */
export function createExecutions(deps: Deps): Executions {
  const { timeline, lanes } = deps;
  const known = new Map<string, Open>();

  function change(open: Open, to: Partial<Open>): void {
    Object.assign(open, to);
    deps.onState(open);
  }

  function attempt(open: Open): void {
    lanes.run(async () => {
      const { work } = open;
      if (work === undefined) return;
      change(open, { state: 'running', attempts: open.attempts + 1 });
      follow(open, await work());
    });
  }

  function follow(open: Open, verdict: Verdict): void {
    if (verdict.kind === 'ended') return end(open, verdict.state, verdict);
    if (verdict.kind === 'again') return repeat(open, verdict);
    open.expiry = timeline.at(timeline.now() + verdict.forMs, () => end(open, 'expired', { outputs: {} }));
    change(open, { state: 'blocked', outputs: verdict.outputs });
    if (open.early) finish(open, open.early);
  }

  function repeat(open: Open, { afterMs, reason }: Extract<Verdict, { kind: 'again' }>): void {
    const due = timeline.now() + (afterMs ?? gapMs(deps.retry, open.attempts));
    if (due - open.startedAt > deps.retry.giveUpAfterMs) {
      return end(open, 'failed', { outputs: {}, reason: `gave up: ${reason}` });
    }
    change(open, { state: 'retrying', reason });
    timeline.at(due, () => attempt(open));
  }

  function finish(open: Open, outputs: Outputs): void {
    end(open, judgeCompletion(outputs), { outputs });
  }

  function end(open: Open, state: EndState, { outputs, reason }: { outputs: Outputs; reason?: string }): void {
    const { done } = open;
    open.expiry?.();
    delete open.work;
    delete open.done;
    delete open.expiry;
    delete open.early;
    delete open.reason;
    const why = reason === undefined ? {} : { reason };
    change(open, { state, outputs: { ...open.outputs, ...outputs }, endedAt: timeline.now(), ...why });
    done?.(open);
  }

  function forget(): void {
    const [oldest] = known.values();
    if (known.size > deps.keep && oldest?.endedAt !== undefined) known.delete(oldest.callbackId);
  }

  return {
    start(what) {
      const open: Open = { ...what, state: 'running', attempts: 0, outputs: {}, startedAt: timeline.now() };
      known.set(open.callbackId, open);
      forget();
      return open;
    },
    run(execution, work, done) {
      const open = known.get(execution.callbackId);
      if (open === undefined) return;
      open.work = work;
      open.done = done;
      attempt(open);
    },
    complete(callbackId, outputFields) {
      const open = known.get(callbackId);
      if (open === undefined) return 'unknown';
      if (open.endedAt !== undefined) return 'late';
      const outputs = outputsOf(outputFields);
      if (open.state === 'blocked') {
        finish(open, outputs);
        return 'completed';
      }
      open.early = outputs;
      return 'early';
    },
    list: () => [...known.values()],
  };
}

/** @param attempts calls made so far, at least 1 */
function gapMs({ baseMs, capMs, random }: RetryPolicy, attempts: number): number {
  const gap = Math.min(capMs, baseMs * 2 ** Math.min(attempts - 1, 40));
  return random ? gap * (1 - random() / 4) : gap;
}
