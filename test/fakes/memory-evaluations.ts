import { AppError } from '../../src/app/errors.js';
import type { Ask } from '../../src/app/ask.js';
import type { ClockStart } from '../../src/app/clock/clock.js';
import type { Evaluation, Move, MoveResult, Outcome, Transition } from '../../src/app/outcome.js';
import type { EvaluationStore, Plan, Planned, Settlement } from '../../src/app/ports.js';
import { createStoreFaults, type StoreFaults } from './store-faults.js';

/** How long a lease lasts when nobody renews it. */
export const LEASE_MS = 60_000;

interface Row {
  readonly ask: Ask;
  state: Evaluation['state'];
  outcome?: Outcome;
  writes?: Readonly<Record<string, string>>;
  move?: Move;
  attempts: number;
  holder: string | undefined;
  leaseUntil: number;
  dueAt: number;
  completion: 'unwanted' | 'wanted' | 'done';
  completionHolder: string | undefined;
  completionLeaseUntil: number;
  completionDueAt: number;
}

/** One store that any number of workers may open. Nothing waits in the middle of an operation: each is one transaction. */
export interface MemoryEvaluations extends Pick<StoreFaults<keyof EvaluationStore>, 'fail' | 'hold' | 'count'> {
  open(worker: string): EvaluationStore;
  /** Keeps an ask that nobody works on yet, as signals do: it is due now. */
  accept(ask: Ask): void;
  /** What an answer of a rep does: whatever waits for it is due now. */
  wake(portalId: number, contactId: string): void;
  /** The log, in the order it was written. */
  readonly transitions: readonly Transition[];
  /** What sales is to hear of, in the order it was settled. */
  readonly announced: readonly {
    readonly contactId: string;
    readonly stage: string;
    readonly channels: readonly string[];
  }[];
  /** Every ask as it is now, in the order they came. */
  evaluations(): Evaluation[];
  /** Moves that are planned and not settled. */
  openMoves(): number;
  /** What became of every settled move, in the order they ended. */
  readonly moveResults: readonly MoveResult[];
  /** Who holds the lease, while it lasts. */
  holderOf(key: string): string | undefined;
}

/**
 * The store of evaluations in memory: implements the port to the letter, leases and races included.
 *
 * @param now epoch ms @param startClock what is to happen where the clock of a contact begins
 */
