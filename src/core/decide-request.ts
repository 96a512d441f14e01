import type { Decision } from './decide-stage.js';
import type { Model, Stage } from './model.js';
import { confirmation, type Objection } from './sql-policy.js';
import { fieldsOf, knowsLifecycle, rankOf } from './stages.js';

/** An explicit ask for one stage. */
export interface StageRequest {
  /** Where the contact is, in our words; an id we do not know as it is. */
  readonly from: string;
  readonly to: Stage;
  /** The lifecycle stage id HubSpot holds now; blank counts as `lead`. */
  readonly lifecyclestage: string | null | undefined;
  /** Lifecycle stage ids in this portal's order: "forward" means this order. */
  readonly order: readonly string[];
  readonly protect: readonly Stage[];
  readonly allowBackward: boolean;
  /** Said when the contact is disqualified; absent: that it was asked for. */
  readonly because?: string;
}

/**
 * An ask for SQL under the model's policy: what speaks against it holds the contact, unless whoever asks overrides it.
 *
 * @param decided   what the ask comes to without the policy; anything but a way to SQL stays as it is
 * @param overrides is a reason given for going against all objections?
 */
export function decideNewSql(
  decided: Decision,
  {
    model,
    objections,
    overrides,
  }: { readonly model: Model; readonly objections: readonly Objection[]; readonly overrides: boolean },
): Decision {
  if (decided.to !== 'sql' || decided.kind === 'hold') return decided;
  const [first] = objections;
  if (first && !overrides) return hold(decided.from, first.rule, first.missing);
  const rule = first ? `override:${first.id}` : decided.rule;
  return decided.kind === 'advance' ? { ...decided, rule, ...confirmation(model) } : { ...decided, rule };
}

/**
 * Decides what an explicit ask for a stage comes to. The first that applies, in this order: it is there already · its
 * stage is protected · its stage is not one we know · out it goes · the portal has no such stage · forward · backward.
 * A stage that differs only in Lead Status counts as forward. Recycling is always a way back, so it needs no leave for
 * that; who has not come as far as MQL, stands aside, or is out cannot be recycled.
 */
export function decideRequest(request: StageRequest): Decision {
  const { from, to, protect } = request;
  if (from === to) return hold(from, 'already-there');
  if (protect.some((stage) => stage === from)) return hold(from, `protect:${from}`);
  if (!knowsLifecycle(request.lifecyclestage)) return hold(from, 'unknown-stage');
  if (from === 'disqualified' && to === 'recycled') return hold(from, 'disqualified');
  if (to === 'disqualified') {
    return { kind: 'disqualify', from, to, rule: 'asked', missing: [], because: request.because ?? 'Asked for' };
  }
  return decideDirection(request);
}

function decideDirection({ from, to, order, lifecyclestage, allowBackward }: StageRequest): Decision {
  const target = order.indexOf(fieldsOf(to).lifecyclestage ?? '');
  const current = order.indexOf(lifecyclestage?.trim() || 'lead');
  if (target === -1) return hold(from, 'stage-not-in-portal');
  if (current === -1 && lifecyclestage?.trim()) return hold(from, 'unknown-stage');
  if (to === 'recycled') {
    const reached = rankOf(from) !== undefined && target <= current;
    return reached ? { kind: 'recycle', from, to, rule: 'asked', missing: [] } : hold(from, 'before-mql');
  }
  if (target >= current) return { kind: 'advance', from, to, rule: 'asked', missing: [], passed: [] };
  if (!allowBackward) return hold(from, 'would-go-back');
  return { kind: 'recycle', from, to, rule: 'asked', missing: [] };
}

function hold(from: string, rule: string, missing: readonly string[] = []): Decision {
  return { kind: 'hold', from, to: from, rule, missing, flags: [] };
}
