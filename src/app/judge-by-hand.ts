import { decideRequest } from '../core/decide-request.js';
import type { Decision } from '../core/decide-stage.js';
import type { Stage } from '../core/model.js';
import { nextActionOf } from '../core/next-action.js';
import { fieldsHere } from '../core/plan-step.js';
import { inOverrideWords } from '../core/sql-policy.js';
import { fieldsOf, JOURNEY, rankOf, stageOf } from '../core/stages.js';
import type { Want } from './ask.js';
import { mayOf } from './card/card-may.js';
import type { Judgement, Read } from './judgement.js';
import type { Move } from './outcome.js';
import { planMove } from './plan-move.js';
import { changedProperties, nurtureProperties } from './score-properties.js';

/** What only a rep asks for, and the model does not decide. */
export type HandWant = Extract<Want, { readonly kind: 'accept' | 'set-by-hand' }>;

export function isByHand(want: Want): want is HandWant {
  return want.kind === 'accept' || want.kind === 'set-by-hand';
}

/** What is decided when a rep accepts a lead. */
export const ACCEPTED = 'accepted';
const BECAUSE_ACCEPTED = 'A rep accepted the lead';

/** Judges what a rep asks for, once nothing speaks against it (`refuseByHand`). @param now epoch milliseconds */
export function judgeByHand(want: HandWant, read: Read, now: number): Judgement {
  return want.kind === 'accept' ? judgeAccept(want, read, now) : judgeSql(want, read, now);
}

/**
 * An MQL becomes an SAL. At SQL, and where the portal cannot hold SAL, the stage stays; Lead Status then says that somebody
 * is at it, so that whoever looks in HubSpot sees the same.
 */
function judgeAccept({ by }: Want & { kind: 'accept' }, read: Read, now: number): Judgement {
  const { properties, profile } = read;
  const at = stageOf(properties['lifecyclestage'], properties['hs_lead_status']);
  const moves = at === 'mql' && fieldsHere('sal', profile) !== undefined;
  const decided: Decision = moves
    ? { kind: 'advance', from: at, to: 'sal', rule: ACCEPTED, missing: [], passed: [] }
    : { kind: 'hold', from: at, to: at, rule: ACCEPTED, missing: [], flags: [] };
  const { hs_lead_status: working = '' } = fieldsOf('sal');
  const status = at === 'sql' && profile.leadStatuses.has(working) ? { hs_lead_status: working } : {};
  return carriedBy(decided, read, { because: [BECAUSE_ACCEPTED], writes: { ...status, ...acceptedBy(by, now) } });
}

/** The note and each reason are kept with the transition; who sets a lead has accepted it. */
function judgeSql({ note, override = '', by }: Want & { kind: 'set-by-hand' }, read: Read, now: number): Judgement {
  const { properties, profile, compiled } = read;
  const { lifecyclestage, hs_lead_status: leadStatus } = properties;
  const { overrides } = mayOf(read, now);
  const decided = decideRequest({
    from: stageOf(lifecyclestage, leadStatus),
    to: 'sql',
    order: profile.stageOrder,
    lifecyclestage,
    // Whoever says why may leave a protected stage, and go back.
    protect: [],
    allowBackward: true,
  });
  const [first] = overrides;
  const passed = decided.kind === 'advance' ? { passed: skippedTo('sql', read) } : {};
  const rule = decided.kind === 'hold' ? decided.rule : first ? `override:${first.id}` : 'manual';
  const judged = carriedBy({ ...decided, ...passed, rule }, read, {
    because: [note, ...inOverrideWords(overrides, override)],
    writes: acceptedBy(by, now),
  });
  return judged.move
    ? { ...judged, outcome: { ...judged.outcome, nextAction: nextActionOf(decided, compiled.model) } }
    : { ...judged, writes: {} };
}

/** Stages of the model between where the contact is and where it goes: nobody may say later that it was at them. */
function skippedTo(stage: Stage, { properties, compiled: { model } }: Read): readonly Stage[] {
  // Who is out stands where the lifecycle stage says.
  const from = rankOf(stageOf(properties['lifecyclestage'], '')) ?? 0;
  const at = rankOf(stageOf(properties['lifecyclestage'], properties['hs_lead_status'])) ?? from;
  const to = rankOf(stage) ?? 0;
  return JOURNEY.filter((one) => model.stages[one] !== undefined && isBetween(rankOf(one) ?? 0, at, to));
}

const isBetween = (rank: number, from: number, to: number): boolean => rank > from && rank < to;

function acceptedBy(by: string, now: number): Record<string, string> {
  return { handoff_accepted_by: by, handoff_accepted_at: new Date(now).toISOString() };
}

function carriedBy(
  decided: Decision,
  read: Read,
  { because, writes }: { readonly because: readonly string[]; readonly writes: Readonly<Record<string, string>> },
): Judgement {
  const { decision, move }: { decision: Decision; move?: Move } = planMove(decided, read, because);
  const wanted = { ...nurtureProperties(move, read.properties), ...writes };
  return {
    outcome: { decision, model: read.compiled.model.version },
    writes: changedProperties(wanted, read.properties, read.profile.properties),
    ...(move ? { move } : {}),
  };
}
