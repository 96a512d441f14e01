import { decideRequest } from '../core/decide-request.js';
import type { Decision } from '../core/decide-stage.js';
import type { Score } from '../core/score-contact.js';
import { fieldsOf, isStage, stageOf } from '../core/stages.js';
import type { Ask } from './ask.js';
import type { Move, Outcome } from './outcome.js';
import type { CompiledModel, PortalProfile } from './ports.js';
import { changedProperties, decisionProperties, scoreProperties } from './score-properties.js';

/** A contact as read, and what its portal and model are. */
export interface Read {
  readonly properties: Readonly<Record<string, string | null>>;
  readonly profile: PortalProfile;
  readonly compiled: CompiledModel;
  /** Dates of `engaged_contacts` at the contact's company; absent: unknown. */
  readonly engaged?: readonly number[];
  /** Dated acts of the lead. */
  readonly signals: Readonly<Record<string, readonly number[]>>;
}

/** What an ask comes to, before anything is carried out. */
export interface Judgement {
  readonly outcome: Outcome;
  readonly writes: Readonly<Record<string, string>>;
  readonly move?: Move;
}

const placeOf = (order: readonly string[], id: string): number => order.indexOf(id === '' ? 'lead' : id);

/** The HubSpot fields of a stage in this portal; `undefined` when the portal cannot hold it. */
function fieldsHere(stage: string, profile: PortalProfile): Record<string, string> | undefined {
  if (!isStage(stage)) return undefined;
  const { lifecyclestage, hs_lead_status: status } = fieldsOf(stage);
  if (lifecyclestage !== undefined && !profile.stageOrder.includes(lifecyclestage)) return undefined;
  const heldByStatus = lifecyclestage === undefined || stage === 'sal' || stage === 'mal' || stage === 'recycled';
  const knowsStatus = status !== undefined && profile.leadStatuses.has(status);
  if (heldByStatus && !knowsStatus) return undefined;
  return {
    ...(lifecyclestage === undefined ? {} : { lifecyclestage }),
    ...(knowsStatus ? { hs_lead_status: status } : {}),
  };
}

/** Where the contact is seen with these fields written: where an option is missing, it may read as before. */
function stageWith(fields: Read['properties'], { properties }: Read): string {
  const after = { ...properties, ...fields };
  return stageOf(after['lifecyclestage'], after['hs_lead_status']);
}

/** A move towards `decision.to`, or the decision to stay where this portal has no way there. */
function planMove(decision: Decision, read: Read, because: readonly string[]): { decision: Decision; move?: Move } {
  if (decision.to === decision.from || !isStage(decision.to)) return { decision };
  const fields = fieldsHere(decision.to, read.profile);
  const from = stageWith({}, read);
  if (!fields || stageWith(fields, read) === from)
    return { decision: { ...stay(decision), rule: 'stage-not-in-portal' } };
  const current = read.properties['lifecyclestage'] ?? '';
  const target = fields['lifecyclestage'] ?? current;
  const back =
    target !== current && placeOf(read.profile.stageOrder, target) < placeOf(read.profile.stageOrder, current);
  if (back && decision.kind !== 'recycle') return { decision: { ...stay(decision), rule: 'would-go-back' } };
  const passed = decision.kind === 'advance' ? decision.passed : [];
  return {
    decision,
    // What the portal shows, not the model's word for it: a model without MAL calls that a lead.
    move: { from, was: current, to: decision.to, clearFirst: back, fields, because, passed },
  };
}

const stay = ({ from, rule, missing }: Decision): Decision & { kind: 'hold' } => ({
  kind: 'hold',
  from,
  to: from,
  rule,
  missing,
  flags: [],
});

/** What the owner of the stage does next; while something is missing, that comes first. */
function nextActionOf({ kind, to, missing }: Decision, { model }: CompiledModel): string {
  const next = isStage(to) ? (model.stages[to]?.next ?? '') : '';
  if (kind !== 'hold' || missing.length === 0) return next;
  return [`Still needed: ${missing.slice(0, 3).join(', ')}`, next].filter(Boolean).join('. ');
}

/** Why, in words for the log: what scored, or (an answer scores nothing) that the model's own condition is met. */
function whyOf(decision: Decision, { reasons }: Score): readonly string[] {
  if (decision.kind === 'disqualify') return [decision.because];
  if (reasons.length > 0) return reasons.map(({ because }) => because);
  return [`Meets what the model asks of ${decision.to}`];
}

/** Does the mode move, and does it write? */
const MODE = {
  act: { moves: true, writes: true },
  suggest: { moves: false, writes: true },
  observe: { moves: false, writes: false },
} as const;

function judgeScore(score: Score, read: Read, now: number): Judgement {
  const { compiled, properties, profile } = read;
  const from = stageOf(properties['lifecyclestage'], properties['hs_lead_status']);
  const { version } = compiled.model;
  return {
    outcome: {
      decision: { kind: 'hold', from, to: from, rule: 'scored', missing: [], flags: [] },
      score,
      model: version,
    },
    writes: changedProperties(scoreProperties(score, version, now), properties, profile.properties),
  };
}

function judgeStage(ask: Ask & { want: { kind: 'set-stage' } }, read: Read): Judgement {
  const { properties, profile, compiled } = read;
  const lifecyclestage = properties['lifecyclestage'] ?? '';
  const asked = decideRequest({
    from: stageOf(lifecyclestage, properties['hs_lead_status']),
    to: ask.want.stage,
    order: profile.stageOrder,
    lifecyclestage,
    protect: compiled.model.protect,
    allowBackward: ask.want.allowBackward,
  });
  const { decision, move } = planMove(asked, read, [ask.want.reason ?? 'Asked for']);
  return { outcome: { decision, model: compiled.model.version }, writes: {}, ...(move ? { move } : {}) };
}

/**
 * Scores and decides one contact as read, and plans what follows: the properties to write and the stage to move to.
 *
 * @param now epoch milliseconds; everything dated is measured from it
 */
export function judge(ask: Ask, read: Read, now: number): Judgement {
  const { want } = ask;
  if (want.kind === 'set-stage') return judgeStage({ ...ask, want }, read);
  const { compiled, properties, profile, signals, engaged } = read;
  const company: Record<string, readonly number[]> = engaged ? { engaged_contacts: engaged } : {};
  const contact = { properties, signals, unlistedSignals: 'never' as const, company };
  const score = compiled.score(contact, now);
  if (want.kind !== 'qualify') return judgeScore(score, read, now);

  const decided = compiled.decide(contact, score, now);
  const mode = MODE[want.mode];
  const because = whyOf(decided, score);
  const { decision, move: possible } = planMove(decided, read, because);
  const move = mode.moves ? possible : undefined;
  const nextAction = nextActionOf(decision, compiled);
  const assigned = move?.to === 'sql' && want.assignTo ? { hubspot_owner_id: want.assignTo } : {};
  const wanted = {
    ...scoreProperties(score, compiled.model.version, now),
    ...decisionProperties(decision, nextAction),
    ...assigned,
  };
  return {
    outcome: { decision, score, model: compiled.model.version, nextAction },
    writes: mode.writes ? changedProperties(wanted, properties, profile.properties) : {},
    ...(move ? { move } : {}),
  };
}
