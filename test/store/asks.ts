import { createHash } from 'node:crypto';
import type { Ask } from '../../src/app/ask.js';
import type { Move, MoveResult, Outcome } from '../../src/app/outcome.js';
import type { Plan, Settlement } from '../../src/app/ports.js';
import type { Stage } from '../../src/core/model.js';

/* What a test says to a store: an ask by a short name, with everything else filled in. */

export function keyOf(name: string): string {
  return createHash('sha256').update(name).digest('hex');
}

export function anAsk(portalId: number, name: string, more: Partial<Ask> = {}): Ask {
  return {
    portalId,
    contactId: '101',
    key: keyOf(name),
    way: 'workflow',
    actor: 'workflow:5005',
    action: 'qualify-lead',
    want: { kind: 'qualify', model: undefined, mode: 'act', assignTo: undefined },
    callbackId: `ap-${portalId}-${name}`,
    at: 1_700_000_000_000,
    ...more,
  };
}

export function aMove(from: string, to: Stage): Move {
  return {
    from,
    to,
    was: from,
    clearFirst: false,
    fields: { lifecyclestage: to },
    because: [`Ready for ${to}`],
    passed: [],
  };
}

export function advanced(from: string, to: Stage): Outcome {
  return {
    decision: { kind: 'advance', from, to, rule: `enter:${to}`, missing: [], passed: [] },
    score: { score: 71, fit: 80, intent: 60, timing: null, coverage: 0.9, reasons: [], unknown: [] },
    model: 'saas@0badcafe',
  };
}

export const HELD: Outcome = {
  decision: { kind: 'hold', from: 'lead', to: 'lead', rule: 'at:lead', missing: ['budget'], flags: [] },
  model: 'saas@0badcafe',
};

export const REFUSED: Outcome = {
  decision: { kind: 'refused', code: 'not-a-contact', because: 'The workflow is about companies' },
};

/** A plan that moves the contact, or (without stages) one that leaves it where it is. */
export function aPlan(ask: Ask, from?: string, to: Stage = 'mql', headSeen?: number): Plan {
  const seen = headSeen === undefined ? {} : { headSeen };
  if (from === undefined) return { ask, outcome: HELD, writes: { handoff_score: '71' }, ...seen };
  return { ask, outcome: advanced(from, to), writes: { handoff_score: '71' }, move: aMove(from, to), ...seen };
}

/** How a plan ended. */
export function ended(plan: Plan, state: MoveResult['state'] = 'applied'): Settlement {
  if (!plan.move) return { ask: plan.ask, outcome: plan.outcome };
  const stage = state === 'applied' ? plan.move.to : plan.move.from;
  return { ask: plan.ask, outcome: { ...plan.outcome, move: { state, stage, because: 'Read back' } }, move: plan.move };
}

export async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
}
