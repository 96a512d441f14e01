import { createLedger, type Ledger } from '../call-log.js';
import type { Portal } from '../portal/portal.js';
import { actionTypesOf, type ActionType } from './action-types.js';
import type { AppAction } from './call.js';
import type { Modules } from './code-room.js';
import { createCodeRunner } from './code-runner.js';
import { createEffects } from './effects.js';
import { createExecutions, type CompletionResult, type Execution, type RetryPolicy } from './executions.js';
import { createFlows, type FlowBook } from './flows.js';
import { createLanes } from './lanes.js';
import type { Notification } from './notifications.js';
import { createOutsideSteps } from './outside-steps.js';
import { createPlayer, type Step } from './player.js';
import { createPoster, type Poster } from './post.js';
import { createTimeline } from './timeline.js';

export interface WorkflowEngineOptions {
  readonly portal: Portal;
  /** How actions are called; default: own connections, kept open. */
  readonly poster?: Poster;
  /** Default: the portal's clock. */
  readonly now?: () => number;
  /** Moves that clock, for `advance`; absent: the engine runs ahead of it on its own. */
  readonly advanceClock?: (ms: number) => void;
  /** In [0, 1): spreads retries. Absent: gaps are exact. */
  readonly random?: () => number;
  /** v3 signatures beside v2. Default false. */
  readonly signV3?: boolean;
  /** Calls in flight. Default 20. */
  readonly concurrency?: number;
  /** Default 30 s. */
  readonly timeoutMs?: number;
  /** Default: one minute, doubling up to eight hours, for three days. */
  readonly retry?: Partial<Omit<RetryPolicy, 'random'>>;
  /** What custom code may `require`; default nothing. */
  readonly modules?: Modules;
  /** The portal's secrets; custom code sees those it names. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Real milliseconds for one run of custom code. Default 20 s. */
  readonly codeLimitMs?: number;
  /** What a failed app action or custom code does to the enrolment; HubSpot's pages are silent. Default `stop`. */
  readonly afterFailure?: 'stop' | 'continue';
  /** Number of the first enrolment; default from the clock, so that a restarted sandbox repeats no callback id. */
  readonly firstEnrollmentId?: number;
  /** Ended executions to remember. Default 100,000. */
  readonly keepExecutions?: number;
}

/** What came back through the completion endpoint. */
export interface Completion {
  readonly at: number;
  readonly callbackId: string;
  readonly result: CompletionResult;
}

/** All that the completion endpoint needs of the engine. */
export interface CompletionSink {
  /** Never throws; a completion nobody waits for is recorded and harmless. */
  completeCallback(callbackId: string, outputFields: unknown): CompletionResult;
}

/** HubSpot's workflows, as far as the sandbox plays them. */
export interface WorkflowEngine extends CompletionSink {
  readonly portalId: number;
  /** What the Automation API does; `createFlow` and these share one set of flows. */
  readonly flows: FlowBook;
  /** Built-in actions and those of apps, as HubSpot lists them. */
  actionTypes(): readonly ActionType[];
  /** Who was told what, oldest first. */
  readonly notifications: Ledger<Notification>;
  registerAction(action: AppAction): void;
  /** @param flow as `POST /automation/v4/flows` takes it @returns its id @throws {WorkflowRefusal} `INVALID_INPUT` */
  createFlow(flow: unknown): string;
  /** @param existing also enrol who meets the criteria already @throws {WorkflowRefusal} `NOT_FOUND` */
  enable(flowId: string, options?: { readonly existing?: boolean }): void;
  /** Whoever is on the way already stays there, lest two runs of one flow cross. @throws {WorkflowRefusal} `NOT_FOUND` */
  disable(flowId: string): void;
  /**
   * Enrols by hand, whatever the criteria; who is in the flow at this moment is left out, as HubSpot does.
   *
   * @returns how many came in @throws {WorkflowRefusal} `NOT_FOUND`; `INVALID_INPUT` when the flow is off
   */
  enroll(flowId: string, contactIds: readonly string[]): number;
  onStep(listener: (step: Step) => void): () => void;
  /** In order of their start. */
  executions(): readonly Execution[];
  completions(): readonly Completion[];
  /** Resolves when no call is in flight and none could leave now. Delays, retries and blocked executions may be waiting. */
  idle(): Promise<void>;
  /** Resolves when nobody is on the way in any flow, or the engine was closed. */
  finished(): Promise<void>;
  /** Moves the clock and plays what falls due, in order. */
  advance(ms: number): Promise<void>;
  /** Plays what is due: for whoever moved the portal's clock. */
  wake(): void;
  close(): Promise<void>;
}

