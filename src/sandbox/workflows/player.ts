import type { SandboxPortal } from '../portal/portal.js';
import type { Action } from './action.js';
import { executionBody, signedHeaders, type AppAction } from './call.js';
import type { Execution, Executions } from './executions.js';
import { meets } from './filters.js';
import type { Flow } from './flow.js';
import type { Outputs } from './reply.js';
import type { Timeline } from './timeline.js';
import { valueOf, type Sources } from './values.js';

/** One contact on its way through one flow. */
export interface Enrollment {
  readonly id: number;
  readonly flowId: string;
  readonly contactId: string;
  readonly flow: Flow;
  /** Action id → outputs of its last execution. */
  readonly outputs: Map<string, Outputs>;
  /** Action id → how often it was reached: loops are allowed. */
  readonly visits: Map<string, number>;
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
  readonly what: 'enrolled' | 'delayed' | 'set-property' | 'noted' | 'branched' | 'left' | Execution['state'];
  /** For people: the property and value, the way taken, the reason of a failure. */
  readonly detail?: string;
}

interface Deps {
  readonly portal: SandboxPortal;
  readonly timeline: Timeline;
  readonly executions: Executions;
  readonly actionOf: (typeId: string) => AppAction | undefined;
  readonly signV3: boolean;
  /** What a failed app action does to the enrolment. */
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
  const { portal, timeline, executions } = deps;

  function tell(enrollment: Enrollment, what: Step['what'], more: Pick<Step, 'actionId' | 'detail'> = {}): void {
    const { flowId, contactId, id: enrollmentId } = enrollment;
    deps.onStep({ at: timeline.now(), flowId, enrollmentId, contactId, what, ...more });
  }

  function proceed(enrollment: Enrollment, from: string | undefined): void {
    for (let next = from; ;) {
      const action = next === undefined ? undefined : enrollment.flow.actions.get(next);
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
        return wait(enrollment, action);
      case 'set-property':
        return setProperty(enrollment, action);
      case 'app':
        return call(enrollment, action);
      case 'note':
        tell(enrollment, 'noted', { actionId: action.id, detail: action.typeId });
        return { next: action.next };
      case 'value-branch':
      case 'list-branch':
        return branch(enrollment, action);
    }
  }

  function wait(enrollment: Enrollment, { id, ms, next }: Of<'delay'>): Way {
    tell(enrollment, 'delayed', { actionId: id, detail: `${ms} ms` });
    timeline.at(timeline.now() + ms, () => proceed(enrollment, next));
    return 'waits';
  }

  function setProperty(enrollment: Enrollment, { id, property, value, next }: Of<'set-property'>): Way {
    const text = valueOf(value, sourcesOf(enrollment)) ?? '';
    const writer = { sourceType: 'AUTOMATION_PLATFORM', sourceId: enrollment.flowId };
    portal.setProperties(enrollment.contactId, { [property]: text }, writer);
    tell(enrollment, 'set-property', { actionId: id, detail: `${property} = ${text}` });
    return { next };
  }

  function branch(enrollment: Enrollment, action: Of<'value-branch'> | Of<'list-branch'>): Way {
    const sources = sourcesOf(enrollment);
    const chosen =
      action.kind === 'list-branch'
        ? action.branches.find(({ filter }) => meets(filter, sources.properties))
        : action.branches.find(({ value }) => value === valueOf(action.input, sources));
    const { next } = chosen ?? action;
    tell(enrollment, 'branched', { actionId: action.id, detail: next === undefined ? 'to the end' : `to ${next}` });
    return { next };
  }

  function call(enrollment: Enrollment, action: Of<'app'>): Way {
    const app = deps.actionOf(action.typeId);
    if (app === undefined) {
      leave(enrollment, `${action.typeId} is not installed any more`);
      return 'waits';
    }
    const execution = begin(enrollment, action, app.uid);
    const body = executionBody(portal, app, execution, inputsOf(enrollment, action));
    const url = app.actionUrl;
    const headers = (): Record<string, string> =>
      signedHeaders(portal.clientSecret, { url, body, at: timeline.now() }, deps.signV3);
    executions.run(execution, { url, body, headers }, (ended) => goOn(enrollment, action, ended));
    return 'waits';
  }

  function begin({ id, flowId, contactId, visits }: Enrollment, action: Of<'app'>, uid: string): Execution {
    const round = (visits.get(action.id) ?? 1) - 1;
    const callbackId = `ap-${portal.portalId}-${id}-${action.id}-${round}`;
    return executions.start({ callbackId, enrollmentId: id, flowId, contactId, actionId: action.id, uid });
  }

  function goOn(enrollment: Enrollment, { id, next }: Of<'app'>, { state, outputs }: Execution): void {
    enrollment.outputs.set(id, outputs);
    if (state === 'failed' && deps.afterFailure === 'stop') leave(enrollment, `${id} failed`);
    else proceed(enrollment, next);
  }

  function sourcesOf({ contactId, outputs }: Enrollment): Sources {
    return { properties: portal.properties(contactId) ?? {}, outputs };
  }

  function inputsOf(enrollment: Enrollment, { fields }: Of<'app'>): Record<string, string> {
    const sources = sourcesOf(enrollment);
    const inputs = Object.entries(fields).map(([name, value]): [string, string | undefined] => [
      name,
      valueOf(value, sources),
    ]);
    return Object.fromEntries(inputs.filter((input): input is [string, string] => input[1] !== undefined));
  }

  return {
    play(enrollment) {
      tell(enrollment, 'enrolled');
      proceed(enrollment, enrollment.flow.startActionId);
    },
  };
}
