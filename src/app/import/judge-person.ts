import { ACT_PROPERTIES } from '../../core/acts.js';
import type { Decision } from '../../core/decide-stage.js';
import { requirementNeedsOf } from '../../core/model-properties.js';
import type { Stage } from '../../core/model.js';
import { rankOf } from '../../core/stages.js';
import { judgeRequest, type StageWant } from '../judge-request.js';
import type { Judgement, Read } from '../judgement.js';
import type { Move } from '../outcome.js';
import type { CompiledModel, PortalProfile } from '../ports.js';
import { withTold } from '../with-told.js';
import { fieldValue, holds, type Field } from './field-value.js';
import type { FoundPerson, ImportJob, ImportOptions } from './import-job.js';
import type { CountingRow } from './import-rows.js';

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
  /** `because`: the rule that holds. */
  | { readonly kind: 'held'; readonly from: string; readonly to: Stage; readonly because: string };

/** Read of every person, besides what the file sets. */
const PERSON_PROPERTIES = [
  'email',
  'hs_additional_emails',
  'lifecyclestage',
  'hs_lead_status',
  'handoff_recycle_count',
  'handoff_nurture',
];
/** By these a person's company, and whether he is active there, is known. */
const COMPANY_PROPERTIES = ['associatedcompanyid', 'hs_analytics_last_timestamp'];

/** Read of every person to judge a row by: where he is, and what a new SQL has to meet. */
export function propertiesToJudge({ model }: CompiledModel): readonly string[] {
  const { properties, signals, company } = requirementNeedsOf(model);
  return [
    ...PERSON_PROPERTIES,
    ...properties,
    ...(signals.length > 0 ? ACT_PROPERTIES : []),
    ...(company.length > 0 ? COMPANY_PROPERTIES : []),
  ];
}

/** What is asked of the road for a stage of the file. */
export function wantOf(stage: Stage, { reason, allowBackward, override }: ImportOptions): StageWant {
  if (stage === 'disqualified') return { kind: 'disqualify', reason, note: undefined };
  if (stage === 'recycled') return { kind: 'recycle', reason, wakeUpAfterDays: undefined };
  const policy = override === undefined ? {} : { override };
  return { kind: 'set-stage', stage, reason, allowBackward, policy };
}

/** A contact as the road will read it: with what we know of it besides what HubSpot shows. */
export type SeeAsRoad = (
  contact: { readonly portalId: number; readonly contactId: string },
  seen: Pick<Read, 'profile' | 'compiled' | 'properties'>,
) => Promise<Read>;

interface JudgeBy {
  readonly portal: Portal;
  readonly job: Pick<ImportJob, 'portalId' | 'options'>;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly seeAsRoad: SeeAsRoad;
}

/**
 * Judges a row against the person it is about, by the road's own rules.
 *
 * @param found absent: a new person, who begins as a lead
 */
export async function judgePerson(
  row: Pick<CountingRow, 'person' | 'values' | 'stage'>,
  found: FoundPerson | undefined,
  by: JudgeBy,
): Promise<PersonPlan> {
  const read = readValues(row.values, found?.properties ?? {}, by.portal.fields);
  if ('problem' in read) return { sets: {}, stage: undefined, problem: read.problem };
  const { sets } = read;
  if (row.stage === undefined) return { sets, stage: undefined };
  const properties = { ...(found?.properties ?? bornWith(row.person)), ...sets };
  return { sets, stage: await planStage(row.stage, { contactId: found?.id, properties }, by) };
}

/** What HubSpot knows of somebody it has an address of. */
function bornWith(email: string): Record<string, string> {
  return { email, hs_email_domain: email.slice(email.lastIndexOf('@') + 1) };
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

interface Person {
  readonly contactId: string | undefined;
  /** As they will be when the stage is asked for. */
  readonly properties: Readonly<Record<string, string | null>>;
}

/** Only a new SQL is looked at closely: what else is asked for, the stage it is at decides. */
async function planStage(to: Stage, { contactId, properties }: Person, by: JudgeBy): Promise<StagePlan> {
  const { portal, job, now, seeAsRoad } = by;
  const { profile, compiled } = portal;
  const seen = { profile, compiled, properties };
  const want = wantOf(to, job.options);
  const asked = planOf(to, judgeRequest(unbound(want), { ...seen, signals: {} }, now), by);
  if (to !== 'sql' || asked.kind !== 'move') return asked;
  const { portalId } = job;
  const read =
    contactId === undefined
      ? { ...seen, ...withTold(properties, undefined) }
      : await seeAsRoad({ portalId, contactId }, seen);
  return planOf(to, judgeRequest(want, read, now), by);
}

/** The same, whatever the model demands. */
function unbound(want: StageWant): StageWant {
  if (want.kind !== 'set-stage') return want;
  const { policy: _policy, ...free } = want;
  return free;
}

function planOf(to: Stage, { outcome: { decision }, move }: Judgement, { portal, job }: JudgeBy): StagePlan {
  const { from } = decision.kind === 'refused' ? { from: '' } : decision;
  if (move && !job.options.allowBackward && isBehind(to, move.from))
    return { kind: 'held', from, to, because: 'would-go-back' };
  if (move) return { kind: 'move', from, to, back: move.clearFirst, move };
  const because = decision.kind === 'refused' ? decision.code : heldBecause(decision, portal.compiled);
  return because === 'already-there' ? { kind: 'there', from } : { kind: 'held', from, to, because };
}

/** The rule that holds somebody where he is; of a requirement with what it asks, as only the model knows that. */
function heldBecause({ rule, missing }: Decision, { model }: CompiledModel): string {
  const requirement = model.require.find(({ id }) => rule === `require:${id}`);
  return requirement ? `${rule}: ${missing[0] ?? requirement.because}` : rule;
}

/** The road takes what differs only in Lead Status for forward, as a rep who asks for it means it; a file does not mean it. */
function isBehind(to: string, from: string): boolean {
  const [target, current] = [rankOf(to), rankOf(from)];
  return to !== 'recycled' && target !== undefined && current !== undefined && target < current;
}
