import { asObject, asText } from '../api/read-input.js';
import type { SandboxPortal } from '../portal/portal.js';
import { createEnrolments } from './enrolments.js';
import { meets } from './filters.js';
import { readFlow, type Flow } from './flow.js';
import type { Player } from './player.js';
import { WorkflowRefusal } from './refusal.js';
import { listedFlow, viewFlow, type FlowView } from './stored-flow.js';
import type { Timeline } from './timeline.js';
import { createWatcher, isClocked, type FlowState } from './watcher.js';

/** The flows of a portal as the Automation API sees them. Every one may throw a `WorkflowRefusal`. */
export interface FlowBook {
  create(body: unknown): FlowView;
  /** Takes the place of all that was sent before, by who knows the revision there is. */
  replace(flowId: string, body: unknown): FlowView;
  get(flowId: string): FlowView;
  /** In order of their ids. */
  list(): readonly FlowView[];
  /** Whoever is on the way goes no further. */
  remove(flowId: string): void;
}

/** The flows of a portal and who is in them. Throws as `WorkflowEngine` says. */
export interface Flows extends FlowBook {
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
  readonly timeline: Timeline;
  readonly installed: (actionTypeId: string) => boolean;
  readonly firstEnrollmentId: number;
}

const FIRST_FLOW_ID = 5001;
/** How often the clock alone may bring somebody into a flow. HubSpot's rhythm is not published. */
const SWEEP_MS = 3_600_000;

/** Keeps the flows of a portal, and enrols by hand and by what happens there. */
export function createFlows({ portal, player, timeline, installed, firstEnrollmentId }: Deps): Flows {
  const states = new Map<string, FlowState>();
  let nextFlow = FIRST_FLOW_ID;
  let sweeping = false;
  const now = (): number => timeline.now();
  const enrolments = createEnrolments(player, firstEnrollmentId);
  const watcher = createWatcher(portal, states, { enroll: enrolments.enter, now });

  function stateOf(flowId: string): FlowState {
    const state = states.get(flowId);
    if (state === undefined)
      throw new WorkflowRefusal('NOT_FOUND', `No workflow ${flowId} in portal ${portal.portalId}.`);
    return state;
  }

  function enable(flowId: string, { existing = false }: { readonly existing?: boolean } = {}): void {
    const state = stateOf(flowId);
    state.enabled = true;
    remember(state);
    if (existing) for (const contactId of state.members) enrolments.enter(state, contactId);
    planSweep();
  }

  /** Who meets the criteria now does not come in by that alone. */
  function remember(state: FlowState): void {
    state.members.clear();
    for (const contactId of membersOf(portal, state.flow, now())) state.members.add(contactId);
  }

  function planSweep(): void {
    if (sweeping || ![...states.values()].some(isClocked)) return;
    sweeping = true;
    timeline.at(now() + SWEEP_MS, () => {
      sweeping = false;
      watcher.sweep();
      planSweep();
    });
  }

  function read(body: unknown): Flow {
    const flow = readFlow(body);
    refuseUninstalled(flow, installed);
    return flow;
  }

  function create(body: unknown): FlowView {
    const flow = read(body);
    const id = String(nextFlow++);
    const stored = { sent: asObject(body), revision: 1, createdAt: now(), updatedAt: now() };
    const who = { members: new Set<string>(), once: new Set<string>(), active: new Set<string>() };
    const state: FlowState = { id, flow, stored, enabled: false, deleted: false, ...who };
    states.set(id, state);
    if (flow.isEnabled) enable(id);
    return viewFlow(state);
  }

  function replace(flowId: string, body: unknown): FlowView {
    const state = stateOf(flowId);
    const { flowType, objectTypeId } = viewFlow(state);
    refuseStale(state, body);
    const sent = { flowType, objectTypeId, ...asObject(body) };
    state.flow = read(sent);
    state.stored = { ...state.stored, sent, revision: state.stored.revision + 1, updatedAt: now() };
    if (!state.flow.isEnabled) state.enabled = false;
    else enable(flowId);
    return viewFlow(state);
  }

  function remove(flowId: string): void {
    const state = stateOf(flowId);
    states.delete(flowId);
    state.deleted = true;
    state.enabled = false;
    enrolments.dissolve(state);
  }

  return {
    create,
    replace,
    get: (flowId) => viewFlow(stateOf(flowId)),
    list: () => [...states.values()].map(listedFlow),
    remove,
    enable,
    disable: (flowId) => void (stateOf(flowId).enabled = false),
    enroll(flowId, contactIds) {
      const state = stateOf(flowId);
      if (!state.enabled) throw new WorkflowRefusal('INVALID_INPUT', `Workflow ${flowId} is off. Turn it on first.`);
      return contactIds.filter((contactId) => enrolments.enter(state, contactId)).length;
    },
    busy: () => watcher.busy(),
    idle: () => watcher.idle(),
    finished: () => enrolments.finished(),
    close() {
      watcher.close();
      enrolments.close();
    },
  };
}

function membersOf(portal: SandboxPortal, { criteria: { filter } }: Flow, now: number): string[] {
  if (filter === undefined) return [];
  return portal.contactIds().filter((contactId) => meets(filter, portal.properties(contactId) ?? {}, now));
}

function refuseStale({ id, stored }: FlowState, body: unknown): void {
  const given = asText(asObject(body)['revisionId']);
  if (given === undefined)
    throw new WorkflowRefusal('INVALID_INPUT', 'revisionId: send the one of the flow as it was read');
  if (given === String(stored.revision)) return;
  const message = `Workflow ${id} is at revision ${stored.revision}, not ${given}. Read it again, then change it.`;
  throw new WorkflowRefusal('CONFLICT', message);
}

function refuseUninstalled(flow: Flow, installed: (actionTypeId: string) => boolean): void {
  const places = [...flow.actions.values()].flatMap((action) =>
    action.kind === 'app' && !installed(action.typeId) ? [`${action.id}: no app here has ${action.typeId}`] : [],
  );
  if (places.length > 0) throw new WorkflowRefusal('INVALID_INPUT', `The flow cannot be played. ${places.join('; ')}`);
}
