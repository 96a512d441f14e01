import type { Player } from './player.js';
import type { FlowState } from './watcher.js';

/** Who is in which flow. */
export interface Enrolments {
  /** @returns whether the contact came in: not while it is in this flow already */
  readonly enter: (state: FlowState, contactId: string) => boolean;
  /** Whoever is in a flow that is no more is out of it. */
  dissolve(state: FlowState): void;
  /** Resolves when nobody is in any flow, or once closed. */
  finished(): Promise<void>;
  close(): void;
}

/** @param firstId number of the first enrolment */
export function createEnrolments(player: Player, firstId: number): Enrolments {
  let waiting: (() => void)[] = [];
  let inside = 0;
  let closed = false;
  let nextId = firstId;

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

  return {
    enter: (state, contactId) => {
      if (state.active.has(contactId)) return false;
      state.active.add(contactId);
      state.once.add(contactId);
      inside += 1;
      player.play({
        id: nextId++,
        flowId: state.id,
        contactId,
        flow: () => state.flow,
        outputs: new Map(),
        visits: new Map(),
        isOver: () => state.deleted,
        onEnd: () => leave(state, contactId),
      });
      return true;
    },
    dissolve(state) {
      for (const contactId of [...state.active]) leave(state, contactId);
    },
    finished: () => (inside === 0 || closed ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    close() {
      closed = true;
      release();
    },
  };
}
