import type { SandboxPortal } from '../portal/portal.js';
import { triggered } from './criteria.js';
import { meets } from './filters.js';
import type { Flow } from './flow.js';

/** A flow in its portal. */
export interface FlowState {
  readonly id: string;
  readonly flow: Flow;
  enabled: boolean;
  /** Who meets the enrolment filter now. */
  readonly members: Set<string>;
  /** Who was ever enrolled. */
  readonly once: Set<string>;
  /** Who is on the way. */
  readonly active: Set<string>;
}

export interface Watcher {
  /** Changes that were heard and not yet looked at. */
  busy(): boolean;
  /** Resolves when every change heard so far was looked at. */
  idle(): Promise<void>;
  close(): void;
}

/**
 * Hears every change of the portal and enrols who newly meets a flow's criteria. Changes of one contact that come
 * together are looked at once, when all of them are in.
 */
export function createWatcher(
  portal: SandboxPortal,
  flows: ReadonlyMap<string, FlowState>,
  enroll: (state: FlowState, contactId: string) => void,
): Watcher {
  let heard = new Map<string, Set<string>>();
  let looking: Promise<void> = Promise.resolve();

  function look(): void {
    const now = heard;
    heard = new Map();
    for (const [contactId, changed] of now) {
      for (const state of flows.values())
        if (state.enabled && takesIn(state, contactId, changed)) enroll(state, contactId);
    }
  }

  function takesIn(state: FlowState, contactId: string, changed: ReadonlySet<string>): boolean {
    const { criteria } = state.flow;
    const values = portal.properties(contactId);
    if (criteria.filter === undefined || values === undefined) return false;
    const wasMember = state.members.has(contactId);
    if (!meets(criteria.filter, values)) {
      state.members.delete(contactId);
      return false;
    }
    state.members.add(contactId);
    const first = !state.once.has(contactId);
    if (first && !wasMember) return true;
    return (criteria.again || (first && criteria.byEvent)) && (!wasMember || triggered(criteria, changed, values));
  }

  const stop = portal.onChange(({ contactId, name }) => {
    if (heard.size === 0) looking = Promise.resolve().then(look);
    const names = heard.get(contactId);
    if (names) names.add(name);
    else heard.set(contactId, new Set([name]));
  });

  return { busy: () => heard.size > 0, idle: () => looking, close: stop };
}