export function createMemoryEvaluations(
  now: () => number,
  startClock: (start: ClockStart) => void = () => undefined,
): MemoryEvaluations {
  const rows = new Map<string, Row>();
  const heads = new Map<string, { readonly stage: string; readonly seq: number }>();
  const transitions: Transition[] = [];
  const moveResults: MoveResult[] = [];
  const announced: { contactId: string; stage: string; channels: readonly string[] }[] = [];
  const { transact, fail, hold, count } = createStoreFaults<keyof EvaluationStore>();

  const idOf = (portalId: number, key: string): string => `${portalId}:${key}`;
  const contactOf = ({ portalId, contactId }: Ask): string => `${portalId}:${contactId}`;
  const openMoveOf = (contact: string): Row | undefined =>
    [...rows.values()].find((row) => row.state === 'planned' && row.move && contactOf(row.ask) === contact);

  function insert(ask: Ask, state: Row['state'], holder: string): Row {
    const row: Row = {
      ask,
      state,
      attempts: 0,
      holder,
      leaseUntil: now() + LEASE_MS,
      dueAt: now(),
      completion: 'unwanted',
      completionHolder: undefined,
      completionLeaseUntil: 0,
      completionDueAt: now(),
    };
    rows.set(idOf(ask.portalId, ask.key), row);
    return row;
  }

  function staleness({ ask, move, headSeen }: Plan): Planned | undefined {
    if (!move) return undefined;
    const head = heads.get(contactOf(ask));
    const open = openMoveOf(contactOf(ask)) !== undefined;
    const elsewhere = head !== undefined && head.stage !== move.from && head.seq !== headSeen;
    return open || elsewhere ? { kind: 'stale', head: head?.seq ?? 0, open } : undefined;
  }

  function plan(worker: string, planned: Plan): Planned {
    const { ask } = planned;
    const there = rows.get(idOf(ask.portalId, ask.key));
    const ours = there?.state === 'accepted' && there.holder === worker;
    if (there && !ours) return { kind: 'repeat', evaluation: evaluationOf(there) };
    const stale = staleness(planned);
    if (stale) return stale;
    const row = there ?? insert(ask, 'planned', worker);
    row.state = 'planned';
    row.outcome = planned.outcome;
    row.writes = planned.writes;
    if (planned.move) row.move = planned.move;
    return { kind: 'planned' };
  }

  function append(ask: Ask, step: Pick<Transition, 'from' | 'to' | 'way' | 'actor' | 'rule'>, settled?: Settlement) {
    const { portalId, contactId } = ask;
    const because = settled?.move?.because ?? [];
    const more = { because, model: settled?.outcome.model ?? null, passed: settled?.move?.passed ?? [], at: now() };
    transitions.push({ portalId, contactId, ...step, ...more });
    heads.set(contactOf(ask), { stage: step.to, seq: (heads.get(contactOf(ask))?.seq ?? 0) + 1 });
  }

  function log(settlement: Settlement, move: Move): void {
    const { ask, outcome } = settlement;
    const head = heads.get(contactOf(ask));
    if (head && head.stage !== move.from) {
      append(ask, { from: head.stage, to: move.from, way: 'sync', actor: 'portal', rule: 'seen' });
    }
    const rule = outcome.decision.kind === 'refused' ? outcome.decision.code : outcome.decision.rule;
    append(ask, { from: move.from, to: move.to, way: ask.way, actor: ask.actor, rule }, settlement);
  }

  function settle(worker: string, settlement: Settlement): boolean {
    const { ask, outcome, move } = settlement;
    const there = rows.get(idOf(ask.portalId, ask.key));
    if (there?.state === 'settled') return true;
    if (there && there.holder !== worker) return false;
    if (there?.move && !move)
      throw new AppError('INTERNAL', 'A planned move was settled without saying what became of it');
    const row = there ?? insert(ask, 'settled', worker);
    row.state = 'settled';
    row.outcome = outcome;
    row.holder = undefined;
    row.completionDueAt = now();
    if (move && outcome.move) moveResults.push(outcome.move);
    const { clock } = settlement;
    if (clock && (clock.because === 'seen' || outcome.move?.state === 'applied')) startClock(clock);
    if (move && outcome.move?.state === 'applied') {
      log(settlement, move);
      const { channels } = settlement.announce ?? { channels: [] };
      if (channels.length > 0) announced.push({ contactId: ask.contactId, stage: move.to, channels });
    }
    return true;
  }

  function defer(worker: string, ask: Ask): Evaluation {
    const row = rows.get(idOf(ask.portalId, ask.key)) ?? insert(ask, 'accepted', worker);
    if (row.completion === 'unwanted') row.completion = 'wanted';
    return evaluationOf(row);
  }

  function claim(worker: string, limit: number): Evaluation[] {
    const due = [...rows.values()].filter(
      (row) => row.state !== 'settled' && row.dueAt <= now() && (row.holder === undefined || row.leaseUntil <= now()),
    );
    return due.slice(0, limit).map((row) => {
      row.holder = worker;
      row.leaseUntil = now() + LEASE_MS;
      row.attempts += 1;
      return evaluationOf(row);
    });
  }

  function release(worker: string, id: string, delayMs: number): void {
    const row = rows.get(id);
    if (!row || row.holder !== worker) return;
    row.holder = undefined;
    row.dueAt = now() + delayMs;
  }

  function claimCompletions(worker: string, limit: number) {
    const due = [...rows.values()].filter(
      (row) =>
        row.state === 'settled' &&
        row.completion === 'wanted' &&
        row.completionDueAt <= now() &&
        (row.completionHolder === undefined || row.completionLeaseUntil <= now()),
    );
    const portalId = due[0]?.ask.portalId;
    if (portalId === undefined) return undefined;
    const taken = due.filter((row) => row.ask.portalId === portalId).slice(0, limit);
    for (const row of taken) {
      row.completionHolder = worker;
      row.completionLeaseUntil = now() + LEASE_MS;
    }
    return { portalId, evaluations: taken.map(evaluationOf) };
  }

  const rowsOf = (portalId: number, keys: readonly string[]): Row[] =>
    keys.flatMap((key) => rows.get(idOf(portalId, key)) ?? []);

  /** HubSpot knows: a fact, whoever holds the lease. */
  function complete(portalId: number, keys: readonly string[]): void {
    for (const row of rowsOf(portalId, keys)) row.completion = 'done';
  }

  function releaseCompletions(worker: string, which: readonly Row[], delayMs: number): void {
    for (const row of which.filter(({ completionHolder }) => completionHolder === worker)) {
      row.completionHolder = undefined;
      row.completionDueAt = now() + delayMs;
    }
  }

  function renew(worker: string): void {
    for (const row of rows.values()) {
      if (row.holder === worker) row.leaseUntil = now() + LEASE_MS;
      if (row.completionHolder === worker) row.completionLeaseUntil = now() + LEASE_MS;
    }
  }

  function open(worker: string): EvaluationStore {
    return {
      find: (portalId, key) =>
        transact('find', () => {
          const row = rows.get(idOf(portalId, key));
          return row && evaluationOf(row);
        }),
      plan: (planned) => transact('plan', () => plan(worker, planned)),
      settle: (settlement) => transact('settle', () => settle(worker, settlement)),
      defer: (ask) => transact('defer', () => defer(worker, ask)),
      claim: (limit) => transact('claim', () => claim(worker, limit)),
      release: (portalId, key, delayMs) => transact('release', () => release(worker, idOf(portalId, key), delayMs)),
      renew: () => transact('renew', () => renew(worker)),
      breakLeases: () =>
        transact('breakLeases', () => {
          for (const row of rows.values()) row.holder = row.completionHolder = undefined;
        }),
      claimCompletions: (limit) => transact('claimCompletions', () => claimCompletions(worker, limit)),
      completed: (portalId, keys) => transact('completed', () => complete(portalId, keys)),
      releaseCompletions: (portalId, keys, delayMs) =>
        transact('releaseCompletions', () => releaseCompletions(worker, rowsOf(portalId, keys), delayMs)),
    };
  }

  return {
    open,
    accept: (ask) => {
      if (!rows.has(idOf(ask.portalId, ask.key))) insert(ask, 'accepted', '').holder = undefined;
    },
    wake: (portalId, contactId) => {
      for (const row of rows.values()) {
        const waits = row.ask.want.kind === 'await-acceptance' && row.state === 'accepted' && row.holder === undefined;
        if (waits && row.ask.portalId === portalId && row.ask.contactId === contactId) row.dueAt = now();
      }
    },
    transitions,
    moveResults,
    announced,
    evaluations: () => [...rows.values()].map(evaluationOf),
    openMoves: () => [...rows.values()].filter((row) => row.state === 'planned' && row.move).length,
    holderOf: (key) => [...rows.values()].find((row) => row.ask.key === key && row.leaseUntil > now())?.holder,
    fail,
    hold,
    count,
  };
}

/** A copy: what a caller holds does not change when the store does. */
function evaluationOf({ ask, state, outcome, writes, move, attempts }: Row): Evaluation {
  return {
    ask,
    state,
    attempts,
    ...(outcome ? { outcome } : {}),
    ...(writes ? { writes } : {}),
    ...(move ? { move } : {}),
  };
}
