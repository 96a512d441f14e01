import type { AssignmentOrder, AssignmentRow, AssignmentStore, Given } from '../../src/app/assignment.js';
import { rotate } from '../../src/core/rotate.js';
import type { MemoryEvaluations } from './memory-evaluations.js';
import { createStoreFaults, type StoreFaults } from './store-faults.js';

const KEEP_MS = 86_400_000;

type Line = AssignmentRow & { readonly seq: number };

export interface MemoryAssignments
  extends AssignmentStore, Pick<StoreFaults<keyof AssignmentStore>, 'fail' | 'hold' | 'count'> {
  /** The ledger, oldest first. */
  readonly ledger: readonly Line[];
}

/** Turns and their ledger in memory, beside the chains of `store`. Caps count what the ledger ever gave. */
export function createMemoryAssignments(store: MemoryEvaluations): MemoryAssignments {
  const ledger: Line[] = [];
  const credits = new Map<string, ReadonlyMap<string, number>>();
  const { transact, ...faults } = createStoreFaults<keyof AssignmentStore>();

  const chainOf = ({ portalId, contactId }: AssignmentOrder) =>
    store.transitions.filter((one) => one.portalId === portalId && one.contactId === contactId);
  const isMoving = ({ portalId, contactId }: AssignmentOrder): boolean =>
    store
      .evaluations()
      .some(
        ({ ask, state, move }) =>
          state === 'planned' && move && ask.portalId === portalId && ask.contactId === contactId,
      );

  function assign(order: AssignmentOrder): Given {
    const { portalId, contactId, rotation, candidates, stage, at } = order;
    const chain = chainOf(order);
    const head = chain.at(-1)?.to;
    const open = isMoving(order);
    if (open || !(head === undefined || head === order.from || chain.length === order.headSeen))
      return { kind: 'stale', head: chain.length, open };
    const line = ledger.findLast((one) => one.portalId === portalId && one.contactId === contactId);
    const used = line && chain.slice(line.seq).some(({ to }) => to === line.stage);
    if (line && !used && at - line.at < KEEP_MS) return { kind: 'given', assignment: line };
    const openLeads = new Map<string, number>();
    for (const { owner } of ledger) if (owner !== null) openLeads.set(owner, (openLeads.get(owner) ?? 0) + 1);
    const turn = rotate(candidates, { credits: credits.get(`${portalId} ${rotation}`) ?? new Map(), openLeads });
    credits.set(`${portalId} ${rotation}`, turn.credits);
    const { chosen, because, passedOver } = turn;
    const assignment = { owner: chosen?.owner ?? null, email: chosen?.email ?? null, because, passedOver };
    ledger.push({ portalId, contactId, ...assignment, stage, at, seq: chain.length });
    return { kind: 'given', assignment };
  }

  async function* assignments(): AsyncGenerator<AssignmentRow> {
    yield* ledger;
  }

  return { ...faults, ledger, assign: (order) => transact('assign', () => assign(order)), assignments };
}
