import { WORKFLOW_ACTIONS } from '../../actions/workflow-actions.js';
import { createAnnounce } from '../../src/app/announcements/announce.js';
import { createAwaitAcceptance } from '../../src/app/await-acceptance.js';
import { createCompleteExecutions } from '../../src/app/complete-executions.js';
import { createExecute } from '../../src/app/execute.js';
import { createGiveBack } from '../../src/app/give-back.js';
import { createMoveStage } from '../../src/app/move-stage.js';
import type { Ask } from '../../src/app/ask.js';
import type { Outcome, Transition } from '../../src/app/outcome.js';
import type { CompiledModel, FAILPOINTS, PortalProfile } from '../../src/app/ports.js';
import { createPlanWithOwner } from '../../src/app/plan-with-owner.js';
import { createQualify } from '../../src/app/qualify.js';
import { createRunClock } from '../../src/app/clock/run-clock.js';
import { createTakeSignals } from '../../src/app/signals/take-signals.js';
import { createTakeUp } from '../../src/app/take-up.js';
import { compiledModel, modelsWith, type FakeModel } from './compiled-model.js';
import { createMemoryAssignments } from './memory-assignments.js';
import { createMemoryClocks } from './memory-clocks.js';
import { createMemoryCrm, PROFILE } from './memory-crm.js';
import { createMemoryEngagements } from './memory-engagements.js';
import { createMemoryEvaluations } from './memory-evaluations.js';
import { createMemoryAcceptances, createMemoryAnnouncements } from './memory-handover.js';
import { createMemoryLog } from './memory-log.js';
import { createMemorySignals } from './memory-signals.js';

type FailpointName = (typeof FAILPOINTS)[number];

const UID: Readonly<Record<Ask['want']['kind'], string>> = {
  score: 'score-lead',
  qualify: 'qualify-lead',
  'set-stage': 'set-stage',
  recycle: 'recycle-lead',
  disqualify: 'disqualify-lead',
  'await-acceptance': 'await-acceptance',
  notify: 'notify-sales',
  refuse: 'qualify-lead',
  accept: 'card-accept',
  'set-by-hand': 'card-set-stage',
  answer: 'card-answers',
};

export const START = Date.parse('2026-03-02T09:00:00Z');
export const QUALIFY = { kind: 'qualify', model: undefined, mode: 'act', assignTo: undefined } as const;

/** An ask of contact 101 in portal 4401 by a workflow; `key` stands for the 64 hex digits. */
export function ask(key: string, more: Partial<Ask> = {}): Ask {
  return {
    portalId: 4401,
    contactId: '101',
    key,
    way: 'workflow',
    actor: 'workflow:5005',
    action: UID[more.want?.kind ?? 'qualify'],
    want: QUALIFY,
    callbackId: `callback-${key}`,
    at: START,
    ...more,
  };
}

export interface RoadOptions {
  readonly contacts?: Readonly<Record<string, Readonly<Record<string, string | null>>>>;
  readonly model?: FakeModel;
  /** A model that means it, instead. */
  readonly compiled?: CompiledModel;
  readonly profile?: PortalProfile;
}

export interface ProcessOptions {
  /** The process dies at the n-th time it comes by: `['after-insert', 1]`. */
  readonly diesAt?: readonly [FailpointName, number];
  readonly maxInFlight?: number;
  /** Runs whenever the road waits. */
  readonly onPause?: (ms: number) => void | Promise<void>;
}

export type Road = ReturnType<typeof createRoad>;

