import { decideNewSql, decideRequest } from '../core/decide-request.js';
import type { Decision } from '../core/decide-stage.js';
import type { Stage } from '../core/model.js';
import { inOverrideWords, objectionsToSql } from '../core/sql-policy.js';
import { stageOf } from '../core/stages.js';
import type { Want } from './ask.js';
import { contactOf, type Judgement, type Read } from './judgement.js';
import { planMove } from './plan-move.js';
import { changedProperties, nurtureProperties, recycleProperties } from './score-properties.js';

/** An ask for one stage, whatever the model would say. */
export type StageWant = Extract<Want, { readonly kind: 'set-stage' | 'recycle' | 'disqualify' }>;

export function asksForStage(want: Want): want is StageWant {
  return want.kind === 'set-stage' || want.kind === 'recycle' || want.kind === 'disqualify';
}

function decide(
  read: Read,
  to: Stage,
  { because, back = false, protect = true }: { because?: string; back?: boolean; protect?: boolean },
): Decision {
  const { properties, profile, compiled } = read;
  const lifecyclestage = properties['lifecyclestage'] ?? '';
  return decideRequest({
    from: stageOf(lifecyclestage, properties['hs_lead_status']),
    to,
    order: profile.stageOrder,
    lifecyclestage,
    protect: protect ? compiled.model.protect : [],
    allowBackward: back,
    ...(because === undefined ? {} : { because }),
  });
}

/** The move of a decision and what is written with it; nothing is written when there is no move. */
function carriedBy(
  decided: Decision,
  read: Read,
  { because, writes }: { readonly because: readonly string[]; readonly writes: Readonly<Record<string, string>> },
): Judgement {
  const { decision, move } = planMove(decided, read, because);
  const outcome = { decision, model: read.compiled.model.version };
  if (!move) return { outcome, writes: {} };
  const wanted = { ...nurtureProperties(move, read.properties), ...writes };
  return { outcome, writes: changedProperties(wanted, read.properties, read.profile.properties), move };
}

const countOf = (text: string | null | undefined): number => {
  const count = Number(text ?? '');
  return Number.isInteger(count) && count > 0 ? count : 0;
};

function judgeRecycle({ reason, wakeUpAfterDays }: StageWant & { kind: 'recycle' }, read: Read, now: number) {
  const recycleCount = countOf(read.properties['handoff_recycle_count']) + 1;
  const writes = recycleProperties({ reason, wakeUpAfterDays, recycleCount, now });
  const judged = carriedBy(decide(read, 'recycled', {}), read, { because: [reason], writes });
  return { ...judged, outcome: { ...judged.outcome, recycleCount: judged.move ? recycleCount : recycleCount - 1 } };
}

/** The model's own spelling of a reason, so that the same reason counts as one; else as it was given. */
function spelled(reason: string, { compiled }: Read): string {
  const known = compiled.model.disqualifyReasons.find((one) => one.toLowerCase() === reason.toLowerCase());
  return known ?? reason;
}

function judgeDisqualify({ reason: given, note }: StageWant & { kind: 'disqualify' }, read: Read): Judgement {
  const reason = spelled(given, read);
  return carriedBy(decide(read, 'disqualified', { because: reason }), read, {
    because: note === undefined ? [reason] : [reason, note],
    writes: { handoff_disqualify_reason: reason },
  });
}

function judgeSetStage(want: StageWant & { kind: 'set-stage' }, read: Read, now: number): Judgement {
  const { stage, reason = 'Asked for', allowBackward, leaveProtected = false, policy } = want;
  const decided = decide(read, stage, { back: allowBackward, protect: !leaveProtected });
  if (stage !== 'sql' || policy === undefined) return carriedBy(decided, read, { because: [reason], writes: {} });
  const { override } = policy;
  const { model } = read.compiled;
  const objections = objectionsToSql(model, contactOf(read), now);
  const underPolicy = decideNewSql(decided, { model, objections, overrides: override !== undefined });
  const because = [reason, ...(override === undefined ? [] : inOverrideWords(objections, override))];
  return carriedBy(underPolicy, read, { because, writes: {} });
}

/**
 * Judges an ask for one stage: the score is not asked, what the model protects is, and (where the ask is bound to the
 * policy) what it demands of a new SQL.
 *
 * @param now epoch milliseconds
 */
export function judgeRequest(want: StageWant, read: Read, now: number): Judgement {
  switch (want.kind) {
    case 'set-stage':
      return judgeSetStage(want, read, now);
    case 'recycle':
      return judgeRecycle(want, read, now);
    case 'disqualify':
      return judgeDisqualify(want, read);
  }
}
