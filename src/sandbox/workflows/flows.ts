import { WorkflowRefusal } from './refusal.js';
import type { SandboxPortal } from '../portal/portal.js';
import { meets } from './filters.js';
import { readFlow, type Flow } from './flow.js';
import type { Player } from './player.js';
import { createWatcher, type FlowState } from './watcher.js';

/** The flows of a portal and who is in them. Throws as `WorkflowEngine` says. */
export interface Flows {
  create(body: unknown): string;
  enable(flowId: string, options?: { readonly existing?: boolean }): void;
  disable(flowId: string): void;
  enroll(flowId: string, contactIds: readonly string[]): number;
  /** Changes of the portal that were heard and not yet looked at. */
  busy(): boolean;
  /** Resolves when they were looked at. */
  idle(): Promise<void>;
  /** Resolves when nobody is in any flow, or once closed. */
  finished(): Promise<void>;
  close(): void;
}

interface Deps {
  readonly portal: SandboxPortal;
  readonly player: Player;
  readonly installed: (actionTypeId: string) => boolean;
  readonly firstEnrollmentId: number;
}

const FIRST_FLOW_ID = 5001;

/** Keeps the flows of a portal, and enrols by hand and by what happens there. */
export function createFlows({ portal, player, installed, firstEnrollmentId }: Deps): Flows {
  const states = new Map<string, FlowState>();
  let waiting: (() => void)[] = [];
  let inside = 0;
  let closed = false;
  let nextEnrollment = firstEnrollmentId;
  const watcher = createWatcher(portal, states, enter);

  function enter(state: FlowState, contactId: string): boolean {
    if (state.active.has(contactId)) return false;
    state.active.add(contactId);
    state.once.add(contactId);
    inside += 1;
    const id = nextEnrollment++;
    const onEnd = (): void => leave(state, contactId);
    player.play({ id, flowId: state.id, contactId, flow: state.flow, outputs: new Map(), visits: new Map(), onEnd });
    return true;
  }

  function leave(state: FlowState, contactId: string): void {
    state.active.delete(contactId);
    inside -= 1;
    if (inside === 0) release();
  }

  function release(): void {
    const told = waiting;
    waiting = [];
    for (const resolve of told) resolve();
  }

  function stateOf(flowId: string): FlowState {
    const state = states.get(flowId);
    if (state === undefined)
      throw new WorkflowRefusal('NOT_FOUND', `No workflow ${flowId} in portal ${portal.portalId}.`);
    return state;
  }

  function enable(flowId: string, { existing = false }: { readonly existing?: boolean } = {}): void {
    const state = stateOf(flowId);
    state.enabled = true;
    state.members.clear();
    for (const contactId of membersOf(portal, state.flow)) state.members.add(contactId);
    if (existing) for (const contactId of state.members) enter(state, contactId);
  }

  return {
    create(body) {
      const flow = readFlow(body);
      refuseUninstalled(flow, installed);
      const id = String(FIRST_FLOW_ID + states.size);
      states.set(id, { id, flow, enabled: false, members: new Set(), once: new Set(), active: new Set() });
      if (flow.isEnabled) enable(id);
      return id;
    },
    enable,
    disable: (flowId) => void (stateOf(flowId).enabled = false),
    enroll(flowId, contactIds) {
      const state = stateOf(flowId);
      if (!state.enabled) throw new WorkflowRefusal('INVALID_INPUT', `Workflow ${flowId} is off. Turn it on first.`);
      return contactIds.filter((contactId) => enter(state, contactId)).length;
    },
    busy: () => watcher.busy(),
    idle: () => watcher.idle(),
    finished: () => (inside === 0 || closed ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    close() {
      closed = true;
      watcher.close();
      release();
    },
  };
}

function membersOf(portal: SandboxPortal, { criteria: { filter } }: Flow): string[] {
  if (filter === undefined) return [];
  return portal.contactIds().filter((contactId) => meets(filter, portal.properties(contactId) ?? {}));
}

function refuseUninstalled(flow: Flow, installed: (actionTypeId: string) => boolean): void {
  const places = [...flow.actions.values()].flatMap((action) =>
    action.kind === 'app' && !installed(action.typeId) ? [`${action.id}: no app here has ${action.typeId}`] : [],
  );
  if (places.length > 0) throw new WorkflowRefusal('INVALID_INPUT', `The flow cannot be played. ${places.join('; ')}`);
}