/** A portal, a store and a clock that outlive any process; processes are started on them. */
export function createRoad({
  contacts = { 101: {} },
  model = {},
  compiled = compiledModel(model),
  profile = PROFILE,
}: RoadOptions = {}) {
  const clock = { now: START };
  const crm = createMemoryCrm(contacts, profile);
  const clocks = createMemoryClocks(() => clock.now);
  const store = createMemoryEvaluations(() => clock.now, clocks.start);
  const engagements = createMemoryEngagements();
  const acceptances = createMemoryAcceptances(({ portalId, contactId }) => store.wake(portalId, contactId));
  const announcements = createMemoryAnnouncements();
  const signals = createMemorySignals((ask) => store.accept(ask));
  /** Contacts who asked to be forgotten. */
  const forgotten = new Set<string>();
  const assignments = createMemoryAssignments(store);
  const models = modelsWith(compiled);

  function start(worker: string, { diesAt, maxInFlight = 1000, onPause }: ProcessOptions = {}) {
    const log = createMemoryLog();
    const settled: { ask: Ask; outcome: Outcome }[] = [];
    const life = createLife(diesAt);
    const deadlines = createDeadlines();
    const evaluations = life.mortal(store.open(worker));
    const portal = life.mortal(crm);
    const { failpoint } = life;
    const pause = async (ms: number): Promise<void> => {
      await onPause?.(ms);
      await new Promise((resolve) => setImmediate(resolve));
    };
    const { qualify, takeUp } = createQualify({
      crm: portal,
      evaluations,
      engagements,
      signals: life.mortal(signals),
      acceptances,
      models,
      planWithOwner: createPlanWithOwner({
        crm: portal,
        evaluations,
        assignments: life.mortal(assignments),
        now: () => clock.now,
        log,
      }),
      moveStage: createMoveStage({ crm: portal, failpoint, log }),
      awaitAcceptance: createAwaitAcceptance({ crm: portal, acceptances, now: () => clock.now, lookEveryMs: 60_000 }),
      announce: createAnnounce({ crm: portal, announcements, models }),
      now: () => clock.now,
      pause,
      failpoint,
      log,
      onSettled: (over, outcome) => settled.push({ ask: over, outcome }),
    });
    const giveBack = createGiveBack({ evaluations, pause, log });
    const { execute, idle } = createExecute({
      evaluations,
      qualify,
      giveBack,
      log,
      after: deadlines.after,
      replyWithinMs: 3000,
      maxInFlight,
    });
    const takeUpOnce = createTakeUp({ evaluations, takeUp, giveBack, log, random: () => 0 });
    const completeOnce = createCompleteExecutions({
      crm: portal,
      evaluations,
      actions: WORKFLOW_ACTIONS,
      failpoint,
      log,
    });
    const takeSignals = createTakeSignals({
      crm: portal,
      models,
      signals: life.mortal(signals),
      privacy: { has: (_portalId, contactId) => forgotten.has(contactId) },
      now: () => clock.now,
      hash: (text) => text,
      wakeClock: (portalId, contactId) => clocks.open('any').wake(portalId, contactId, clock.now),
      log,
    });
    const runClock = createRunClock({
      ...{ crm: portal, models, execute, failpoint, log },
      clocks: life.mortal(clocks.open(worker)),
      signals: life.mortal(signals),
      hash: (text) => text,
      now: () => clock.now,
    });
    return {
      runClock,
      takeSignals,
      execute,
      idle,
      qualify,
      takeUp,
      takeUpOnce,
      completeOnce,
      evaluations,
      log,
      settled,
      deadlines,
      died: life.died,
    };
  }

  const shown = { crm, store, engagements, signals, forgotten, acceptances, announcements, assignments };
  return { clock, clocks, ...shown, models, start };
}

/** What a process may still do: once it died, its calls neither leave nor come back. */
function createLife(diesAt: ProcessOptions['diesAt']) {
  let hits = 0;
  let dead = false;
  let bury: () => void = () => undefined;
  const died = new Promise<'died'>((resolve) => (bury = () => resolve('died')));

  function mortal<T extends object>(port: T): T {
    return new Proxy(port, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]): unknown =>
          dead ? new Promise(() => undefined) : Reflect.apply(value, target, args);
      },
    });
  }

  function failpoint(name: FailpointName): void {
    if (!diesAt || diesAt[0] !== name || dead) return;
    hits += 1;
    if (hits < diesAt[1]) return;
    dead = true;
    bury();
    throw new Error(`died at ${name}`);
  }

  return { mortal, failpoint, died };
}

/** Deadlines that pass when the test says so. */
function createDeadlines() {
  const waiting = new Set<() => void>();
  return {
    after: (_ms: number) => {
      let pass: () => void = () => undefined;
      const passed = new Promise<'late'>((resolve) => (pass = () => resolve('late')));
      waiting.add(pass);
      return { passed, cancel: () => void waiting.delete(pass) };
    },
    passAll: () => waiting.forEach((pass) => pass()),
    count: () => waiting.size,
  };
}

/** A promise to be kept by hand. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

/** Lets everything that can go on without the test go on. */
export async function idle(): Promise<void> {
  for (let turns = 0; turns < 20; turns += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** The places where a contact's log does not go on from where it was; none is right. */
export function breaksIn(transitions: readonly Transition[]): string[] {
  const last = new Map<string, string>();
  return transitions.flatMap(({ portalId, contactId, from, to }) => {
    const contact = `${portalId}:${contactId}`;
    const before = last.get(contact);
    last.set(contact, to);
    return before !== undefined && before !== from ? [`${contact}: ${before} then ${from} → ${to}`] : [];
  });
}
