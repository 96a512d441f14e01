import type { Action } from './action.js';
import type { Effects } from './effects.js';
import type { Execution, Executions } from './executions.js';
import { meets } from './filters.js';
import type { Flow } from './flow.js';
import type { Outside, OutsideStep } from './outside-steps.js';
import type { Outputs } from './reply.js';
import type { Timeline } from './timeline.js';
import { valueOf, type Sources } from './values.js';

/** One contact on its way through one flow. */
export interface Enrollment {
  readonly id: number;
  readonly flowId: string;
  readonly contactId: string;
  /** As it is now: who is on the way goes on in the flow as it was last written. */
  readonly flow: () => Flow;
  /** Action id → outputs of its last execution. */
  readonly outputs: Map<string, Outputs>;
  /** Action id → how often it was reached: loops are allowed. */
  readonly visits: Map<string, number>;
  /** The flow was deleted: nothing more is done. */
  readonly isOver: () => boolean;
  readonly onEnd: () => void;
}

/** One thing that happened to a contact in a flow, for whoever watches. */
export interface Step {
  /** Epoch milliseconds on the sandbox clock. */
  readonly at: number;
  readonly flowId: string;
  readonly enrollmentId: number;
  readonly contactId: string;
  /** Absent for the beginning and the end of an enrolment. */
  readonly actionId?: string;
  readonly what:
    | 'enrolled'
    | 'delayed'
    | 'set-property'
    | 'task-created'
    | 'notified'
    | 'noted'
    | 'branched'
    | 'left'
    | Execution['state'];
  /** For people: the property and value, the way taken, the reason of a failure. */
  readonly detail?: string;
}

interface Deps {
  readonly portalId: number;
  readonly timeline: Timeline;
  readonly executions: Executions;
  readonly effects: Effects;
  readonly propertiesOf: (contactId: string) => Readonly<Record<string, string>> | undefined;
  readonly outside: (step: OutsideStep) => Outside | undefined;
  /** What a failed app action or custom code does to the enrolment. */
  readonly afterFailure: 'stop' | 'continue';
  readonly onStep: (step: Step) => void;
}

export interface Player {
  play(enrollment: Enrollment): void;
}

/** A flow that goes round without ever waiting must end all the same. */
const MOST_VISITS = 100;

type Of<Kind extends Action['kind']> = Extract<Action, { kind: Kind }>;
/** Where to go on; `'waits'`: somebody else goes on later. */
type Way = { readonly next: string | undefined } | 'waits';

/** Takes contacts through flows, step by step. */
export function createPlayer(deps: Deps): Player {
  const { timeline, executions, effects } = deps;

  function tell(enrollment: Enrollment, what: Step['what'], more: Pick<Step, 'actionId' | 'detail'> = {}): void {
    const { flowId, contactId, id: enrollmentId } = enrollment;
    deps.onStep({ at: timeline.now(), flowId, enrollmentId, contactId, what, ...more });
  }

  function proceed(enrollment: Enrollment, from: string | undefined): void {
    if (enrollment.isOver()) return;
    for (let next = from; ;) {
      const action = next === undefined ? undefined : enrollment.flow().actions.get(next);
      if (action === undefined) return leave(enrollment, 'end of the flow');
      const visits = (enrollment.visits.get(action.id) ?? 0) + 1;
      if (visits > MOST_VISITS) return leave(enrollment, `went round ${MOST_VISITS} times`);
      enrollment.visits.set(action.id, visits);
      const way = take(enrollment, action);
      if (way === 'waits') return;
      next = way.next;
    }
  }

  function leave(enrollment: Enrollment, detail: string): void {
    tell(enrollment, 'left', { detail });
    enrollment.onEnd();
  }

  function take(enrollment: Enrollment, action: Action): Way {
    switch (action.kind) {
      case 'delay':
        return waitUntil(enrollment, action, timeline.now() + action.ms);
      case 'delay-until':
        return waitUntil(enrollment, action, effects.momentOf(action, sourcesOf(enrollment)));
      case 'app':
      case 'code':
        return carryOut(enrollment, action);
      case 'set-property':
      case 'task':
      case 'notify':
      case 'note': {
        const { what, detail } = effects.take(action, { ...enrollment, sources: sourcesOf(enrollment) });
        tell(enrollment, what, { actionId: action.id, detail });
        return { next: action.next };
      }
      case 'value-branch':
      case 'list-branch':
        return branch(enrollment, action);
    }
  }

  /** A moment that is not known, or over, holds nobody up. */
  function waitUntil(enrollment: Enrollment, { id, next }: Action, due: number | undefined): Way {
    const now = timeline.now();
    tell(enrollment, 'delayed', { actionId: id, detail: `${Math.max(0, (due ?? now) - now)} ms` });
    timeline.at(due ?? now, () => proceed(enrollment, next));
    return 'waits';
  }

  function branch(enrollment: Enrollment, action: Of<'value-branch'> | Of<'list-branch'>): Way {
    const sources = sourcesOf(enrollment);
    const chosen =
      action.kind === 'list-branch'
        ? action.branches.find(({ filter }) => meets(filter, sources.properties, timeline.now()))
        : action.branches.find(({ value }) => value === valueOf(action.input, sources));
    const { next } = chosen ?? action;
    tell(enrollment, 'branched', { actionId: action.id, detail: next === undefined ? 'to the end' : `to ${next}` });
    return { next };
  }

  function carryOut(enrollment: Enrollment, action: OutsideStep): Way {
    const outside = deps.outside(action);
    if (outside === undefined) {
      leave(enrollment, `the app of ${action.id} is not installed any more`);
      return 'waits';
    }
    const execution = begin(enrollment, action, outside.uid);
    const work = outside.work(execution, sourcesOf(enrollment));
    executions.run(execution, work, (ended) => goOn(enrollment, action, ended));
    return 'waits';
  }

  function begin({ id, flowId, contactId, visits }: Enrollment, action: Action, uid: string): Execution {
    const round = (visits.get(action.id) ?? 1) - 1;
    const callbackId = `ap-${deps.portalId}-${id}-${action.id}-${round}`;
    return executions.start({ callbackId, enrollmentId: id, flowId, contactId, actionId: action.id, uid });
  }

  function goOn(enrollment: Enrollment, { id, next }: Action, { state, outputs }: Execution): void {
    enrollment.outputs.set(id, outputs);
    if (enrollment.isOver()) return;
    if (state === 'failed' && deps.afterFailure === 'stop') leave(enrollment, `${id} failed`);
    else proceed(enrollment, next);
  }

  function sourcesOf({ contactId, outputs }: Enrollment): Sources {
    return { properties: deps.propertiesOf(contactId) ?? {}, outputs };
  }

  return {
    play(enrollment) {
      tell(enrollment, 'enrolled');
      proceed(enrollment, enrollment.flow().startActionId);
    },
  };
}
