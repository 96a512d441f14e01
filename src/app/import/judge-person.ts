import type { Stage } from '../../core/model.js';
import { rankOf, stageOf } from '../../core/stages.js';
import { judgeRequest, type StageWant } from '../judge-request.js';
import type { Move } from '../outcome.js';
import type { CompiledModel, PortalProfile } from '../ports.js';
import { fieldValue, holds, type Field } from './field-value.js';
import type { FoundPerson, ImportOptions } from './import-job.js';

/** What a portal is, for judging its people. */
export interface Portal {
  readonly profile: PortalProfile;
  readonly compiled: CompiledModel;
  readonly fields: ReadonlyMap<string, Field>;
}

/** What a row comes to for the person it is about. */
export interface PersonPlan {
  /** Properties that differ. */
  readonly sets: Readonly<Record<string, string>>;
  readonly stage: StagePlan | undefined;
  /** The row cannot be used. */
  readonly problem?: string;
}

export type StagePlan =
  | { readonly kind: 'move'; readonly from: string; readonly to: Stage; readonly back: boolean; readonly move: Move }
  | { readonly kind: 'there'; readonly from: string }
  | { readonly kind: 'held'; readonly from: string; readonly to: Stage; readonly rule: string };

/** Read of every person, besides what the file sets. */
export const PERSON_PROPERTIES = [
  'email',
  'hs_additional_emails',
  'lifecyclestage',
  'hs_lead_status',
  'handoff_recycle_count',
  'handoff_nurture',
];

/** What is asked of the road for a stage of the file. */
export function wantOf(stage: Stage, { reason, allowBackward }: ImportOptions): StageWant {
  if (stage === 'disqualified') return { kind: 'disqualify', reason, note: undefined };
  if (stage === 'recycled') return { kind: 'recycle', reason, wakeUpAfterDays: undefined };
  return { kind: 'set-stage', stage, reason, allowBackward };
}

/**
 * Judges a row against the person it is about, by the road's own rules.
 *
 * @param found absent: a new person, who begins as a lead
 * @param now   epoch milliseconds
 */
export function judgePerson(
  row: { readonly values: Readonly<Record<string, string>>; readonly stage: Stage | undefined },
  found: FoundPerson | undefined,
  { portal, options, now }: { readonly portal: Portal; readonly options: ImportOptions; readonly now: number },
): PersonPlan {
  const held = found?.properties ?? {};
  const read = readValues(row.values, held, portal.fields);
  if ('problem' in read) return { sets: {}, stage: undefined, problem: read.problem };
  const stage = row.stage === undefined ? undefined : planStage(row.stage, held, { portal, options, now });
  return { sets: read.sets, stage };
}

function readValues(
  values: Readonly<Record<string, string>>,
  held: Readonly<Record<string, string | null>>,
  fields: ReadonlyMap<string, Field>,
): { readonly sets: Record<string, string> } | { readonly problem: string } {
  const sets: Record<string, string> = {};
  for (const [name, text] of Object.entries(values)) {
    const field = fields.get(name);
    if (!field) continue; // refused with the whole file, before the first row
    const read = fieldValue(field, text);
    if ('problem' in read) return read;
    if (!holds(field, held[name], read.value)) sets[name] = read.value;
  }
  return { sets };
}

function planStage(
  to: Stage,
  properties: Readonly<Record<string, string | null>>,
  { portal, options, now }: { readonly portal: Portal; readonly options: ImportOptions; readonly now: number },
): StagePlan {
  const { profile, compiled } = portal;
  const from = stageOf(properties['lifecyclestage'], properties['hs_lead_status']);
  const want = wantOf(to, options);
  const { outcome, move } = judgeRequest(want, { properties, profile, compiled, signals: {} }, now);
  if (move && !options.allowBackward && isBehind(to, from)) return { kind: 'held', from, to, rule: 'would-go-back' };
  if (move) return { kind: 'move', from, to, back: move.clearFirst, move };
  const rule = 'rule' in outcome.decision ? outcome.decision.rule : outcome.decision.code;
  return rule === 'already-there' ? { kind: 'there', from } : { kind: 'held', from, to, rule };
}

/** The road takes what differs only in Lead Status for forward, as a rep who asks for it means it; a file does not mean it. */
function isBehind(to: string, from: string): boolean {
  const [target, current] = [rankOf(to), rankOf(from)];
  return to !== 'recycled' && target !== undefined && current !== undefined && target < current;
}
