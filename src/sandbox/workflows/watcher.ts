import type { SandboxPortal } from '../portal/portal.js';
import { triggered } from './criteria.js';
import { hangsOnClock, meets } from './filters.js';
import type { Flow } from './flow.js';
import type { StoredFlow } from './stored-flow.js';

/** A flow in its portal. */
export interface FlowState {
  readonly id: string;
  flow: Flow;
  stored: StoredFlow;
  enabled: boolean;
  deleted: boolean;
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
  /** Looks at everybody, for flows whose criteria hang on the clock. */
  sweep(): void;
  close(): void;
}

const NOTHING: ReadonlySet<string> = new Set();

/**
 * Hears every change of the portal and enrols who newly meets a flow's criteria. Changes of one contact that come
 * together are looked at once, when all of them are in.
 */
export function createWatcher(
  portal: SandboxPortal,
  flows: ReadonlyMap<string, FlowState>,
  tools: { readonly enroll: (state: FlowState, contactId: string) => void; readonly now: () => number },
): Watcher {
  const { enroll, now } = tools;
  let heard = new Map<string, Set<string>>();
  let looking: Promise<void> = Promise.resolve();

  function look(): void {
    const changes = heard;
    heard = new Map();
    for (const [contactId, changed] of changes) {
      for (const state of flows.values())
        if (state.enabled && takesIn(state, contactId, changed)) enroll(state, contactId);
    }
  }

  function takesIn(state: FlowState, contactId: string, changed: ReadonlySet<string>): boolean {
    const { criteria } = state.flow;
    const values = portal.properties(contactId);
    if (criteria.filter === undefined || values === undefined) return false;
    const wasMember = state.members.has(contactId);
    if (!meets(criteria.filter, values, now())) {
      state.members.delete(contactId);
      return false;
    }
    state.members.add(contactId);
    const first = !state.once.has(contactId);
    if (first && !wasMember) return true;
    return (
      (criteria.again || (first && criteria.byEvent)) &&
      (!wasMember || triggered(criteria, changed, { values, now: now() }))
    );
  }

  function sweep(): void {
    for (const state of flows.values()) {
      if (!isClocked(state)) continue;
      for (const contactId of portal.contactIds()) if (takesIn(state, contactId, NOTHING)) enroll(state, contactId);
    }
  }

  const stop = portal.onChange(({ contactId, name }) => {
    if (heard.size === 0) looking = Promise.resolve().then(look);
    const names = heard.get(contactId);
    if (names) names.add(name);
    else heard.set(contactId, new Set([name]));
  });

  return { busy: () => heard.size > 0, idle: () => looking, sweep, close: stop };
}

/** Is it on, and may time alone make somebody meet its criteria? */
export function isClocked({ enabled, flow: { criteria } }: FlowState): boolean {
  return enabled && criteria.filter !== undefined && hangsOnClock(criteria.filter);
}