const KEPT_NOTIFICATIONS = 100_000;
const RETRY = { baseMs: 60_000, capMs: 8 * 3_600_000, giveUpAfterMs: 72 * 3_600_000 };

/** Plays HubSpot's workflows on a sandbox portal. */
export function createWorkflowEngine(options: WorkflowEngineOptions): WorkflowEngine {
  const { portal, concurrency = 20, timeoutMs = 30_000, random, signV3 = false, afterFailure = 'stop' } = options;
  const timeline = createTimeline(options.now ?? (() => portal.now()), options.advanceClock);
  const lanes = createLanes(concurrency);
  const notifications = createLedger<Notification>(KEPT_NOTIFICATIONS);
  const poster = options.poster ?? createPoster({ sockets: concurrency, timeoutMs });
  const actions = new Map<string, AppAction>();
  const completions: Completion[] = [];
  const listeners = new Set<(step: Step) => void>();
  const onStep = (step: Step): void => listeners.forEach((listener) => listener(step));
  const onState = (execution: Execution): void => {
    if (listeners.size > 0) onStep(stepOf(execution, timeline.now()));
  };
  const retry = { ...RETRY, ...options.retry, ...(random && { random }) };
  const keep = options.keepExecutions ?? 100_000;
  const executions = createExecutions({ timeline, lanes, retry, keep, onState });
  const actionOf = (typeId: string): AppAction | undefined => actions.get(typeId);
  const now = (): number => timeline.now();
  const { modules = {}, secrets = {}, codeLimitMs: limitMs } = options;
  const runner = createCodeRunner({ now, modules, ...(limitMs === undefined ? {} : { limitMs }) });
  const player = createPlayer({
    portalId: portal.portalId,
    timeline,
    executions,
    effects: createEffects(portal, now, notifications.add),
    propertiesOf: (contactId) => portal.properties(contactId),
    outside: createOutsideSteps({ portal, timeline, poster, runner, actionOf, secrets, signV3 }),
    afterFailure,
    onStep,
  });
  const flows = createFlows({
    portal,
    player,
    timeline,
    installed: (typeId) => actions.has(typeId),
    // A thousand to a millisecond: no run of the sandbox can use up the numbers of the next.
    firstEnrollmentId: options.firstEnrollmentId ?? Math.floor(timeline.now()) * 1000,
  });

  async function idle(): Promise<void> {
    while (flows.busy() || lanes.busy()) {
      await flows.idle();
      await lanes.idle();
    }
  }

  return {
    portalId: portal.portalId,
    flows,
    actionTypes: () => actionTypesOf([...actions.values()]),
    notifications,
    registerAction: (action) => void actions.set(action.actionTypeId, action),
    createFlow: (flow) => flows.create(flow).id,
    enable: (flowId, how) => flows.enable(flowId, how),
    disable: (flowId) => flows.disable(flowId),
    enroll: (flowId, contactIds) => flows.enroll(flowId, contactIds),
    onStep(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    executions: () => executions.list(),
    completions: () => completions,
    completeCallback(callbackId, outputFields) {
      const result = executions.complete(callbackId, outputFields);
      completions.push({ at: timeline.now(), callbackId, result });
      return result;
    },
    idle,
    async finished() {
      await idle();
      await flows.finished();
    },
    advance: (ms) => timeline.advance(ms, idle),
    wake: () => timeline.wake(),
    async close() {
      timeline.close();
      lanes.close();
      poster.close();
      await lanes.idle();
      flows.close();
    },
  };
}

function stepOf(execution: Execution, at: number): Step {
  const { flowId, enrollmentId, contactId, actionId, state: what, reason, uid } = execution;
  return { at, flowId, enrollmentId, contactId, actionId, what, detail: reason ? `${uid}: ${reason}` : uid };
}
