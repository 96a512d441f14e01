import type { CardStage } from '../../http/card-contract.js';
import type { Decision } from '../../core/decide-stage.js';
import type { Model, StageModel } from '../../core/model.js';
import { fieldsHere } from '../../core/plan-step.js';
import { isStage, JOURNEY, rankOf } from '../../core/stages.js';
import type { PortalProfile } from '../ports.js';
import { stageLabel } from '../stage-label.js';

export interface StageFacts {
  /** Where the portal shows the contact, in our words. */
  readonly at: string;
  readonly decision: Decision;
  readonly model: Model;
  readonly profile: PortalProfile;
}

/** Part of every journey, whatever the model says of it: where leads come in, and where they are bound for. */
const ENDS: readonly string[] = ['lead', 'opportunity', 'customer'];
const SQL_RANK = rankOf('sql') ?? 0;

/** The journey, where on it the contact is, and what the next stage still needs. */
export function cardStageOf({ at, decision, model, profile }: StageFacts): CardStage {
  const label = (stage: string) => ({ stage, label: stageLabel(stage, profile) });
  const steps = JOURNEY.filter((stage) => stage === at || isStep(stage, model, profile)).map(label);
  const current = steps.findIndex(({ stage }) => stage === at);
  const next = nextOf(decision, model);
  const { owner = '', next: nextAction = '' } = stageModelOf(at, model) ?? {};
  return {
    at,
    label: stageLabel(at, profile),
    steps,
    ...(current === -1 ? {} : { current }),
    ...(next ? { next: { ...label(next.stage), missing: next.missing } } : {}),
    owner,
    nextAction,
  };
}

function isStep(stage: string, { stages }: Model, profile: PortalProfile): boolean {
  const named = isStage(stage) && stages[stage] !== undefined;
  return (named || ENDS.includes(stage)) && fieldsHere(stage, profile) !== undefined;
}

/** A recycled lead is with those who have the MQLs. */
function stageModelOf(at: string, { stages }: Model): StageModel | undefined {
  return isStage(at) ? (stages[at] ?? (at === 'recycled' ? stages.mql : undefined)) : undefined;
}

/** The stage the decision is about; of one that is held or out because of a requirement the next that has an entry. */
function nextOf(decision: Decision, model: Model): { stage: string; missing: readonly string[] } | undefined {
  const { kind, rule, missing, from } = decision;
  if (kind === 'advance') return { stage: decision.to, missing };
  if (kind === 'review') return { stage: 'sql', missing };
  if (rule.startsWith('enter:')) return { stage: rule.slice('enter:'.length), missing };
  if (!rule.startsWith('require:')) return undefined;
  const stage = firstEntryAfter(from, model);
  if (stage === undefined) return undefined;
  return { stage, missing: kind === 'disqualify' ? [decision.because] : missing };
}

function firstEntryAfter(from: string, { stages }: Model): string | undefined {
  const rank = rankOf(from);
  if (rank === undefined) return undefined;
  return JOURNEY.find((stage) => isAhead(stage, rank) && stages[stage]?.enter !== undefined);
}

function isAhead(stage: string, rank: number): boolean {
  const place = rankOf(stage) ?? 0;
  return place > rank && place <= SQL_RANK;
}
